import { type Engine } from './engine';
import { sparseBytesPerEvent, sparseEventsMax, sparseFromBytes } from './limits';
import { type Range } from './read-rules';
import { nextTurn } from './subscription-messages';

const namesPerTurn = 256;

/**
 * Where the events of few streams stand within a long range, ascending: found by the names of the streams, without a
 * look at what lies between. Nothing when the range is short or these streams have so many events that reading
 * everything costs no more.
 */
export async function sparsePlaces(
  engine: Pick<Engine, 'streamsNamed' | 'placesOf'>,
  prefixes: readonly string[],
  range: Range,
  signal: AbortSignal,
): Promise<readonly number[] | undefined> {
  const bytes = range.last - range.first;
  if (bytes < sparseFromBytes || prefixes.includes('')) return undefined;
  const max = Math.min(sparseEventsMax, Math.floor(bytes / sparseBytesPerEvent));
  const places: number[] = [];
  let found = 0;
  for (const prefix of prefixes.filter((each) => !isWithinAnother(each, prefixes))) {
    let after: string | undefined;
    do {
      const names = engine.streamsNamed(prefix, after, namesPerTurn);
      for (const name of names) {
        const those = engine.placesOf(name, max - found + 1);
        found += those.length;
        if (found > max) return undefined;
        places.push(...those.filter((place) => place >= range.first && place <= range.last));
      }
      after = names.length < namesPerTurn ? undefined : names.at(-1);
      await nextTurn();
      if (signal.aborted) return undefined;
    } while (after !== undefined);
  }
  return places.sort((one, other) => one - other);
}

const isWithinAnother = (prefix: string, prefixes: readonly string[]): boolean => {
  const first = prefixes.indexOf(prefix);
  return prefixes.some((other, at) => prefix.startsWith(other) && (other !== prefix || at < first));
};
