/** What stands under one key of a book. */
export interface Entry {
  readonly number: number;
  readonly voided: boolean;
}

/**
 * The entries of a book by key, as a persistent trie of three levels of 32: a book holds tens of thousands of
 * entries, and adding one must neither copy them nor change an older state that somebody still holds.
 */
export type Entries = readonly (
  readonly (readonly (ReadonlyMap<string, Entry> | undefined)[] | undefined)[] | undefined
)[];

export const noEntries: Entries = [];

export function entryOf(entries: Entries, key: string): Entry | undefined {
  const [first, second, third] = slotsOf(key);
  return entries[first]?.[second]?.[third]?.get(key);
}

export function withEntry(entries: Entries, key: string, entry: Entry): Entries {
  const [first, second, third] = slotsOf(key);
  const branch = entries[first] ?? [];
  const twig = branch[second] ?? [];
  const leaf = new Map(twig[third]).set(key, entry);
  return replaced(entries, first, replaced(branch, second, replaced(twig, third, leaf)));
}

function replaced<T>(items: readonly (T | undefined)[], at: number, item: T): readonly (T | undefined)[] {
  const copy = items.slice();
  copy[at] = item;
  return copy;
}

/** Three 5-bit slots of the FNV-1a hash of the key. */
function slotsOf(key: string): [number, number, number] {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  const mixed = (hash ^ (hash >>> 15)) >>> 0;
  return [mixed & 31, (mixed >>> 5) & 31, (mixed >>> 10) & 31];
}
