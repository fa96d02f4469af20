import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { identify, isRunning, type ProcessIdentity } from './process-identity';
import { StartRefused } from './start-refused';

interface Holder {
  readonly supervisor: ProcessIdentity;
  /** What the supervisor started: after its sudden death these may still be ending. */
  readonly children: readonly ProcessIdentity[];
}

// Children end within 8 s of their supervisor's death; a start right after it waits for them instead of failing.
const orphansLimitMs = 12_000;
const pollMs = 50;

/** The one supervisor of a data folder: `lock` in the folder names it. */
export class FolderLock {
  private constructor(
    private readonly file: string,
    private holder: Holder,
  ) {}

  /**
   * Takes the folder, also from a supervisor that has died. Throws `StartRefused` naming the pid when one is running.
   */
  static async take(folder: string): Promise<FolderLock> {
    const file = join(folder, 'lock');
    const holder: Holder = { supervisor: identify(process.pid), children: [] };
    while (!(await placed(file, holder))) {
      const current = await read(file);
      if (current === undefined) continue;
      if (isRunning(current.supervisor)) throw locked(folder, current.supervisor.pid);
      await orphansGone(folder, current);
      await removeDead(file, current);
    }
    return new FolderLock(file, holder);
  }

  /** Writes down which processes belong to this supervisor now. */
  async note(pids: readonly number[]): Promise<void> {
    this.holder = { ...this.holder, children: pids.map(identify) };
    const next = `${this.file}.${process.pid}`;
    await writeFile(next, JSON.stringify(this.holder), { mode: 0o600 });
    await rename(next, this.file);
  }

  async release(): Promise<void> {
    await rm(this.file, { force: true });
  }
}

// The lock appears together with its content: nobody ever reads one that does not say whose it is.
async function placed(file: string, holder: Holder): Promise<boolean> {
  const mine = `${file}.${process.pid}`;
  await writeFile(mine, JSON.stringify(holder), { mode: 0o600 });
  try {
    await link(mine, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(mine, { force: true });
  }
}

async function read(file: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Holder;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new StartRefused(
      `${file} is damaged: make sure that no other start uses the folder, delete it, start again`,
    );
  }
}

async function orphansGone(folder: string, { children }: Holder): Promise<void> {
  const deadline = Date.now() + orphansLimitMs;
  for (;;) {
    const orphan = children.find(isRunning);
    if (!orphan) return;
    if (Date.now() > deadline) {
      throw new StartRefused(
        `${folder} is still used by process ${orphan.pid} of an earlier start: ` +
          `end it (kill ${orphan.pid}), start again`,
      );
    }
    await pause(pollMs);
  }
}

// Two starts may meet the same dead holder: only what is proved to be the dead one's lock is thrown away.
async function removeDead(file: string, dead: Holder): Promise<void> {
  const aside = `${file}.${process.pid}.dead`;
  try {
    await rename(file, aside);
    const taken = await read(aside);
    if (taken?.supervisor.pid !== dead.supervisor.pid) await link(aside, file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'EEXIST') throw error;
  } finally {
    await rm(aside, { force: true });
  }
}

function locked(folder: string, pid: number): StartRefused {
  return new StartRefused(
    `${folder} is in use by process ${pid}: stop that one (Ctrl-C there, or kill ${pid}), ` +
      'or choose another with --data DIR',
  );
}
