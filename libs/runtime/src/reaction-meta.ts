import type { Metadata } from '@contracts';
import { canonicalHash } from './canonical-json';
import type { Clock } from './clock';
import { idOf } from './ids';

/** What a reaction needs to know of the event it answers. */
export interface Cause {
  readonly id: string;
  readonly data: unknown;
  readonly metadata: Metadata;
}

export interface ReactionMeta {
  readonly meta: Metadata;
  readonly commandId: string;
  /** When the reaction's facts occur: as imported when their cause was, else now. */
  at(clock: Clock): string;
}

/** Metadata of what a reactor does because of one event; the same event and reactor always give the same id. */
export function reactionMeta(event: Cause, reactor: string): ReactionMeta {
  const { actor, $correlationId, importedFrom, traceparent } = event.metadata;
  const commandId = idOf('reaction', event.id, reactor);
  const meta: Metadata = {
    v: 1,
    commandId,
    commandHash: canonicalHash({ event: event.id, reactor }),
    $correlationId,
    $causationId: event.id,
    actor: { agency: actor.agency, officer: 'System', role: 'System' },
    source: 'reactor',
    ...(importedFrom === undefined ? {} : { importedFrom }),
    ...(traceparent === undefined ? {} : { traceparent }),
  };
  const at = (clock: Clock) =>
    importedFrom === undefined ? clock.now() : (event.data as { readonly at: string }).at;
  return { meta, commandId, at };
}
