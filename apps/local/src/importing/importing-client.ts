import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import {
  type AgencyCard,
  type AnsweredCommand,
  type CommandsAnswered,
  commandsOfBatchMax,
  newestOf,
  type OperationName,
  type Page,
} from '@contracts';
import { ToolRefused } from '../tool-refused';

/** In whose name something is done, and when; without `at` it is done now. */
export interface Actor {
  readonly agency: string;
  readonly officer: string;
  /** ISO 8601 UTC instant, not in the future. */
  readonly at?: string;
}

export interface ImportedCommand extends Actor {
  readonly operation: OperationName;
  readonly target?: object;
  readonly body: object;
  /** A PUT names itself and takes none. */
  readonly key?: string;
  /** Names it for whoever reads why it was refused. */
  readonly said: string;
  /** It is about what a reaction records, and tried again until that is there. */
  readonly mayComeEarly?: true;
  /** Told why it was refused; its walk ends there and the others go on. Without it a refusal ends all of them. */
  readonly onRefused?: (problem: string) => void;
}

export type Answered = Readonly<Record<string, unknown>>;
/** Commands of which each is sent once the one before it is answered. */
export type Walk = Generator<ImportedCommand, void, Answered>;

export interface ImportAccess {
  /** Base address of the gateway. */
  readonly address: string;
  /** With role `Importer`. */
  readonly token: string;
  /** `<percent-encoded file name>#<sha256>`, or `scenario`. */
  readonly source: string;
}

interface Answer {
  readonly status: number;
  readonly body: Answered;
}

/** One command on its way, and the walk it belongs to. */
interface Step {
  readonly walk: Walk;
  readonly command: ImportedCommand;
}

/** Longer than the gateway works on a batch. */
const answerLimitMs = 90_000;
const patienceMs = 120_000;
/** What passes by itself: too much at once, a part that is away. */
const passing = [429, 503, 504];
const firstPauseMs = 50;
const longestPauseMs = 2_000;

/** The gateway as an importing client speaks to it: what is not answered is sent again, under the same key. */
export class ImportingClient {
  /** Where the newest fact stands that was answered so far. */
  private newest: string | undefined;
  private done = 0;

  constructor(private readonly access: ImportAccess) {}

  get position(): string | undefined {
    return this.newest;
  }

  /** Commands that were answered. */
  get commands(): number {
    return this.done;
  }

  /** @throws what `walk` throws. */
  async command(command: ImportedCommand): Promise<Answered> {
    let answer: Answered = {};
    await this.walk([
      (function* () {
        answer = yield command;
      })(),
    ]);
    return answer;
  }

  /**
   * Sends the next command of each walk, many in one request, until all are at their end; walks begin in their order.
   * @throws ToolRefused in one line when one is refused, or when nothing is answered for two minutes.
   */
  async walk(walks: Iterable<Walk>, onAnswered: () => void = () => undefined): Promise<void> {
    const waiting = walks[Symbol.iterator]();
    let steps: readonly Step[] = [];
    let giveUpAt = performance.now() + patienceMs;
    for (let pauseMs = firstPauseMs; ;) {
      steps = [...steps, ...begun(waiting, commandsOfBatchMax - steps.length)];
      if (steps.length === 0) return;
      const answers = await this.answers(steps.map(({ command }) => command));
      const next = steps.map((step, index) => this.next(step, answers[index] as AnsweredCommand));
      const moved = next.filter((step, index) => step !== steps[index]).length;
      for (let answered = 0; answered < moved; answered++) onAnswered();
      const now = performance.now();
      if (moved > 0) [giveUpAt, pauseMs] = [now + patienceMs, firstPauseMs];
      const left = steps.findIndex((step, index) => step === next[index]);
      if (now > giveUpAt) throw this.unanswered('', problemIn(answers[left] as Answer));
      if (left !== -1) await pause(pauseMs);
      if (moved === 0) pauseMs = Math.min(longestPauseMs, 2 * pauseMs);
      steps = next.filter((step) => step !== undefined);
    }
  }

