import { constants } from 'node:fs';
import { access, chown, lchown, readdir, stat } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';

/** Nobody's account, which owns nothing that anyone else works with. */
const nobody = 65_534;

/** Under which account a program runs, and as which words of a command line. */
export interface Account {
  /** What the folders it writes to must belong to; absent where it runs as whoever started this process. */
  readonly owner?: number;
  /** The words that start a program with its arguments. */
  command(program: string, args: readonly string[]): readonly [string, ...string[]];
}

/** Without the first of them `access()` would not count the capability, and programs ask it for their neighbours. */
const letThrough = [
  '--securebits=+no_setuid_fixup',
  '--inh-caps=-all,+dac_override',
  '--ambient-caps=-all,+dac_override',
];

/**
 * PostgreSQL refuses to run as root: started by root it runs as nobody. Where a folder above what it needs is closed to
 * others, such as the home of root, it is let through by the one capability for that and by nothing else.
 * @throws when that takes `setpriv` and this machine has none
 */
export async function accountFor(needed: readonly string[]): Promise<Account> {
  if (process.getuid?.() !== 0) return { command: (program, args) => [program, ...args] };
  const setpriv = await programOnPath('setpriv');
  if (setpriv === undefined) {
    throw new Error('as root it runs under another account, which takes setpriv (util-linux): install it');
  }
  const isOpen = (await Promise.all(needed.map(isOpenToOthers))).every(Boolean);
  const become = [`--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups', '--no-new-privs'];
  if (!isOpen) become.push(...letThrough);
  return { owner: nobody, command: (program, args) => [setpriv, ...become, '--', program, ...args] };
}

async function programOnPath(name: string): Promise<string | undefined> {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/bin', '/sbin', '/bin'];
  for (const file of folders.filter((folder) => folder !== '').map((folder) => join(folder, name))) {
    if (await isThere(file)) return file;
  }
  return undefined;
}

const isThere = (file: string): Promise<boolean> =>
  access(file, constants.X_OK).then(
    () => true,
    () => false,
  );

/** Whether nobody may go to a file or a folder: through every folder above, and into it. */
async function isOpenToOthers(path: string): Promise<boolean> {
  const { mode, uid } = await stat(path);
  const isEntered = uid === nobody ? (mode & 0o100) !== 0 : (mode & 0o005) === 0o005;
  return isEntered && (path === dirname(path) || isOpenToOthers(dirname(path)));
}

/**
 * What a program is told besides its words. Whoever runs under the same account may read it, so nothing of the settings
 * and secrets of this process is passed on.
 */
export function environmentWith(libraries: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const plain = Object.entries(process.env).filter(([name]) => /^(PATH|HOME|TMPDIR|LC_.+)$/.test(name));
  return { ...Object.fromEntries(plain), LC_ALL: 'C', TZ: 'UTC', ...libraries };
}

/** Gives a folder with all it holds to an account. */
export async function giveTo({ owner }: Account, folder: string): Promise<void> {
  if (owner === undefined) return;
  await chown(folder, owner, owner);
  const within = await readdir(folder, { withFileTypes: true, recursive: true });
  for (const entry of within) await lchown(join(entry.parentPath, entry.name), owner, owner);
}
