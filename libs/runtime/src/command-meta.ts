import type { Caller, FieldError, Message, Metadata } from '@contracts';
import { canonicalHash } from './canonical-json';
import type { Clock } from './clock';
import { idOf } from './ids';
import { MalformedMessage } from './malformed-message';

/** Stored metadata of one command, its id, and the instant its facts occurred. */
export interface CommandMeta {
  readonly meta: Metadata;
  readonly commandId: string;
  readonly at: string;
}

/**
 * Metadata of a command. The same caller, operation, target and key always give the same id; the hash tells another
 * body.
 * @param operation subject the command came on
 * @throws MalformedMessage without an idempotency key, or with a past instant this caller may not bring.
 */
export function commandMeta(caller: Caller, operation: string, message: Message, clock: Clock): CommandMeta {
  const now = clock.now();
  const { actor, idempotencyKey, occurredAt, importedFrom, onBehalfOf, sentBy, traceparent } = caller;
  const errors = [...missingKey(idempotencyKey), ...pastInstant(caller, now)];
  if (errors.length > 0) throw new MalformedMessage(errors);

  const { target, body } = message;
  const commandId = idOf('command', actor.agency, actor.officer, operation, target, idempotencyKey);
  const meta: Metadata = {
    v: 1,
    commandId,
    commandHash: canonicalHash({ target, body }),
    $correlationId: caller.correlationId,
    $causationId: caller.causationId,
    actor,
    source: caller.source,
    ...(importedFrom === undefined ? {} : { importedFrom }),
    ...(onBehalfOf === undefined ? {} : { onBehalfOf }),
    ...(sentBy === undefined ? {} : { sentBy }),
    ...(traceparent === undefined ? {} : { traceparent }),
  };
  return { meta, commandId, at: occurredAt ?? now };
}

const missingKey = (key: string | undefined): FieldError[] =>
  key === undefined
    ? [
        {
          pointer: '/caller/idempotencyKey',
          detail: 'is missing; a command names itself so that it is done once',
        },
      ]
    : [];

function pastInstant({ source, occurredAt, importedFrom }: Caller, now: string): FieldError[] {
  if (occurredAt === undefined) return [];
  const pointer = '/caller/occurredAt';
  if (source !== 'import' && source !== 'scenario') {
    return [{ pointer, detail: 'is for imports only; leave it out' }];
  }
  return [
    ...(occurredAt > now ? [{ pointer, detail: 'lies in the future; only past instants are imported' }] : []),
    ...(importedFrom === undefined
      ? [
          {
            pointer: '/caller/importedFrom',
            detail: 'is missing; say what a past instant was imported from',
          },
        ]
      : []),
  ];
}
