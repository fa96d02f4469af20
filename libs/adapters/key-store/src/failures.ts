import type { Passing } from '@contracts';

/** The key of this id was erased, and what it sealed with it. A retry does not help. */
export class KeyErased extends Error {
  override readonly name = 'KeyErased';
  constructor(readonly kid: string) {
    super(`the key ${kid} was erased; what it sealed cannot be read again`);
  }
}

/** Where the keys lie refuses: full, read-only, away. Trying again helps once an operator has mended it. */
export class KeyStoreUnavailable extends Error implements Passing {
  override readonly name = 'KeyStoreUnavailable';
  readonly passes = true;
  constructor(place: string, options?: ErrorOptions) {
    super(`the key store cannot work on ${place}; look at it and its free space, then try again`, options);
  }
}

/** The master key is not the one these keys were wrapped with, or is missing. A retry does not help. */
export class WrongMasterKey extends Error {
  override readonly name = 'WrongMasterKey';
  constructor(masterKeyFile: string, keysPlace: string, options?: ErrorOptions) {
    super(
      `${masterKeyFile} does not open the keys in ${keysPlace}: bring back the master key they were made with ` +
        `(LIENTHONG_MASTER_KEY_FILE), or personal data stays unreadable`,
      options,
    );
  }
}

/** Two places for keys at once, or none where there were some: personal data would be sealed by two sets of keys. */
export class KeysElsewhere extends Error {
  override readonly name = 'KeysElsewhere';
  constructor(folder: string, where: 'folder' | 'database') {
    const found =
      where === 'folder'
        ? 'holds keys and LIENTHONG_KEYS_URL names a database: remove the setting, or bring the keys into it with'
        : 'says that the keys lie in a database, and LIENTHONG_KEYS_URL is not set: set it, or bring them back with';
    super(`${folder} ${found} \`npm run keys -- backup\` and \`npm run keys -- restore\``);
  }
}

/** What was sealed is not what the key sealed: damaged, moved from elsewhere, or another key's. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken';
  constructor(kid: string, options?: ErrorOptions) {
    super(
      `what key ${kid} sealed cannot be opened: it is damaged or stands where it was not sealed`,
      options,
    );
  }
}
