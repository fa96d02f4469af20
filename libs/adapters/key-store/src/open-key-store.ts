import { join } from 'node:path';
import { KeysElsewhere } from './failures';
import { FileShelf } from './file-shelf';
import type { KeyStore } from './key-store';
import { PostgresShelf } from './postgres-shelf';
import { elsewhereMark, markKeyName } from './shelf';
import { WrappedKeyStore } from './wrapped-key-store';

/** The settings that say where keys are. */
export interface KeySettings {
  readonly dataDir: string;
  readonly keysUrl: string | undefined;
  readonly masterKeyFile: string | undefined;
}

/**
 * The database when one is named, else files in the data folder. A folder that holds keys takes no database beside it,
 * and one whose keys lie in a database makes none of its own.
 * @throws WrongMasterKey; KeysElsewhere; KeyStoreUnavailable
 */
export async function openKeyStore({ dataDir, keysUrl, masterKeyFile }: KeySettings): Promise<KeyStore> {
  const folder = new FileShelf(join(dataDir, 'keys'));
  const masterKey = masterKeyFile ?? join(dataDir, 'master.key');
  const isElsewhere = (await folder.read(elsewhereMark)) !== undefined;
  if (keysUrl === undefined) {
    if (isElsewhere) throw new KeysElsewhere(folder.place, 'database');
    return WrappedKeyStore.open(folder, masterKey);
  }
  if ((await folder.read(markKeyName)) !== undefined) throw new KeysElsewhere(folder.place, 'folder');
  const store = await WrappedKeyStore.open(await PostgresShelf.open(keysUrl), masterKey);
  if (!isElsewhere) await folder.write(elsewhereMark, 'the keys lie in the database of LIENTHONG_KEYS_URL\n');
  return store;
}
