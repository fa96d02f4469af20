import { createInbox, ErrorCode, type Msg, type MsgHdrs, type NatsConnection, NatsError } from 'nats';

export interface AskOptions {
  /** Milliseconds to wait for the answer. */
  readonly timeoutMs: number;
  /** As they are, or made for the subject that the answer comes to. */
  readonly headers?: MsgHdrs | ((reply: string) => MsgHdrs);
}

interface Asked {
  readonly answered: (answer: Msg) => void;
  readonly failed: (error: NatsError) => void;
}

const asking = new WeakMap<NatsConnection, Asking>();

/**
 * Requests over one connection, as the client's own `request` makes them: one subscription hears all answers. That one
 * makes an error with a stack, three promises and a race for each request that succeeds; here it is one promise and
 * one timer.
 */
export class Asking {
  private readonly inbox = `${createInbox()}.`;
  private readonly waiting = new Map<string, Asked>();
  private asked = 0;

  private constructor(private readonly connection: NatsConnection) {
    const everyAnswer = `${this.inbox}*`;
    connection.subscribe(everyAnswer, {
      callback: (error, answer) => (error === null ? this.hear(answer) : this.giveUp(error)),
    });
    void connection.closed().then(() => this.giveUp(NatsError.errorForCode(ErrorCode.ConnectionClosed)));
  }

  static of(connection: NatsConnection): Asking {
    const known = asking.get(connection) ?? new Asking(connection);
    asking.set(connection, known);
    return known;
  }

  /** @throws NatsError: `503` when nobody listens, `TIMEOUT`, and what the client throws when it cannot send. */
  ask(subject: string, payload: Uint8Array, { timeoutMs, headers }: AskOptions): Promise<Msg> {
    const token = (this.asked++).toString(36);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => failed(NatsError.errorForCode(ErrorCode.Timeout)), timeoutMs);
      const settle = (): void => {
        clearTimeout(timer);
        this.waiting.delete(token);
      };
      const answered = (answer: Msg): void => {
        settle();
        resolve(answer);
      };
      const failed = (error: NatsError): void => {
        settle();
        reject(error);
      };
      this.waiting.set(token, { answered, failed });
      try {
        const reply = this.inbox + token;
        const sent = typeof headers === 'function' ? headers(reply) : headers;
        this.connection.publish(subject, payload, sent === undefined ? { reply } : { reply, headers: sent });
      } catch (error) {
        failed(error as NatsError);
      }
    });
  }

  private hear(answer: Msg): void {
    const asked = this.waiting.get(answer.subject.slice(this.inbox.length));
    if (asked === undefined) return;
    if (isNobody(answer)) asked.failed(NatsError.errorForCode(ErrorCode.NoResponders));
    else asked.answered(answer);
  }

  private giveUp(error: NatsError): void {
    for (const asked of [...this.waiting.values()]) asked.failed(error);
  }
}

const isNobody = ({ data, headers }: Msg): boolean => data.length === 0 && headers?.code === 503;
