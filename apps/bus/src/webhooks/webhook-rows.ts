import { type ReadStore, sql, type SqlStatement } from '@adapters/read-store';

/** How far one webhook came. */
export interface CursorRow {
  readonly webhookId: string;
  readonly starts: number;
  readonly runs: number;
  readonly number: number;
  readonly eventId: string | null;
  readonly tries: number;
  readonly failingSince: string | null;
  readonly nextAt: string | null;
  readonly trials: number;
}

/** What became of one message so far. */
export interface DeliveryRow {
  readonly webhookId: string;
  /** Absent of a challenge or a test. */
  readonly number: number | null;
  readonly eventId: string;
  readonly type: string;
  readonly tries: number;
  readonly taken: boolean;
  readonly outcome: string;
  readonly tookMs: number;
  /** From its recording to the end of the last try. */
  readonly delayMs: number;
  readonly at: string;
}

const deliveriesKept = 100;
const trialsKept = 10;

/** The tables of the bus: where it stands, and what it told of late. */
export class WebhookRows {
  private noted = new Map<string, SqlStatement>();
  private writing: Promise<void> | undefined;

  /** @param onFailed the database did not take what was noted: whoever writes on would go on without it */
  constructor(
    private readonly reads: ReadStore,
    private readonly onFailed: (error: unknown) => void = () => undefined,
  ) {}

  cursors(): Promise<readonly CursorRow[]> {
    return this.reads.query<CursorRow>(sql`
      select webhook_id as "webhookId", starts, runs, number, event_id as "eventId", tries,
             failing_since as "failingSince", next_at as "nextAt", trials
      from webhook_cursor`);
  }

  /** Newest first. */
  deliveries(webhookId: string, max: number): Promise<readonly DeliveryRow[]> {
    return this.reads.query<DeliveryRow>(sql`
      select webhook_id as "webhookId", number, event_id as "eventId", type, tries, taken, outcome,
             took_ms as "tookMs", delay_ms::float8 as "delayMs", at
      from webhook_delivery where webhook_id = ${webhookId} order by at desc, slot desc limit ${max}`);
  }

  async cursor(webhookId: string): Promise<CursorRow | undefined> {
    const [row] = await this.reads.query<CursorRow>(sql`
      select webhook_id as "webhookId", starts, runs, number, event_id as "eventId", tries,
             failing_since as "failingSince", next_at as "nextAt", trials
      from webhook_cursor where webhook_id = ${webhookId}`);
    return row;
  }

  /** Soon, together with what else is noted meanwhile; a crash before that repeats what was sent since. */
  note(cursor: CursorRow, delivery?: DeliveryRow): void {
    this.noted.set(cursor.webhookId, cursorWritten(cursor));
    if (delivery !== undefined) {
      const slot = slotOf(cursor, delivery);
      this.noted.set(`${cursor.webhookId} ${slot}`, deliveryWritten(delivery, slot));
    }
    this.writing ??= this.write();
  }

  /** Nothing of a webhook that ended. */
  forget(webhookId: string): void {
    this.noted.set(webhookId, sql`delete from webhook_cursor where webhook_id = ${webhookId}`);
    this.writing ??= this.write();
  }

  /** Resolves when everything noted so far is written, or could not be. */
  async settled(): Promise<void> {
    await this.writing;
  }

  private async write(): Promise<void> {
    // What is noted in this turn of the loop goes together.
    await new Promise<void>((resolve) => setImmediate(resolve));
    try {
      while (this.noted.size > 0) {
        const statements = [...this.noted.values()];
        this.noted = new Map();
        await this.reads.write(statements);
      }
    } catch (error) {
      this.onFailed(error);
    } finally {
      this.writing = undefined;
    }
  }
}

const slotOf = ({ trials }: CursorRow, { number }: DeliveryRow): number =>
  number === null ? deliveriesKept + (trials % trialsKept) : number % deliveriesKept;

const cursorWritten = (row: CursorRow): SqlStatement => sql`
  insert into webhook_cursor values (${row.webhookId}, ${row.starts}, ${row.runs}, ${row.number}, ${row.eventId},
    ${row.tries}, ${row.failingSince}, ${row.nextAt}, ${row.trials})
  on conflict (webhook_id) do update set starts = excluded.starts, runs = excluded.runs, number = excluded.number,
    event_id = excluded.event_id, tries = excluded.tries, failing_since = excluded.failing_since,
    next_at = excluded.next_at, trials = excluded.trials`;

const deliveryWritten = (row: DeliveryRow, slot: number): SqlStatement => sql`
  insert into webhook_delivery values (${row.webhookId}, ${slot}, ${row.number}, ${row.eventId}, ${row.type},
    ${row.tries}, ${row.taken}, ${row.outcome}, ${row.tookMs}, ${row.delayMs}, ${row.at})
  on conflict (webhook_id, slot) do update set number = excluded.number, event_id = excluded.event_id,
    type = excluded.type, tries = excluded.tries, taken = excluded.taken, outcome = excluded.outcome,
    took_ms = excluded.took_ms, delay_ms = excluded.delay_ms, at = excluded.at`;
