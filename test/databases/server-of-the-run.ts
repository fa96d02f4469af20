import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PostgresServer } from '../conformance/read-store/postgres-server';

interface Run {
  readonly folder: string;
  readonly door: Server;
  /** Only once somebody asked: most runs of a single spec need no database. */
  server?: Promise<PostgresServer>;
}

const running = globalThis as { databasesOfTheRun?: Run };

/** What every spec of a run may ask for the address of one PostgreSQL server: see `openDatabase`. */
export default async function begin(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'lienthong-databases-'));
  const door = createServer((socket) => {
    run.server ??= PostgresServer.create({ fsync: 'off', max_connections: '200' });
    const answer = run.server.then(
      (server) => ({ url: server.urlOf('postgres') }),
      (error: Error) => ({ failed: error.message }),
    );
    void answer.then((found) => socket.end(JSON.stringify(found)));
    socket.on('error', () => undefined);
  });
  const run: Run = { folder, door };
  const path = join(folder, 'door');
  await new Promise<void>((resolve) => door.listen(path, resolve));
  door.unref();
  process.env['TEST_DATABASES_DOOR'] = path;
  running.databasesOfTheRun = run;
}

/** Ends the server of the run, if anybody asked for it. */
export async function end(): Promise<void> {
  const run = running.databasesOfTheRun;
  if (run === undefined) return;
  run.door.close();
  await (await run.server?.catch(() => undefined))?.remove();
  await rm(run.folder, { recursive: true, force: true });
}
