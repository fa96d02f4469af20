import { constants, existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { copyFile, rename } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { FolderLock, holderOf } from '../folder-lock';
import { refuseUsed } from './backup';
import { type Command, parseWords, Refused, type Terminal } from './command';
import { flush, sha256Of } from './durable-file';
import { type Manifest, readManifest } from './manifest';
import { renewHistory } from './renewed-history';
import { dataFileName } from './store-reader';
import { searchFolder, whatIsThere } from './verify';

export const restore: Command = {
  summary: 'make a store from a backup',
  help: [
    'restore DIR --data TARGET',
    '  Checks the backup in DIR against its manifest, copies it to TARGET, and looks at every record there. The store of',
    '  an installation begins a new epoch: position tokens of what came after the backup are refused from then on.',
    '  --data TARGET   folder of the new store; new or empty',
    '  Exit code 1 when the backup is not what its manifest says: TARGET stays empty then.',
  ].join('\n'),

  async run(args, terminal) {
    const { words, values } = parseWords(args, ['DIR'], { data: { type: 'string' } });
    const [from = ''] = words;
    if (values.data === undefined) throw new Refused('--data TARGET is missing; --help shows the call');
    const target = resolve(values.data);
    const manifest = await readManifest(from);
    refuseHeld(target);
    refuseUsed(target);
    const source = join(from, dataFileName);
    if (!(await isAsWritten(source, manifest, terminal))) return 1;
    const lock = FolderLock.take(target);
    try {
      const isSound = await copyAndLook(source, target, manifest, terminal);
      if (!isSound) empty(target);
      return isSound ? 0 : 1;
    } catch (error) {
      empty(target);
      throw error;
    } finally {
      lock.release();
    }
  },
};

function refuseHeld(target: string): void {
  const holder = holderOf(target);
  if (holder === undefined) return;
  throw new Refused(
    `${target} is the folder of a running node (process ${holder.pid}); name a new or an empty one`,
  );
}

async function isAsWritten(path: string, { file }: Manifest, terminal: Terminal): Promise<boolean> {
  const found = existsSync(path) ? statSync(path).size : 0;
  if (found === file.bytes && (await sha256Of(path)) === file.sha256) return true;
  const size = found === file.bytes ? '' : ` (${found} bytes where ${file.bytes} belong)`;
  terminal.say(`damage: ${path} is not what was backed up${size}; take another backup`);
  return false;
}

/** The node finds the data file whole or not at all: it gets its name when it is on disk and checked. */
async function copyAndLook(source: string, target: string, manifest: Manifest, terminal: Terminal) {
  const draft = join(target, `${dataFileName}.restoring`);
  await copyFile(source, draft, constants.COPYFILE_FICLONE);
  await flush(draft);
  if (!(await isAsWritten(draft, manifest, terminal))) return false;
  await rename(draft, join(target, dataFileName));
  await flush(target);
  await flush(dirname(target));
  const { damages, found } = await searchFolder(target, terminal);
  if (damages > 0 || found === undefined) return false;
  if (found.lastPosition !== manifest.lastPosition || found.events !== manifest.events) {
    terminal.say(`damage: the manifest says ${manifest.events} events, the store has ${whatIsThere(found)}`);
    return false;
  }
  terminal.say(`${target} holds ${whatIsThere(found)}`);
  const epoch = await renewHistory(target, manifest.lastPosition);
  if (epoch !== undefined) {
    terminal.say(
      `epoch ${epoch} begins after position ${manifest.lastPosition}; what was recorded later is lost`,
    );
  }
  return true;
}

function empty(target: string): void {
  for (const name of readdirSync(target)) {
    if (name !== 'node.lock') rmSync(join(target, name), { recursive: true, force: true });
  }
}
