export { KeyStore } from './key-store';
export { openKeyStore, type KeySettings } from './open-key-store';
export { PostgresShelf } from './postgres-shelf';
export { elsewhereMark, markKeyName, restoredMark } from './shelf';
export { KeyErased, KeysElsewhere, KeyStoreUnavailable, SealBroken, WrongMasterKey } from './failures';
export { seal, unseal } from './sealed';
