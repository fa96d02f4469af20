import { join } from 'node:path';
import type { ContentStore } from './content-store';
import { FileContentStore } from './file-content-store';
import { sumHere } from './file-sums';
import { S3Bucket } from './s3-bucket';
import { S3ContentStore } from './s3-content-store';

/** The settings that say where contents are. */
export interface ContentSettings {
  readonly dataDir: string;
  readonly s3Bucket: string | undefined;
  readonly s3Url: string | undefined;
  readonly s3Region: string;
  readonly s3AccessKeyId: string | undefined;
  readonly s3SecretAccessKey: string | undefined;
}

/**
 * The bucket when one is named, else files in the data folder; `sumLarge` sums up files of more than one part.
 * @throws ContentStoreUnavailable
 */
export async function openContentStore(settings: ContentSettings, sumLarge = sumHere): Promise<ContentStore> {
  const folder = join(settings.dataDir, 'contents');
  const { s3Bucket, s3Url, s3Region, s3AccessKeyId, s3SecretAccessKey } = settings;
  if (s3Bucket === undefined) return FileContentStore.open(folder, sumLarge);
  const bucket = await S3Bucket.open({
    bucket: s3Bucket,
    region: s3Region,
    url: s3Url,
    accessKeyId: s3AccessKeyId,
    secretAccessKey: s3SecretAccessKey,
  });
  return S3ContentStore.open(bucket, join(folder, 'spool'), sumLarge);
}
