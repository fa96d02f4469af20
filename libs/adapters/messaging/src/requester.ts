import type { Msg, MsgHdrs, NatsConnection } from 'nats';
import {
  type Caller,
  callerHeader,
  type CommandReply,
  isUnproven,
  type Message,
  type Passing,
  type QueryReply,
  type Refused,
  refusedBy,
  signedHeader,
  type Subject,
} from '@contracts';
import { Asking } from './asking';
import { BusContact } from './bus-contact';
import { callerHeaderText } from './caller-header';
import { encodeMessage } from './message-size';
import type { MessageSigner } from './signing';
import { writtenHeaders } from './written-headers';

/**
 * No service answered in time: none is there, it is too slow, or the bus is away. Asking again later helps; a command
 * may have been done all the same, and its idempotency key makes the second time harmless.
 */
export class ServiceUnavailable extends Error implements Passing {
  override readonly name = 'ServiceUnavailable';
  readonly passes = true;
  constructor(
    readonly subject: string,
    readonly reason:
      'nobody-listens' | 'no-answer-in-time' | 'bus-away' | 'waits-for-another' | 'caller-unproven',
    options?: ErrorOptions,
  ) {
    super(`${subject} was not answered: ${reason}; try again later`, options);
  }
}

/** A service refused a question: it was wrong, or the service failed. A retry does not help. */
export class QuestionRefused extends Error {
  override readonly name = 'QuestionRefused';
  constructor(
    readonly subject: string,
    readonly reply: Refused,
  ) {
    super(`${subject} refused a question: ${JSON.stringify(reply)}; look at the log of its service`);
  }
}

/**
 * The answer in a reply, where a refusal is a mistake.
 * @throws ServiceUnavailable when the service itself waits for another part, or does not believe who asks;
 * QuestionRefused.
 */
export function answerIn<A>(subject: Subject, reply: QueryReply<A>): A {
  if (reply.ok) return reply.answer;
  if (isUnproven(reply)) throw new ServiceUnavailable(subject, 'caller-unproven');
  throw reply.context === 'service' && reply.refused === 'unavailable'
    ? new ServiceUnavailable(subject, 'waits-for-another')
    : new QuestionRefused(subject, reply);
}

/** What came back is no reply of ours: another program answers on this subject. A retry does not help. */
export class UnreadableReply extends Error {
  override readonly name = 'UnreadableReply';
  constructor(
    readonly subject: string,
    options?: ErrorOptions,
  ) {
    super(`the answer on ${subject} is not a reply; look who listens there`, options);
  }
}

export interface RequesterOptions {
  /** Milliseconds to wait for a reply. Default 10,000. */
  readonly timeoutMs?: number;
  /** The same for subjects whose answer takes longer. */
  readonly timeoutMsOf?: ReadonlyMap<Subject, number>;
}

/** Tells Nest that an answer is wanted; which one it is the subject of the reply says. */
const packetId = 'asked';

/** Asks services over NATS in the packets of Nest's NATS transport; the caller travels in a header, signed. */
export class Requester {
  private readonly timeoutMsOf: (subject: Subject) => number;
  private readonly pending = new Set<Promise<unknown>>();

  constructor(
    private readonly connection: NatsConnection,
    private readonly signer: MessageSigner,
    { timeoutMs = 10_000, timeoutMsOf }: RequesterOptions = {},
  ) {
    this.timeoutMsOf = (subject) => timeoutMsOf?.get(subject) ?? timeoutMs;
  }

  /** @throws ServiceUnavailable, MessageTooLarge, UnreadableReply. */
  command<A>(subject: Subject, message: Message, caller: Caller): Promise<CommandReply<A>> {
    return this.tracked(this.request<CommandReply<A>>(subject, message, caller));
  }

  /** @throws ServiceUnavailable, MessageTooLarge, UnreadableReply. */
  query<A>(subject: Subject, message: Message, caller: Caller): Promise<QueryReply<A>> {
    return this.tracked(this.request<QueryReply<A>>(subject, message, caller));
  }

  /** The answer to a question that only a mistake could make refused. @throws those of `query` and `answerIn`. */
  async answer<A>(subject: Subject, message: Message, caller: Caller): Promise<A> {
    return answerIn(subject, await this.query<A>(subject, message, caller));
  }

  /** Waits for what was asked and not yet answered. The connection stays open: it belongs to its opener. */
  async close(): Promise<void> {
    await Promise.allSettled(this.pending);
  }

  private tracked<T>(request: Promise<T>): Promise<T> {
    this.pending.add(request);
    const forget = () => this.pending.delete(request);
    request.then(forget, forget);
    return request;
  }

  private async request<Reply>(subject: Subject, message: Message, caller: Caller): Promise<Reply> {
    // The client would keep the request, and send it to a bus that is back long after its caller was answered.
    if (BusContact.of(this.connection).state === 'disconnected')
      throw new ServiceUnavailable(subject, 'bus-away');
    const packet = encodeMessage(subject, { pattern: subject, data: message, id: packetId });
    const said = callerHeaderText(caller);
    const headers = (reply: string): MsgHdrs => {
      const signed = this.signer.sign({ subject, caller: said, payload: packet, reply });
      return writtenHeaders({ [callerHeader]: said, [signedHeader]: signed });
    };
    let answer: Msg;
    try {
      const timeoutMs = this.timeoutMsOf(subject);
      answer = await Asking.of(this.connection).ask(subject, packet, { timeoutMs, headers });
    } catch (error) {
      throw new ServiceUnavailable(subject, reasonOf(error), { cause: error });
    }
    return replyIn<Reply>(answer, subject);
  }
}

const reasonOf = (error: unknown): ServiceUnavailable['reason'] => {
  const { code } = error as { code?: unknown };
  if (code === '503') return 'nobody-listens';
  return code === 'TIMEOUT' ? 'no-answer-in-time' : 'bus-away';
};

function replyIn<Reply>(answer: Msg, subject: string): Reply {
  let packet: { readonly response?: { readonly ok?: unknown }; readonly err?: unknown };
  try {
    packet = answer.json();
  } catch (error) {
    throw new UnreadableReply(subject, { cause: error });
  }
  if (packet?.err !== undefined && packet.err !== null) return refusedBy('service', 'failed') as Reply;
  if (typeof packet?.response?.ok !== 'boolean') throw new UnreadableReply(subject);
  return packet.response as Reply;
}
