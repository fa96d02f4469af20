import { Pool } from 'pg';
import { KeyStoreUnavailable } from './failures';
import type { Shelf } from './shelf';

const connectionsMax = 4;
const limitMs = 5_000;
/** Any number, the same in every process: who makes the table has a turn. */
const turn = 7_205_115;

/** A row of its own for each name, in a PostgreSQL database of its own: for services on more than one machine. */
export class PostgresShelf implements Shelf {
  readonly place = 'the database of LIENTHONG_KEYS_URL';

  private constructor(private readonly pool: Pool) {}

  /** Makes its table when there is none. @throws KeyStoreUnavailable */
  static async open(url: string): Promise<PostgresShelf> {
    const pool = new Pool({
      connectionString: url,
      max: connectionsMax,
      connectionTimeoutMillis: limitMs,
      statement_timeout: limitMs,
      application_name: 'lienthong-keys',
      // The end of a process does not wait for idle connections.
      allowExitOnIdle: true,
    });
    // A connection that breaks while idle is replaced by the next statement.
    pool.on('error', () => undefined);
    const shelf = new PostgresShelf(pool);
    // One round trip, which is one transaction.
    await shelf.asked(
      `select pg_advisory_xact_lock(${turn});
       create table if not exists kept (name text collate "C" primary key, text text not null)`,
    );
    return shelf;
  }

  async read(name: string): Promise<string | undefined> {
    const [row] = await this.asked('select text from kept where name = $1', [name]);
    return row?.text;
  }

  async write(name: string, text: string): Promise<void> {
    await this.asked('insert into kept values ($1, $2) on conflict do nothing', [name, text]);
  }

  async replace(name: string, by: (before: string | undefined) => string): Promise<void> {
    for (;;) {
      const before = await this.read(name);
      const text = by(before);
      // Whoever changed it meanwhile is heard first: an erased key must not come back.
      const done =
        before === undefined
          ? await this.asked('insert into kept values ($1, $2) on conflict do nothing returning text', [
              ...[name, text],
            ])
          : await this.asked('update kept set text = $2 where name = $1 and text = $3 returning text', [
              ...[name, text, before],
            ]);
      if (done.length > 0) return;
    }
  }

  async remove(name: string): Promise<void> {
    await this.asked('delete from kept where name = $1', [name]);
  }

  /** Everything that lies there, so many at a time, by name: for a backup. */
  async *all(): AsyncGenerator<readonly [name: string, text: string]> {
    for (let after = ''; ;) {
      const rows = await this.asked('select name, text from kept where name > $1 order by name limit 1000', [
        after,
      ]);
      for (const { name, text } of rows) yield [name, text];
      const last = rows.at(-1);
      if (last === undefined) return;
      after = last.name;
    }
  }

  close(): Promise<void> {
    return this.pool.end();
  }

  private async asked(text: string, values?: readonly string[]): Promise<readonly Row[]> {
    try {
      const { rows = [] } = await this.pool.query<Row>(text, values && [...values]);
      return rows;
    } catch (error) {
      throw new KeyStoreUnavailable(this.place, { cause: error });
    }
  }
}

interface Row {
  readonly name: string;
  readonly text: string;
}
