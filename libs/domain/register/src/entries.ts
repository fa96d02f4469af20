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
  const [first, second, third] = slotsAt(placeOf(key));
  return entries[first]?.[second]?.[third]?.get(key);
}

export function withEntry(entries: Entries, key: string, entry: Entry): Entries {
  const [first, second, third] = slotsAt(placeOf(key));
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

/** Some of the entries as plain JSON, leaf by leaf. */
export interface EntryLines {
  /** Of each leaf its place in the trie and how many of the keys are in it. */
  readonly places: number[];
  readonly sizes: number[];
  readonly keys: string[];
  readonly numbers: number[];
  /** Which of them are, counted from 0. */
  readonly voided: number[];
}

const linesAtOnce = 500;
const noLines = (): EntryLines => ({ places: [], sizes: [], keys: [], numbers: [], voided: [] });

/** All of them in the order of the trie, some hundreds at a time. */
export function* linesOf(entries: Entries): Generator<EntryLines> {
  let lines = noLines();
  for (const [place, leaf] of leavesOf(entries)) {
    lines.places.push(place);
    lines.sizes.push(leaf.size);
    for (const [key, { number, voided }] of leaf) {
      if (voided) lines.voided.push(lines.keys.length);
      lines.keys.push(key);
      lines.numbers.push(number);
    }
    if (lines.keys.length < linesAtOnce) continue;
    yield lines;
    lines = noLines();
  }
  yield lines;
}

function* leavesOf(entries: Entries): Generator<readonly [place: number, leaf: ReadonlyMap<string, Entry>]> {
  for (const [first, branch = []] of entries.entries())
    for (const [second, twig = []] of branch.entries())
      for (const [third, leaf] of twig.entries())
        if (leaf !== undefined) yield [first | (second << 5) | (third << 10), leaf];
}

/** The trie that those lines were made of. A start waits for it: no key is hashed again, and nothing is copied. */
export function entriesOf(all: Iterable<EntryLines>): Entries {
  const entries: Map<string, Entry>[][][] = [];
  for (const { places, sizes, keys, numbers, voided } of all) {
    const isVoided = new Set(voided);
    let i = 0;
    for (let j = 0; j < places.length; j++) {
      const leaf = new Map<string, Entry>();
      for (const end = i + (sizes[j] as number); i < end; i++)
        leaf.set(keys[i] as string, { number: numbers[i] as number, voided: isVoided.has(i) });
      const [first, second, third] = slotsAt(places[j] as number);
      const branch = (entries[first] ??= []);
      (branch[second] ??= [])[third] = leaf;
    }
  }
  return entries;
}

/** Where a key stands, of 32,768 places: the FNV-1a hash of it, folded. */
function placeOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  return (hash ^ (hash >>> 15)) & 0x7fff;
}

/** Three slots of 5 bits. */
const slotsAt = (place: number): [number, number, number] => [place & 31, (place >>> 5) & 31, place >>> 10];
