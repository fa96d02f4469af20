import { randomUUID } from 'node:crypto';
import { type EventStore, EventStoreDbStore, StreamCache, transact } from '@adapters/event-store';
import { type Book, register, type RegisterState, registerStream } from '@domain/register';
import type { Row } from '../bench';
import { timesOf } from '../in-flight';
import { compared, quantile, type Slice } from '../pairs';
import { metaOf, Seeds } from '../seeds';
import { comparedLine, type Line, number } from '../table';

const numbersPerSlice = 200;

/**
 * P6: the next number of a long register, beside that of a short one; p50 of one at a time, as the service that gives
 * numbers keeps and writes them. Without HTTP and bus, which would hide the difference.
 */
export const registers: Row = async (bench) => {
  const store = EventStoreDbStore.connect(await bench.store());
  const cache = new StreamCache<RegisterState>({ streamsMax: 10 });
  try {
    const lengths = bench.isQuick ? [100, 1_000] : [100, 10_000, 100_000];
    const slices: Slice[] = [];
    const first: string[] = [];
    for (const length of lengths) {
      const book = { agency: `H98.${length}`, series: 'outgoing', bookYear: 2026 };
      await new Seeds(store).register(book, length);
      const allocate = allocator(store, cache, book, length);
      const [cold = NaN] = await timesOf(1, allocate);
      first.push(`${number(length)}: ${number(cold)} ms`);
      slices.push(async () => quantile(await timesOf(numbersPerSlice, allocate), 0.5));
    }
    const short = slices[0] as Slice;
    const lines: Line[] = [];
    for (const [index, long] of slices.slice(1).entries()) {
      const what = `the next number at register length ${number(lengths[index + 1] ?? 0)}, p50`;
      const row = { row: 'P6', what, unit: 'ms', against: 'length 100', wanted: '≤ 2 expected' };
      lines.push(comparedLine(row, await compared(long, short, bench)));
    }
    const what = 'the first number after a start: the register is folded';
    return [...lines, { row: 'P6', what, value: first.join('; ') }];
  } finally {
    await store.close();
  }
};

function allocator(store: EventStore, cache: StreamCache<RegisterState>, book: Book, length: number) {
  let last = length;
  return async () => {
    const at = new Date().toISOString();
    const command = { type: 'AllocateNumber', key: randomUUID(), officer: 'clerk', at, ...book } as const;
    const done = await transact(store, register, registerStream(book), command, metaOf(book.agency), {
      cache,
    });
    last += 1;
    if ('refused' in done || done.state.last !== last) throw new Error(`not number ${last}`);
  };
}