  /** Brings a file that a command names later, by the same hand and at the same instant. */
  async upload(bytes: Buffer, { agency, officer, at }: Actor): Promise<void> {
    const path = `/contents/${createHash('sha256').update(bytes).digest('hex')}`;
    const headers = {
      'content-type': 'application/octet-stream',
      'content-secrecy': 'none',
      'import-source': this.access.source,
      'import-on-behalf-of': `${agency}/${officer}`,
      ...(at === undefined ? {} : { 'import-occurred-at': at }),
    };
    const answer = await this.answered(
      path,
      { method: 'PUT', headers, body: new Uint8Array(bytes) },
      patienceMs,
    );
    if (answer.status >= 300) throw new ToolRefused(`${path} was refused: ${problemIn(answer)}`);
  }

  /**
   * Asks until there is an answer, however long the read models need, up to `withinMs`. Where there is no such thing,
   * `none` is answered, if it is given.
   */
  async question<A>(path: string, withinMs = patienceMs, none?: A): Promise<A> {
    const answer = await this.answered(path, {}, withinMs);
    if (answer.status === 404 && none !== undefined) return none;
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

  /** The same step when it has to be sent again, nothing when its walk is at its end. */
  private next(step: Step, { status, body }: AnsweredCommand): Step | undefined {
    const { command, walk } = step;
    if (passing.includes(status) || (status === 404 && command.mayComeEarly)) return step;
    if (status >= 300) {
      const problem = problemIn({ status, body });
      if (command.onRefused === undefined) throw new ToolRefused(`${command.said} was refused: ${problem}`);
      command.onRefused(problem);
      return undefined;
    }
    this.done += 1;
    const after = walk.next(body);
    return after.done ? undefined : { walk, command: after.value };
  }

  private async answers(commands: readonly ImportedCommand[]): Promise<readonly AnsweredCommand[]> {
    const batch = commands.map((command) => this.batched(command));
    const request = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ commands: batch }),
    };
    const answer = await this.answered('/commands/batch', request, patienceMs);
    if (answer.status >= 300) throw new ToolRefused(`A batch was refused: ${problemIn(answer)}`);
    const { answers, position } = answer.body as unknown as CommandsAnswered;
    this.newest = newestOf([this.newest, position].filter((token) => token !== undefined));
    return answers;
  }

  private batched({ operation, target, body, agency, officer, at, key }: ImportedCommand): object {
    const occurredAt = at === undefined ? {} : { occurredAt: at };
    return {
      operation,
      ...(target === undefined ? {} : { target }),
      body,
      ...(key === undefined ? {} : { idempotencyKey: key }),
      import: { agency, officer, from: this.access.source, ...occurredAt },
    };
  }

  private async answered(path: string, request: RequestInit, withinMs: number): Promise<Answer> {
    const giveUpAt = performance.now() + withinMs;
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(longestPauseMs, 2 * pauseMs)) {
      const answer = await this.once(path, request);
      if (!(answer instanceof Error) && !passing.includes(answer.status)) return answer;
      const why = answer instanceof Error ? reasonOf(answer) : problemIn(answer);
      if (performance.now() > giveUpAt) throw this.unanswered(path, why);
      await pause(pauseMs);
    }
  }

  private unanswered(path: string, why: string): ToolRefused {
    const then = 'run the same command again later: it goes on where it stopped';
    return new ToolRefused(`${this.access.address}${path} is not answered (${why}); ${then}`);
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

/** The first commands of so many more walks. */
function begun(waiting: Iterator<Walk>, room: number): readonly Step[] {
  const steps: Step[] = [];
  while (steps.length < room) {
    const { done, value: walk } = waiting.next();
    if (done) return steps;
    const first = walk.next({});
    if (!first.done) steps.push({ walk, command: first.value });
  }
  return steps;
}

function objectIn(text: string): Answered {
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
