/** What a refusal rests on, by name: ids, codes and instants, never a name of a person. */
export type About = Readonly<Record<string, string | readonly string[]>>;

export interface Refusal<R> {
  readonly refused: R;
  readonly about?: About;
}

/** What a decision comes to: facts to append (none when they are recorded already) or a refusal, which is a value. */
export type Decision<E, R> = { readonly events: readonly E[] } | Refusal<R>;

/**
 * The pure core of one stream: no IO, no clock, no randomness. `decide` answers a command from the folded state;
 * `evolve` folds one stored fact and never refuses. The same command decided twice appends once.
 */
export interface Decider<C, E, S, R> {
  readonly initial: S;
  decide(command: C, state: S): Decision<E, R>;
  evolve(state: S, event: E): S;
}

export const accept = <E = never>(...events: E[]): { readonly events: readonly E[] } => ({ events });
export const refuse = <const R>(refused: R, about?: About): Refusal<R> => ({
  refused,
  ...(about === undefined ? {} : { about }),
});

/** A branch that types say cannot be reached: a defect, so it throws. */
export function impossible(value: never): never {
  throw new Error(
    `impossible: ${JSON.stringify(value)}; the types and the data disagree, which is a defect of this program`,
  );
}

export const fold = <E, S>(
  decider: Pick<Decider<never, E, S, never>, 'initial' | 'evolve'>,
  events: Iterable<E>,
): S => {
  let state = decider.initial;
  for (const event of events) state = decider.evolve(state, event);
  return state;
};
