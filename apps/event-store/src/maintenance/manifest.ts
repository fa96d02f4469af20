import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Refused } from './command';
import { flush } from './durable-file';
import { dataFileName } from './store-reader';

/** What a backup says of itself; it is written last, so that a folder without it is no backup. */
export interface Manifest {
  readonly kind: 'event-store-backup';
  readonly version: 1;
  /** ISO 8601 UTC. */
  readonly takenAt: string;
  /** The backup holds every event up to this position and none after it. */
  readonly lastPosition: number;
  readonly events: number;
  readonly streams: number;
  readonly storeFormat: number;
  readonly serverVersion: string;
  readonly file: { readonly name: typeof dataFileName; readonly bytes: number; readonly sha256: string };
}

const manifestName = 'manifest.json';

export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  const path = join(folder, manifestName);
  await writeFile(path, `${JSON.stringify(manifest, null, 2)}\n`);
  await flush(path);
}

/** Throws `Refused` when the folder is no finished backup. */
export async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, manifestName), 'utf8').catch((cause: unknown) => {
    throw new Refused(
      `${folder} holds no ${manifestName}, so it is no finished backup; name another folder`,
      {
        cause,
      },
    );
  });
  const manifest = parse(text);
  if (manifest?.kind !== 'event-store-backup' || manifest.version !== 1 || !isWhole(manifest)) {
    throw new Refused(
      `${join(folder, manifestName)} is not of a backup that this program knows; name another folder`,
    );
  }
  return manifest as Manifest;
}

function parse(text: string): Partial<Manifest> | undefined {
  try {
    return JSON.parse(text) as Partial<Manifest>;
  } catch {
    return undefined;
  }
}

function isWhole({ lastPosition, events, file }: Partial<Manifest>): boolean {
  const areNumbers = [lastPosition, events, file?.bytes].every(Number.isSafeInteger);
  return areNumbers && file?.name === dataFileName && /^[0-9a-f]{64}$/.test(file.sha256);
}
