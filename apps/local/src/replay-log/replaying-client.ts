import { setTimeout as pause } from 'node:timers/promises';
import { type AgencyCard, type Page, parsePositionToken } from '@contracts';
import { ToolRefused } from '../tool';

/** In whose name something is done, and when; without `at` it is done now. */
export interface Act {
  readonly agency: string;
  readonly officer: string;
  readonly at?: string;
  /** A PUT names itself and takes none. */
  readonly key?: string;
  /** Names it for whoever reads why it was refused. */
  readonly said: string;
}

export interface ReplayAccess {
  /** Base address of the gateway. */
  readonly address: string;
  readonly token: string;
  /** `<percent-encoded file name>#<sha256>`. */
  readonly source: string;
  /** Once it is aborted nothing more is sent; what was sent is still answered. */
  readonly signal: AbortSignal;
}

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

const answerLimitMs = 30_000;
const patienceMs = 120_000;
/** What passes by itself: too much at once, a part that is away. */
const passing = [429, 503, 504];
const firstPauseMs = 100;
const longestPauseMs = 2_000;

/** The gateway as an importing client speaks to it: what is not answered is sent again, under the same key. */
export class ReplayingClient {
  /** Where the newest fact stands that was answered so far. */
  private newest: { readonly token: string; readonly epoch: number; readonly commit: bigint } | undefined;
  private sent = 0;

  constructor(private readonly access: ReplayAccess) {}

  get position(): string | undefined {
    return this.newest?.token;
  }

  /** Commands that were answered. */
  get commands(): number {
    return this.sent;
  }

  /** @throws ToolRefused in one line when it is refused, or when nothing answers for two minutes. */
  async command(method: 'POST' | 'PUT', path: string, body: object, act: Act): Promise<Answer['body']> {
    const { source } = this.access;
    const headers = {
      'content-type': 'application/json',
      'import-source': source,
      'import-on-behalf-of': `${act.agency}/${act.officer}`,
      ...(act.at === undefined ? {} : { 'import-occurred-at': act.at }),
      ...(act.key === undefined ? {} : { 'idempotency-key': act.key }),
    };
    const answer = await this.answered(path, { method, headers, body: JSON.stringify(body) }, patienceMs);
    if (answer.status >= 300) throw new ToolRefused(`${act.said} was refused: ${problemIn(answer)}`);
    this.sent += 1;
    this.remember(String(answer.body['position']));
    return answer.body;
  }

  /** Asks until there is an answer, however long the read models need, up to `withinMs`. */
  async question<A>(path: string, withinMs = patienceMs): Promise<A> {
    const answer = await this.answered(path, {}, withinMs);
    if (answer.status >= 300) throw new ToolRefused(`${path} was refused: ${problemIn(answer)}`);
    return answer.body as A;
  }

  /** Every agency of the directory by its code, page by page. */
  async agencies(): Promise<ReadonlyMap<string, AgencyCard>> {
    const cards = new Map<string, AgencyCard>();
    for (let cursor = ''; ;) {
      const page = await this.question<Page<AgencyCard>>(`/agencies?limit=200${cursor}`);
      for (const card of page.rows) cards.set(card.code, card);
      if (page.next === undefined) return cards;
      cursor = `&cursor=${encodeURIComponent(page.next)}`;
    }
  }

  private remember(token: string): void {
    const { epoch = 0, commit } = parsePositionToken(token) ?? {};
    if (commit === undefined) return;
    const { epoch: newestEpoch, commit: newestCommit } = this.newest ?? { epoch: 0, commit: -1n };
    if (epoch > newestEpoch || commit > newestCommit) this.newest = { token, epoch, commit };
  }

  private async answered(path: string, request: RequestInit, withinMs: number): Promise<Answer> {
    const giveUpAt = performance.now() + withinMs;
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(longestPauseMs, 2 * pauseMs)) {
      this.access.signal.throwIfAborted();
      const answer = await this.once(path, request);
      if (!(answer instanceof Error) && !passing.includes(answer.status)) return answer;
      if (performance.now() > giveUpAt) {
        const why = answer instanceof Error ? reasonOf(answer) : problemIn(answer);
        const then = 'run the same command again later: it goes on where it stopped';
        throw new ToolRefused(`${this.access.address}${path} is not answered (${why}); ${then}`);
      }
      await pause(pauseMs, undefined, { signal: this.access.signal });
    }
  }

  private async once(path: string, request: RequestInit): Promise<Answer | Error> {
    const { address, token } = this.access;
    try {
      const response = await fetch(`${address}${path}`, {
        ...request,
        headers: { ...request.headers, authorization: `Bearer ${token}` },
        signal: AbortSignal.timeout(answerLimitMs),
      });
      return { status: response.status, body: objectIn(await response.text()) };
    } catch (error) {
      return error as Error;
    }
  }
}

function objectIn(text: string): Answer['body'] {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

function reasonOf(error: Error): string {
  return error.cause instanceof Error ? error.cause.message || String(error.cause) : error.message;
}

function problemIn({ status, body }: Answer): string {
  const {
    type = '',
    detail = '',
    errors = [],
  } = body as { type?: string; detail?: string; errors?: object[] };
  const fields = errors.length === 0 ? '' : ` ${JSON.stringify(errors)}`;
  return `${status} ${type} ${detail}${fields}`.trim();
}
