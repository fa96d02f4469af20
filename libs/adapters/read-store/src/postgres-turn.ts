import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';

/** How often who waits for the turn asks for it, and who has it says that it lives, milliseconds. */
const askMs = 500;
/** A session that says nothing for so long is ended by the server, so a frozen holder loses the turn, milliseconds. */
const silenceMs = 3_000;
const answerLimitMs = 2_500;
/** Ours among the advisory locks of a database; the other half of the key is the schema. */
const lockClass = 8_216_473;
const noSuchSetting = '42704';

/**
 * The advisory lock of one session. It is the server's word that nobody else holds it: it ends with the session,
 * however that ends. A pooler that shares sessions between clients breaks it: give the server's own address.
 */
export class PostgresTurn {
  private readonly loss = new AbortController();
  private readonly ended = new AbortController();

  private constructor(private readonly client: Client) {
    client.once('error', () => this.loss.abort());
    client.once('end', () => this.loss.abort());
    void this.sayThatItLives();
  }

  /** @returns nothing when the signal aborts first. @throws what the server or the way to it throws. */
  static async take(url: string, signal: AbortSignal): Promise<PostgresTurn | undefined> {
    const client = new Client({
      connectionString: url,
      application_name: 'lienthong-read-models-turn',
      connectionTimeoutMillis: answerLimitMs,
      query_timeout: answerLimitMs,
      keepAlive: true,
    });
    // Told by the statement that is under way; without a listener it would end the process.
    client.on('error', () => undefined);
    try {
      await client.connect();
      await endWhenSilent(client);
      while (!signal.aborted) {
        if (await isOurs(client)) return new PostgresTurn(client);
        await pause(askMs, undefined, { signal }).catch(() => undefined);
      }
    } catch (error) {
      void client.end().catch(() => undefined);
      throw error;
    }
    await client.end();
    return undefined;
  }

  get lost(): AbortSignal {
    return this.loss.signal;
  }

  async end(): Promise<void> {
    this.ended.abort();
    await this.client.end().catch(() => undefined);
  }

  private async sayThatItLives(): Promise<void> {
    const { signal } = this.ended;
    try {
      for (;;) {
        await pause(askMs, undefined, { signal, ref: false });
        await this.client.query('select 1');
      }
    } catch {
      this.loss.abort();
      if (!signal.aborted) await this.end();
    }
  }
}

async function isOurs(client: Client): Promise<boolean> {
  const answer = await client.query<{ ours: boolean }>(
    'select pg_try_advisory_lock($1, hashtext(current_schema()::text)) as ours',
    [lockClass],
  );
  return answer.rows[0]?.ours === true;
}

/** Servers before 14 cannot: there a frozen holder keeps the turn until its connection breaks. */
async function endWhenSilent(client: Client): Promise<void> {
  try {
    await client.query(`set idle_session_timeout = ${silenceMs}`);
  } catch (error) {
    if ((error as { code?: string }).code !== noSuchSetting) throw error;
  }
}
