import { type ReadStore, sql } from '@adapters/read-store';
import { migrations } from '../../../apps/read-models/src/read-models.module';
import { projectUpTo } from '../../flows/rows-of';
import { Chronicle, Scribe } from '../../flows/scribe';

/** The agency whose inbox it is. */
export const reader = 'H98.1';
export const senders = Array.from({ length: 20 }, (_, index) => `H97.${index + 1}`);

const storeId = 'bench';
const begin = Date.UTC(2026, 0, 5, 1);
const batchSize = 1_000;
/** Few enough for the limit that the product sets to a statement. */
const rowsPerStatement = 20_000;

const acts = ['Báo cáo', 'Đề nghị', 'Hướng dẫn', 'Quyết định', 'Thông báo', 'Triển khai'];
const matters = ['giải ngân', 'đất đai', 'y tế', 'giáo dục', 'giao thông', 'nông nghiệp', 'dân cư'];
const subjectOf = (index: number): string =>
  `${acts[index % acts.length]} về ${matters[index % matters.length]} đợt ${index % 500}`;

/**
 * The inbox of one agency, of facts that went through the real projections, and then of rows that were copied. What
 * was projected is every state that a clerk meets: arrived, received, given to an officer, completed, refused.
 */
export class GreatInbox {
  private readonly chronicle = new Chronicle();
  private readonly scribe = new Scribe(this.chronicle, begin);
  private projected = 0;
  private sent = 0;

  private constructor(private readonly reads: ReadStore) {}

  static async open(reads: ReadStore): Promise<GreatInbox> {
    await reads.migrate(migrations);
    return new GreatInbox(reads);
  }

  /** Deliveries as the services would have recorded them. */
  async project(deliveries: number): Promise<void> {
    for (let index = 0; index < deliveries; index++) await this.deliver(this.sent++);
    const { events } = this.chronicle;
    for (; this.projected < events.length; this.projected += batchSize) {
      const batch = events.slice(this.projected, this.projected + batchSize);
      await projectUpTo(this.reads, storeId, batch);
    }
    this.projected = events.length;
  }

  /** Copies every document with its delivery and its words so often, each under a key and at a time of its own. */
  async multiply(times: number): Promise<void> {
    const { reads } = this;
    const [{ rows } = { rows: 0 }] = await reads.query<{ rows: number }>(
      sql`select count(*)::integer as rows from document`,
    );
    const step = Math.max(1, Math.floor(rowsPerStatement / rows));
    // One row of counts would be rewritten for each copy: they are counted once, below.
    await reads.query(sql`alter table document disable trigger user`);
    await reads.query(sql`alter table leg disable trigger user`);
    await reads.query(sql`create table original as select document_id from document`);
    for (let from = 1; from < times; from += step) {
      await this.copy(from, Math.min(times, from + step) - 1);
    }
    await reads.query(sql`drop table original`);
    await reads.query(sql`alter table document enable trigger user`);
    await reads.query(sql`alter table leg enable trigger user`);
    await reads.query(sql`delete from document_count`);
    await reads.query(sql`
      insert into document_count (agency, state, count)
        select agency, state, count(*) from document group by agency, state`);
    await reads.query(sql`delete from leg_count`);
    await reads.query(sql`
      insert into leg_count (recipient, arrived, state, count)
        select recipient, arrived_at is not null, state, count(*) from leg
        group by recipient, arrived_at is not null, state`);
  }

  private async copy(from: number, to: number): Promise<void> {
    for (const { table, key, time } of copied) {
      const columns = await this.columnsOf(table, [key, ...time]);
      const later = time.map((column) => shifted(column)).join(', ');
      const text = `
        insert into ${table} (${[key, ...time, ...columns].join(', ')})
        select md5(row.${key} || copy)::uuid::text, ${later}, ${columns.map((name) => `row.${name}`).join(', ')}
        from generate_series($1::integer, $2::integer) as copy
        cross join original join ${table} as row on row.${key} = original.document_id`;
      await this.reads.query({ text, values: [from, to] });
    }
  }

  private async columnsOf(table: string, without: readonly string[]): Promise<readonly string[]> {
    const found = await this.reads.query<{ name: string }>(sql`
      select column_name as name from information_schema.columns
      where table_name = ${table} order by ordinal_position`);
    return found.map(({ name }) => name).filter((name) => !without.includes(name));
  }

  private async deliver(index: number): Promise<void> {
    const from = senders[index % senders.length] as string;
    const { scribe } = this;
    const documentId = await scribe.issued(from, [reader], subjectOf(index));
    await scribe.arrive(documentId, reader);
    const fate = index % 10;
    if (fate === 0) return;
    if (fate === 1) return void (await scribe.refuse(documentId, reader));
    await scribe.accept(documentId, reader);
    if (fate > 3) await scribe.process(documentId, reader);
  }
}

const copied = [
  { table: 'document', key: 'document_id', time: ['drafted_at', 'issued_at'] },
  { table: 'leg', key: 'document_id', time: ['queued_at', 'arrived_at'] },
  { table: 'search_entry', key: 'found_id', time: ['at'] },
  { table: 'search_party', key: 'document_id', time: ['at'] },
];

/** Each copy lies 37 minutes after the one before, in the form in which the store writes instants. */
const shifted = (column: string): string =>
  `to_char((row.${column}::timestamptz + copy * interval '37 minutes') at time zone 'UTC',
    'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
