import type { Requester } from '@adapters/messaging';
import type { Caller, FieldError, Message, Refused, Subject } from '@contracts';
import { problemOf } from './problem';

/** Where the parts of a message stand in the request they were made from. */
const pointersOf = {
  command: {
    '/caller/idempotencyKey': '/headers/idempotency-key',
    '/caller/occurredAt': '/headers/import-occurred-at',
  },
  query: { '/body': '/query' },
} as const;

/** Asks the services and turns their refusals into problems. */
export class Services {
  constructor(private readonly requester: Requester) {}

  /** @throws Problem when refused, ServiceUnavailable when nobody answers. */
  async command<A extends object>(
    subject: Subject,
    message: Message,
    caller: Caller,
  ): Promise<A & { position: string }> {
    const reply = await this.requester.command<A>(subject, message, caller);
    if (!reply.ok) throw problemOf(placed(reply, pointersOf.command));
    return { ...reply.answer, position: reply.position };
  }

  /** @throws Problem when refused, ServiceUnavailable when nobody answers. */
  async query<A>(subject: Subject, message: Message, caller: Caller): Promise<A> {
    const reply = await this.requester.query<A>(subject, message, caller);
    if (!reply.ok) throw problemOf(placed(reply, pointersOf.query));
    return reply.answer;
  }
}

function placed(refused: Refused, places: Readonly<Record<string, string>>): Refused {
  if (refused.errors === undefined) return refused;
  const errors = refused.errors.map(({ pointer, ...told }): FieldError => {
    const from = Object.keys(places).find((part) => pointer === part || pointer.startsWith(`${part}/`));
    return {
      pointer: from === undefined ? pointer : `${places[from]}${pointer.slice(from.length)}`,
      ...told,
    };
  });
  return { ...refused, errors };
}
