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
 * The stored names of one stream. `decode` reads every version ever written; `'unknown-fact'` lets a projection skip
 * a name it has never heard of, `'unknown-version'` makes every reader stop: it must not guess at half a history.
 */
export interface Codec<E> {
  /** Facts and the newest version each is written in. */
  readonly versions: Readonly<Record<string, number>>;
  encode(event: E): Stored;
  decode(stored: { readonly type: string; readonly data: unknown }): E | 'unknown-fact' | 'unknown-version';
}

type Upcasts<E> = Readonly<Record<string, (data: never) => E>>;

/**
 * A codec from the hand-written table of upcasts by stored name: `Fact.v1`, `Fact.v2` and so on. The highest version
 * of each fact is the one that is written; its data is stored as it stands.
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
      data: event.data,
    }),
    decode: ({ type, data }) => {
      const upcast = Object.hasOwn(upcasts, type) ? upcasts[type] : undefined;
      if (upcast !== undefined) return upcast(data as never);
      return Object.hasOwn(versions, splitStoredName(type)[0]) ? 'unknown-version' : 'unknown-fact';
    },
  };
}

function splitStoredName(name: string): [fact: string, version: number] {
  const match = /^(.+)\.v(\d+)$/.exec(name);
  return match ? [match[1] as string, Number(match[2])] : [name, 0];
}
