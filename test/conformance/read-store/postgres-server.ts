import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { type PostgresPrograms, PostgresUnavailable, providePostgres } from './postgres-programs';

const execute = promisify(execFile);
const logLinesKept = 20;

/** PostgreSQL takes Ctrl-C and the like itself; this shell ends it when whoever started it is gone. */
const guard = `
exec 3<&0 </dev/null
"$@" 3<&- & server=$!
( read -r _ <&3; kill -INT "$server" 2>/dev/null ) & watcher=$!
wait "$server"; code=$?
kill "$watcher" 2>/dev/null
exit "$code"`;

interface Identity {
  readonly uid: number;
  readonly gid: number;
}

/** A PostgreSQL server of the test's own, in a folder of its own, on a unix socket: no port and no password. */
export class PostgresServer {
  private running: ChildProcess | undefined;

  private constructor(
    private readonly folder: string,
    private readonly programs: PostgresPrograms,
    private readonly identity: Identity | undefined,
    private readonly settings: readonly string[],
  ) {}

  /** Without settings of one's own it does not sync: whoever measures takes that back. @throws PostgresUnavailable */
  static async create(settings: readonly string[] = ['fsync=off']): Promise<PostgresServer> {
    const found = await providePostgres();
    const folder = await mkdtemp(join(tmpdir(), 'lienthong-postgres-'));
    try {
      const identity = await identityFor(folder);
      const programs = identity === undefined ? found : await reachable(found, folder);
      const server = new PostgresServer(folder, programs, identity, settings);
      await server.initialise();
      await server.start();
      return server;
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /** `DATABASE_URL` of one of its databases. */
  urlOf(database: string): string {
    return `postgres://test@/${database}?host=${encodeURIComponent(this.folder)}`;
  }

  /** Resolves when the server says that it takes connections. */
  async start(): Promise<void> {
    const settings = ['listen_addresses=', `unix_socket_directories=${this.folder}`, ...this.settings];
    const args = ['-D', this.data, ...settings.flatMap((setting) => ['-c', setting])];
    const command = ['-c', guard, 'postgres-guard', join(this.programs.folder, 'postgres'), ...args];
    const child = spawn('/bin/sh', command, { ...this.spawnOptions, stdio: ['pipe', 'ignore', 'pipe'] });
    this.running = child;
    const lastLines: string[] = [];
    await new Promise<void>((resolve, reject) => {
      createInterface({ input: child.stderr }).on('line', (line) => {
        lastLines.splice(0, Math.max(0, lastLines.push(line) - logLinesKept));
        if (line.includes('ready to accept connections')) resolve();
      });
      child.once('exit', () => reject(new PostgresUnavailable(`it ended at once: ${lastLines.join('\n')}`)));
    });
  }

  /** Ends every connection and the server; resolves when it is gone. */
  async stop(): Promise<void> {
    const child = this.running;
    if (child === undefined) return;
    this.running = undefined;
    const gone = once(child, 'exit');
    child.stdin?.end();
    await gone;
  }

  async remove(): Promise<void> {
    await this.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  private get data(): string {
    return join(this.folder, 'data');
  }

  private get spawnOptions() {
    const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC', ...this.programs.env };
    return { cwd: this.folder, env, ...this.identity };
  }

  private async initialise(): Promise<void> {
    const cluster = ['-D', this.data, '-U', 'test', '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync'];
    try {
      await execute(join(this.programs.folder, 'initdb'), cluster, this.spawnOptions);
    } catch (cause) {
      throw new PostgresUnavailable(`initdb failed: ${(cause as { stderr?: string }).stderr ?? cause}`, {
        cause,
      });
    }
  }
}

/** PostgreSQL refuses to run as root: it runs as nobody then, in a folder that is nobody's. */
async function identityFor(folder: string): Promise<Identity | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const [uid = NaN, gid = NaN] = await Promise.all(
    ['-u', '-g'].map(async (what) => Number((await execute('id', [what, 'nobody'])).stdout)),
  );
  await chown(folder, uid, gid);
  await chmod(folder, 0o755);
  return { uid, gid };
}

/** Another user may not enter root's cache: the unpacked programs are copied to where it may. */
async function reachable(programs: PostgresPrograms, folder: string): Promise<PostgresPrograms> {
  const { unpacked } = programs;
  if (unpacked === undefined) return programs;
  const copy = join(folder, 'programs');
  await cp(unpacked, copy, { recursive: true, verbatimSymlinks: true });
  const libraries = programs.env['LD_LIBRARY_PATH'] ?? '';
  return {
    folder: join(copy, relative(unpacked, programs.folder)),
    unpacked: copy,
    env: { LD_LIBRARY_PATH: libraries.replaceAll(unpacked, copy) },
  };
}
