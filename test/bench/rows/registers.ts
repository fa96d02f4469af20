import { randomUUID } from 'node:crypto';
import {
  type EventStore,
  EventStoreDbStore,
  type KeptStates,
  StreamCache,
  transact,
} from '@adapters/event-store';
import { type Book, register, type RegisterState, registerStream } from '@domain/register';
import type { Row } from '../bench';
import { timesOf } from '../in-flight';
import { compared, quantile, type Slice } from '../pairs';
import { metaOf, Seeds } from '../seeds';
import { withSnapshots } from '../snapshots-for-once';
import { comparedLine, type Line, number } from '../table';

const numbersPerSlice = 200;

const starts = 5;

/**
 * P6: the next number of a long register, beside that of a short one; p50 of one at a time, as the service that gives
 * numbers keeps and writes them. Without HTTP and bus, which would hide the difference.
 */
export const registers: Row = async (bench) => {
  const store = EventStoreDbStore.connect(await bench.store());
  try {
    return await withSnapshots(async (snapshots) => {
      const lengths = bench.isQuick ? [100, 1_000] : [100, 10_000, 100_000];
      const books: Allocator[] = [];
      const first: string[] = [];
      for (const length of lengths) {
        const book = { agency: `H98.${length}`, series: 'outgoing', bookYear: 2026 };
        await new Seeds(store).register(book, length);
        const allocator = new Allocator(store, book, length);
        first.push(
          `${number(length)}: ${number(await allocator.firstAfterAStart(snapshots.of(register)))} ms`,
        );
        books.push(allocator);
      }
      const [short, ...long] = books.map(({ next }): Slice => async () => {
        return quantile(await timesOf(numbersPerSlice, next), 0.5);
      });
      const lines: Line[] = [];
      for (const [index, slice] of long.entries()) {
        const what = `the next number at register length ${number(lengths[index + 1] ?? 0)}, p50`;
        const row = { row: 'P6', what, unit: 'ms', against: 'length 100', wanted: '≤ 2 expected' };
        lines.push(comparedLine(row, await compared(slice, short as Slice, bench)));
      }
      const again: string[] = [];
      for (const [index, allocator] of books.entries()) {
        if (index === 0) continue;
        await allocator.midway();
        await snapshots.settled();
        const times: number[] = [];
        for (let start = 0; start < starts; start++)
          times.push(await allocator.firstAfterAStart(snapshots.of(register)));
        again.push(`${number(lengths[index] ?? 0)}: ${number(median(times))} ms`);
      }
      const what = 'the first number after a start';
      return [
        ...lines,
        { row: 'P6', what: `${what}: the register is folded`, value: first.join('; ') },
        {
          row: 'P6',
          what: `${what} with a snapshot, 500 since`,
          value: again.join('; '),
          wanted: '≤ 100 ms',
        },
      ];
    });
  } finally {
    await store.close();
  }
};

const median = (times: readonly number[]): number =>
  quantile(
    [...times].sort((a, b) => a - b),
    0.5,
  );

/** Who gives the numbers of one book. */
class Allocator {
  private cache = new StreamCache<RegisterState>({ streamsMax: 1 });
  private last: number;

  constructor(
    private readonly store: EventStore,
    private readonly book: Book,
    private readonly length: number,
  ) {
    this.last = length;
  }

  /** Milliseconds of the first number of a process that has nothing in memory. */
  async firstAfterAStart(kept: KeptStates<RegisterState>): Promise<number> {
    this.cache = new StreamCache({ streamsMax: 1, kept });
    const [cold = NaN] = await timesOf(1, this.next);
    return cold;
  }

  /** Goes on until half of what comes between two snapshots has come since the last one. */
  async midway(): Promise<void> {
    while ((this.last - this.length) % 1_000 !== 500) await this.next();
  }

  readonly next = async (): Promise<void> => {
    const { book, cache } = this;
    const at = new Date().toISOString();
    const command = { type: 'AllocateNumber', key: randomUUID(), officer: 'clerk', at, ...book } as const;
    const meta = metaOf(book.agency);
    const done = await transact(this.store, register, registerStream(book), command, meta, { cache });
    this.last += 1;
    if ('refused' in done || done.state.last !== this.last) throw new Error(`not number ${this.last}`);
  };
}
