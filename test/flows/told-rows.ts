import type { StoredEvent } from '@adapters/event-store';
import type { ReadStore } from '@adapters/read-store';
import type { Page, PageQuery, QueryReply } from '@contracts';
import { Terms } from '@domain/calendar';
import { type Clock, configuration } from '@runtime';
import { AgencyNames } from '../../apps/read-models/src/asking/agency-names';
import { Desks } from '../../apps/read-models/src/asking/desks';
import { Parties } from '../../apps/read-models/src/asking/parties';
import { openedStand, startOver } from '../../apps/read-models/src/projector/rows-stand';
import { projections } from '../../apps/read-models/src/questions';
import { migrations } from '../../apps/read-models/src/read-models.module';
import { openDatabase, type OpenedDatabase, openLimitMs } from '../databases/database';
import { projectUpTo } from './rows-of';
import { Chronicle, Scribe } from './scribe';

const storeId = '5d0f6a52-1111-4222-8333-944455556666';
const begin = '2026-11-22T09:00:00.000Z';

/** The rows of what a scribe tells, on a real database, and what asking them needs. */
export class ToldRows {
  reads!: ReadStore;
  parties!: Parties;
  desks!: Desks;
  names!: AgencyNames;
  /** Empty before each test. */
  chronicle = new Chronicle();
  scribe = new Scribe(this.chronicle);
  /** Of whoever asks; tests move it on. */
  now = begin;
  readonly clock: Clock = { now: () => this.now };

  constructor(readonly terms: Terms = Terms.of(configuration({}))) {}

  /** Describes everything of `parts` on the database of this run. */
  onDatabase(parts: Readonly<Record<string, () => void>>): void {
    describe('on PostgreSQL', () => {
      let opened: OpenedDatabase;
      beforeAll(async () => {
        opened = await openDatabase();
        this.reads = opened.reads;
        this.parties = new Parties(this.reads, this.clock);
        this.desks = new Desks(this.reads, this.clock);
        this.names = new AgencyNames(this.reads, this.clock);
        await this.reads.migrate(migrations);
        await openedStand(this.reads, storeId);
      }, openLimitMs);
      afterAll(() => opened.close());
      beforeEach(() => this.anew());
      for (const [name, part] of Object.entries(parts)) describe(name, part);
    });
  }

  /** No facts and no rows. */
  async anew(): Promise<void> {
    await startOver(this.reads, projections);
    this.now = begin;
    this.chronicle = new Chronicle();
    this.scribe = new Scribe(this.chronicle);
  }

  /** Everything the scribe wrote is in the rows, each event as `seen` has it. */
  async projected(seen = (event: StoredEvent, _index: number): StoredEvent => event): Promise<void> {
    await projectUpTo(this.reads, storeId, this.chronicle.events.map(seen));
  }
}

export function answered<A>(reply: QueryReply<A>): A {
  if (!reply.ok) throw new Error(`refused: ${JSON.stringify(reply)}`);
  return reply.answer;
}

/** All rows of a list, two at a time, each seen once. */
export async function paged<Row>(ask: (page: PageQuery) => Promise<QueryReply<Page<Row>>>): Promise<Row[]> {
  const rows: Row[] = [];
  let page: PageQuery = { limit: 2 };
  for (;;) {
    const answer = answered(await ask(page));
    expect(answer.rows.length).toBeLessThanOrEqual(2);
    rows.push(...answer.rows);
    if (answer.next === undefined) return rows;
    page = { limit: 2, cursor: answer.next };
  }
}
