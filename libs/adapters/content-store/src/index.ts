export { ContentStore, type ByteRange, type Received, type ReceiveLimits, type Swept } from './content-store';
export { FileContentStore } from './file-content-store';
export { makeFolder, syncFolder, writeSynced } from './durable-files';
export {
  ContentDamaged,
  ContentMissing,
  ContentStoreUnavailable,
  HashMismatch,
  NotAnAddress,
  TooLarge,
  UploadCut,
} from './failures';
