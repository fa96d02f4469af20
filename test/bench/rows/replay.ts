import { EventStoreDbStore, stateOf } from '@adapters/event-store';
import { dossier, dossierStream } from '@domain/dossier';
import type { Row } from '../bench';
import { timesOf } from '../in-flight';
import { compared, quantile, type Slice } from '../pairs';
import { Seeds } from '../seeds';
import { withSnapshots } from '../snapshots-for-once';
import { comparedLine, type Line, number } from '../table';

/** P9: one dossier read from the store and folded, whole or on from its snapshot; milliseconds, median of some. */
export const replay: Row = async (bench) => {
  const store = EventStoreDbStore.connect(await bench.store());
  try {
    return await withSnapshots(async (snapshots) => {
      const seeds = new Seeds(store);
      const kept = snapshots.of(dossier);
      const replayed =
        (id: string, length: number, options: { readonly kept?: typeof kept } = {}): Slice =>
        async () => {
          const times = await timesOf(Math.max(1, Math.round(2_000 / length)), async () => {
            const { revision } = await stateOf(store, dossier, dossierStream(id), options);
            if (revision !== BigInt(length - 1))
              throw new Error(`revision ${revision} instead of ${length - 1}`);
          });
          return quantile(times, 0.5);
        };
      const [shortId = ''] = await seeds.dossiers(1, 9);
      const short = replayed(shortId, 10);
      const lines: Line[] = [];
      const measure = async (length: number, how: string, wanted: string, slice: Slice) => {
        const what = `replay a dossier of ${number(length)} events${how}`;
        const row = { row: 'P9', what, unit: 'ms', against: '10 events', wanted };
        lines.push(comparedLine(row, await compared(slice, short, bench)));
      };
      for (const length of bench.isQuick ? [1_000] : [1_000, 100_000]) {
        const [id = ''] = await seeds.dossiers(1, length - 1);
        await measure(length, '', length === 1_000 ? '≤ 90' : '', replayed(id, length));
        await stateOf(store, dossier, dossierStream(id), { kept });
        await snapshots.settled();
        await measure(length, ' from its snapshot', '≤ 50', replayed(id, length, { kept }));
      }
      return lines;
    });
  } finally {
    await store.close();
  }
};
