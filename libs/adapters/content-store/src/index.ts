export { ContentStore, type ByteRange, type Inspected, type Received, type Uploaded } from './content-store';
export { FileContentStore } from './file-content-store';
export { sumThread, type SumFile } from './file-sums';
export { readBytes, Summing, type Sums } from './part-list';
export { openContentStore, type ContentSettings } from './open-content-store';
export { S3Bucket, type BucketAddress } from './s3-bucket';
export { S3ContentStore } from './s3-content-store';
export { WriteBehind } from './write-behind';
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
