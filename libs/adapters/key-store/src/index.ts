export { KeyStore } from './key-store';
export { FileKeyStore, restoredMark } from './file-key-store';
export { KeyErased, KeyStoreUnavailable, SealBroken, WrongMasterKey } from './failures';
export { seal, unseal } from './sealed';
