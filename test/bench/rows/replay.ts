import { EventStoreDbStore, stateOf } from '@adapters/event-store';
import { dossier, dossierStream } from '@domain/dossier';
import type { Row } from '../bench';
import { timesOf } from '../in-flight';
import { compared, quantile, type Slice } from '../pairs';
import { Seeds } from '../seeds';
import { comparedLine, type Line, number } from '../table';

/** P9: one dossier read from the store and folded; milliseconds, median of some. */
export const replay: Row = async (bench) => {
  const store = EventStoreDbStore.connect(await bench.store());
  const lines: Line[] = [];
  try {
    const seeds = new Seeds(store);
    const lengths = bench.isQuick ? [10, 1_000] : [10, 1_000, 100_000];
    const slices: Slice[] = [];
    for (const length of lengths) {
      const [id = ''] = await seeds.dossiers(1, length - 1);
      slices.push(async () => {
        const times = await timesOf(Math.max(1, Math.round(2_000 / length)), async () => {
          const { revision } = await stateOf(store, dossier, dossierStream(id));
          if (revision !== BigInt(length - 1))
            throw new Error(`revision ${revision} instead of ${length - 1}`);
        });
        return quantile(times, 0.5);
      });
    }
    const short = slices[0] as Slice;
    for (const [index, long] of slices.slice(1).entries()) {
      const length = lengths[index + 1] ?? 0;
      const row = {
        row: 'P9',
        what: `replay a dossier of ${number(length)} events`,
        unit: 'ms',
        against: '10 events',
      };
      const wanted = length === 1_000 ? '≤ 90' : 'no snapshots yet';
      lines.push(comparedLine({ ...row, wanted }, await compared(long, short, bench)));
    }
  } finally {
    await store.close();
  }
  return lines;
};
