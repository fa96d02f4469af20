export { ContentStore } from './content-store';
export { FileContentStore, type Swept } from './file-content-store';
export {
  ContentDamaged,
  ContentMissing,
  ContentStoreUnavailable,
  HashMismatch,
  NotAnAddress,
  TooLarge,
  UploadCut,
} from './failures';
