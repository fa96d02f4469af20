import type { NoticeWay } from '@domain/codes';
import { type Short, shortLetterOf } from '../telling/letter.policy';
import type { Outcome } from '../telling/tries.policy';
import { type Posted, Way } from './way';

interface ConnectorParts {
  readonly way: NoticeWay;
  readonly url: string;
  readonly token: string | undefined;
  readonly consoleUrl: string;
  readonly short: Short;
  /** From the first byte to the head of the answer, milliseconds. */
  readonly limitMs?: number;
}

const limitMsByDefault = 10_000;

/** Answers that say that the number is none, or takes nothing. */
const numberRefused: readonly number[] = [404, 410, 422];
const letterRefused: readonly number[] = [400, 413];

/** As it is dialled from anywhere; Vietnam's own numbers begin with 0. */
const abroad = (number: string): string => (number.startsWith('0') ? `+84${number.slice(1)}` : number);

/**
 * Whatever brings short messages to telephones, behind one POST: `{"id","way","to","text"}`. 2xx: taken; 404, 410, 422:
 * the number takes nothing; 400, 413: this message never; whatever else: later. A repeated `id` is the same message.
 */
export class Connector extends Way {
  readonly way: NoticeWay;
  private readonly closing = new AbortController();

  constructor(private readonly parts: ConnectorParts) {
    super();
    this.way = parts.way;
  }

  async post({ letterId, to, lines }: Posted): Promise<Outcome> {
    const { way, url, token, consoleUrl, short, limitMs = limitMsByDefault } = this.parts;
    const body = { id: letterId, way, to: abroad(to), text: shortLetterOf(lines, consoleUrl, short) };
    const tooLate = AbortSignal.timeout(limitMs);
    try {
      const answer = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json; charset=utf-8',
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        },
        body: JSON.stringify(body),
        redirect: 'manual',
        signal: AbortSignal.any([this.closing.signal, tooLate]),
      });
      // What it says besides is nobody's business here.
      await answer.body?.cancel();
      return outcomeOf(answer.status);
    } catch {
      return { came: 'later', reason: tooLate.aborted ? 'too-late' : 'unreachable' };
    }
  }

  close(): void {
    this.closing.abort();
  }
}

function outcomeOf(status: number): Outcome {
  if (status >= 200 && status < 300) return { came: 'taken' };
  const reason = `answered ${status}`;
  if (numberRefused.includes(status)) return { came: 'address-refused', reason };
  return { came: letterRefused.includes(status) ? 'letter-refused' : 'later', reason };
}
