import type { Transacted } from '@adapters/event-store';
import { type CommandReply, type KnownHistory, type Refused, refusedBy } from '@contracts';
import type { Refusal } from '@domain/decider';
import { done } from './done';

/** What a command comes to: facts recorded, or a refusal with the context that owns its name. */
export type Outcome<E, S> = Transacted<E, S> | Refused;

/** A decision as an outcome of its context; what another context refused while it was gathered stays as it is. */
export function outcomeIn<E, S>(
  context: string,
  decided: Transacted<E, S> | Refusal<string> | Refused,
): Outcome<E, S> {
  if (!('refused' in decided) || 'context' in decided) return decided;
  const { refused, about } = decided;
  return { ...refusedBy(context, refused), ...(about === undefined ? {} : { about }) };
}

/** Outcomes as they are told to the caller. */
export class Replies {
  constructor(private readonly history: KnownHistory) {}

  to<T extends { readonly position: bigint }, A>(
    outcome: T | Refused,
    answer: (recorded: T) => A,
  ): CommandReply<A> {
    return 'refused' in outcome ? outcome : done(this.history, outcome, answer(outcome));
  }
}
