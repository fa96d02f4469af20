import { readdirSync, rmSync, statSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { FolderLock } from '../folder-lock';
import { defaultLine, waysOf } from '../server-ways';
import { type Command, counted, defaultFolder, parseWords, Refused, type Terminal } from './command';
import { flush, sha256Of } from './durable-file';
import { type Manifest, writeManifest } from './manifest';
import { dataFileName, fileBytes, StoreReader } from './store-reader';
import { searchFolder, whatIsThere } from './verify';

export const backup: Command = {
  summary: 'copy a store as it is at one moment, while its node runs or not',
  help: [
    'backup DIR [--data DIR]',
    '  Copies the store as it is at one moment between two commits, looks at every record of the copy, and names the',
    '  last position it holds. DIR must be new or empty; it appears under its name when all of it is on disk.',
    `  --data DIR   folder of the store; ${defaultFolder} by default`,
    '  Exit code 1 when the copy shows damage: no backup is left then.',
  ].join('\n'),

  async run(args, terminal) {
    const { words, values } = parseWords(args, ['DIR'], { data: { type: 'string', default: defaultFolder } });
    const target = resolve(words[0] ?? '');
    refuseUsed(target);
    // Copied beside its place and renamed when it is finished, so that half a backup never looks like one.
    const draft = `${target}.unfinished`;
    const lock = FolderLock.take(draft);
    try {
      await copyInto(draft, values.data);
      const manifest = await describe(draft, terminal);
      if (manifest === undefined) return 1;
      lock.release();
      await publish(draft, target);
      const { lastPosition, events } = manifest;
      terminal.say(`${target} holds ${counted(events, 'event')}, up to position ${lastPosition}`);
      return 0;
    } finally {
      lock.release();
      rmSync(draft, { recursive: true, force: true });
    }
  },
};

async function copyInto(draft: string, folder: string): Promise<void> {
  // What a backup left that was killed.
  for (const name of readdirSync(draft)) if (name !== 'node.lock') rmSync(join(draft, name));
  const reader = StoreReader.open(folder);
  await reader.copyInto(draft).finally(() => reader.close());
}

/** Throws `Refused` when there is anything in the folder. */
export function refuseUsed(folder: string): void {
  const stats = statSync(folder, { throwIfNoEntry: false });
  if (stats === undefined) return;
  if (!stats.isDirectory()) throw new Refused(`${folder} is a file; name a new or an empty folder`);
  if (readdirSync(folder).length > 0)
    throw new Refused(`${folder} is not empty; name a new or an empty folder`);
}

/** Looks at the copy itself, not at the store, and writes down what is in it; undefined when it is damaged. */
async function describe(draft: string, terminal: Terminal): Promise<Manifest | undefined> {
  const path = join(draft, dataFileName);
  await flush(path);
  const file = { name: dataFileName, bytes: fileBytes(draft), sha256: await sha256Of(path) } as const;
  const { damages, found } = await searchFolder(draft, terminal);
  rmSync(join(draft, 'lock.mdb'), { force: true });
  if (damages > 0 || found === undefined) {
    terminal.say('the store is damaged, no backup was made; restore it from an earlier one');
    return undefined;
  }
  terminal.tellProgress(`copied and looked at: ${whatIsThere(found)}`);
  const { events, streams, lastPosition, storeFormat } = found;
  const versions = { storeFormat, serverVersion: waysOf(defaultLine).version };
  const takenAt = new Date().toISOString();
  const manifest = {
    kind: 'event-store-backup',
    version: 1,
    takenAt,
    lastPosition,
    events,
    streams,
  } as const;
  await writeManifest(draft, { ...manifest, ...versions, file });
  return { ...manifest, ...versions, file };
}

async function publish(draft: string, target: string): Promise<void> {
  await flush(draft);
  await rename(draft, target);
  await flush(dirname(target));
}
