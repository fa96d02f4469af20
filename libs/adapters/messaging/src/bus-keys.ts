import { createSecretKey, randomBytes, randomUUID } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { link, mkdir, open, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { BusKey, KeysAtHand } from './signing';

/** The file gives no keys. A retry does not help: the message says what to do. */
export class BusKeysUnusable extends Error {
  override readonly name = 'BusKeysUnusable';
  constructor(
    readonly path: string,
    readonly problem: string,
    options?: ErrorOptions,
  ) {
    super(`the keys of the bus in ${path} cannot be used: ${problem}`, options);
  }
}

const lineForm = /^([A-Za-z0-9_-]{1,32}) ([0-9a-fA-F]{64})$/;
const linesMax = 2;
/** Two lines are shorter. Bytes. */
const fileBytesMax = 256;
const made =
  'write one line `<name of the key> <64 hex digits>`, as `echo "k1 $(openssl rand -hex 32)"` makes it';

/** The keys in the text of a file, or what is wrong with it, which never repeats any of it. */
function busKeysIn(text: string): readonly BusKey[] | { readonly problem: string } {
  const lines = text.replace(/\r?\n$/, '').split(/\r?\n/);
  if (text.trim() === '') return { problem: `it holds nothing; ${made}` };
  if (lines.length > linesMax)
    return {
      problem: `it holds more than ${linesMax} lines; keep the key that signs, first, and the one before`,
    };
  const keys: BusKey[] = [];
  for (const [index, line] of lines.entries()) {
    const [, id, hex] = lineForm.exec(line) ?? [];
    if (id === undefined || hex === undefined) return { problem: `line ${index + 1} is no key; ${made}` };
    keys.push({ id, secret: createSecretKey(hex, 'hex') });
  }
  const [first, second] = keys;
  if (first === undefined || second === undefined) return keys;
  if (first.id === second.id) return { problem: 'both keys have one name; give each its own' };
  if (first.secret.equals(second.secret)) return { problem: 'both lines hold one key; make a new one' };
  return keys;
}

const problems: Readonly<Record<string, string>> = {
  ENOENT:
    'it is not there; `npm start` makes one in its data folder, elsewhere LIENTHONG_BUS_KEYS_FILE names the one file ' +
    'that all processes of the installation are given',
  EACCES: 'it may not be read; give it to the user that runs this process',
  ELOOP: 'it is a link to nowhere; name the file itself',
};

/**
 * Reads the file once.
 * @throws BusKeysUnusable when it is missing, malformed, or open to others: `isOpenToOthers`.
 */
export async function readBusKeys(path: string): Promise<KeysAtHand> {
  return { current: await keysOf(path) };
}

async function keysOf(path: string): Promise<readonly BusKey[]> {
  const found = busKeysIn(await textOf(path));
  if ('problem' in found) throw new BusKeysUnusable(path, found.problem);
  return found;
}

async function textOf(path: string): Promise<string> {
  // A pipe in its place would be waited for without end.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(
    (error: NodeJS.ErrnoException) => {
      const problem = problems[error.code ?? ''] ?? `it cannot be read (${error.code})`;
      throw new BusKeysUnusable(path, problem, { cause: error });
    },
  );
  try {
    const found = await file.stat();
    if (!found.isFile()) throw new BusKeysUnusable(path, 'it is no file; name one');
    if (isOpenToOthers(found, thisProcess())) throw new BusKeysUnusable(path, openToOthers(path, found));
    if (found.size > fileBytesMax) throw new BusKeysUnusable(path, `it is too long; ${made}`);
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}

interface Whose {
  readonly uid: number;
  readonly groups: readonly number[];
}

const thisProcess = (): Whose => ({ uid: process.geteuid?.() ?? 0, groups: process.getgroups?.() ?? [] });

/** What is mounted from elsewhere is root's, and readable for who runs the process by a group it was given for that. */
export function isOpenToOthers(
  { mode, uid, gid }: Pick<Stats, 'mode' | 'uid' | 'gid'>,
  reader: Whose,
): boolean {
  const isMounted = uid === 0 && reader.uid !== 0 && reader.groups.includes(gid);
  return (mode & (isMounted ? 0o037 : 0o077)) !== 0;
}

const openToOthers = (path: string, { mode }: Stats): string =>
  `others than its owner may use it (mode ${(mode & 0o777).toString(8).padStart(3, '0')}); chmod 600 ${path}, or, ` +
  'where it is mounted, have it be of root and of a group of this process, which may read it (mode 440)';

/** Makes a file with one new key, for its owner alone; one that is there stays as it is. */
export async function makeBusKeys(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, `k1 ${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flush: true });
  try {
    // Whole once it has its name; of two that start at once the first one's counts.
    await link(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

export interface BusKeysTold {
  /** Names of the keys that count from now on, the one that signs first. */
  readonly onRead?: (ids: readonly string[]) => void;
  /** The file was changed and gives no keys; those of before go on counting. */
  readonly onUnusable?: (error: BusKeysUnusable) => void;
  /** Milliseconds between two looks at the file. Default 2,000. */
  readonly everyMs?: number;
}

/** The keys of a file, read again whenever it changes. */
export class BusKeys implements KeysAtHand {
  private looking: Promise<void> = Promise.resolve();
  private readonly timer: NodeJS.Timeout;

  private constructor(
    private readonly path: string,
    private keys: readonly BusKey[],
    /** How the file looked when it was read last. */
    private seen: string,
    private readonly told: BusKeysTold,
  ) {
    // Looked at in turn: a file that is mounted from elsewhere, or exchanged in its folder, tells of no change.
    const look = (): void => void (this.looking = this.looking.then(() => this.look()));
    this.timer = setInterval(look, told.everyMs ?? 2_000).unref();
  }

  /** @throws BusKeysUnusable */
  static async open(path: string, told: BusKeysTold = {}): Promise<BusKeys> {
    const seen = await lookOf(path);
    return new BusKeys(path, await keysOf(path), seen, told);
  }

  get current(): readonly BusKey[] {
    return this.keys;
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.looking;
  }

  private async look(): Promise<void> {
    const seen = await lookOf(this.path);
    if (seen === this.seen) return;
    // Before it is read: what changes meanwhile looks different the next time.
    this.seen = seen;
    try {
      this.keys = await keysOf(this.path);
      this.told.onRead?.(this.keys.map(({ id }) => id));
    } catch (error) {
      this.told.onUnusable?.(error instanceof BusKeysUnusable ? error : unread(this.path, error));
    }
  }
}

const unread = (path: string, cause: unknown): BusKeysUnusable =>
  new BusKeysUnusable(path, 'it cannot be read', { cause });

/** Another text for each state of the file, whatever was done to it. */
const lookOf = (path: string): Promise<string> =>
  stat(path, { bigint: true }).then(
    ({ ino, mtimeNs, ctimeNs, size, mode }) => [ino, mtimeNs, ctimeNs, size, mode].join(' '),
    (error: NodeJS.ErrnoException) => String(error.code),
  );
