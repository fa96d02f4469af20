/** What a decision comes to: facts to append (none when they are recorded already) or a refusal, which is a value. */
export type Decision<E, R> = { readonly events: readonly E[] } | { readonly refused: R };

/**
 * The pure core of one stream: no IO, no clock, no randomness. `decide` answers a command from the folded state; `evolve`
 * folds one stored fact and never refuses. The same command decided twice appends once.
 */
export interface Decider<C, E, S, R> {
  readonly initial: S;
  decide(command: C, state: S): Decision<E, R>;
  evolve(state: S, event: E): S;
}

/** A fact as it is stored: a durable name `Fact.vN` and its data, plain JSON with `at`, the instant it occurred. */
export interface Stored<N extends string = string> {
  readonly type: N;
  readonly data: Readonly<Record<string, unknown>> & { readonly at: string };
}

/** One fact of a stream. `data.at` is when it occurred: an ISO 8601 UTC instant with milliseconds. */
export interface Fact {
  readonly type: string;
  readonly data: { readonly at: string };
}

/**
 * The stored names of one stream. `decode` reads every version ever written; `'unknown-fact'` lets a projection skip a name
 * it has never heard of, `'unknown-version'` makes every reader stop: it must not guess at half a history.
 */
export interface Codec<E> {
  /** Facts and the newest version each is written in. */
  readonly versions: Readonly<Record<string, number>>;
  encode(event: E): Stored;
  decode(stored: { readonly type: string; readonly data: unknown }): E | 'unknown-fact' | 'unknown-version';
}

export const accept = <E = never>(...events: E[]): { readonly events: readonly E[] } => ({ events });
export const refuse = <const R>(refused: R): { readonly refused: R } => ({ refused });

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

type Upcasts<E> = Readonly<Record<string, (data: never) => E>>;

/**
 * A codec from the hand-written table `{'Fact.v1': data => event, 'Fact.v2': …}`. The highest version of each fact is the one
 * that is written; its data is stored as it stands.
 */
export function codecOf<E extends Fact>(upcasts: Upcasts<E>): Codec<E> {
  const versions: Record<string, number> = {};
  for (const name of Object.keys(upcasts)) {
    const [fact, version] = splitStoredName(name);
    versions[fact] = Math.max(versions[fact] ?? 0, version);
  }
  return {
    versions,
    encode: (event) => ({
      type: `${event.type}.v${versions[event.type]}`,
      data: event.data as Stored['data'],
    }),
    decode: ({ type, data }) => {
      const upcast = upcasts[type];
      if (upcast !== undefined) return upcast(data as never);
      return splitStoredName(type)[0] in versions ? 'unknown-version' : 'unknown-fact';
    },
  };
}

function splitStoredName(name: string): [fact: string, version: number] {
  const match = /^(.+)\.v(\d+)$/.exec(name);
  return match ? [match[1] as string, Number(match[2])] : [name, 0];
}
