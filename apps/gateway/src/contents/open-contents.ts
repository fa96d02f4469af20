import { join } from 'node:path';
import { type ContentStore, openContentStore } from '@adapters/content-store';
import { type Configuration, FileSums, type Log, type Metrics } from '@runtime';
import { DiskReserve } from './quota/disk-reserve';
import { UploadGate } from './quota/upload-gate';
import { UploadQuotas } from './quota/upload-quotas';
import { ResumableUploads } from './resumable/resumable-uploads';
import { UnfinishedUploads } from './resumable/unfinished-uploads';
import { Scrubber } from './scrubber';
import { sweepUploads } from './sweep-uploads';
import { Uploads } from './uploads';

/** Everything of the edge that works on files. */
export interface Contents {
  readonly contents: ContentStore;
  readonly sums: FileSums;
  readonly uploads: Uploads;
  readonly quotas: UploadQuotas;
  readonly resumable: ResumableUploads;
  readonly scrubber: Scrubber;
}

/** @throws ContentStoreUnavailable */
export async function openContents(
  configuration: Configuration,
  log: Log,
  metrics: Metrics,
): Promise<Contents> {
  const { dataDir, contentBytesMax: bytesMax, uploadHours, scrubBytesPerSecond } = configuration;
  const sums = new FileSums(configuration, metrics, log);
  const contents = await openContentStore(configuration, sums.sum);
  const { uploadQuotaBytes, officerUploadsMax, diskReserveBytes, diskReservePercent } = configuration;
  const folder = join(dataDir, 'contents');
  const unfinished = await UnfinishedUploads.open(join(folder, 'resumable'));
  const expirationMs = uploadHours * 60 * 60 * 1000;
  const gate = new UploadGate({
    quotas: new UploadQuotas({
      folder: join(folder, 'senders'),
      contents,
      unfinishedOf: (sender) => unfinished.begunBy(sender),
      bytesMax: uploadQuotaBytes,
      unfinishedMax: officerUploadsMax,
    }),
    reserve: new DiskReserve({ folder, bytes: diskReserveBytes, percent: diskReservePercent }),
    bytesPerSecondMin: configuration.uploadBytesPerSecondMin,
    metrics,
  });
  return {
    contents,
    sums,
    quotas: gate.quotas,
    uploads: new Uploads(contents, bytesMax, gate),
    resumable: await ResumableUploads.open({ unfinished, contents, bytesMax, expirationMs, gate }),
    scrubber: new Scrubber({ contents, bytesPerSecond: scrubBytesPerSecond, log, metrics }),
  };
}

/** Keeps the files in order from now on. The result ends that. */
export function tendContents(parts: Contents, incomingHours: number, log: Log): () => Promise<void> {
  const sweeping = sweepUploads(parts, incomingHours, log);
  parts.scrubber.start();
  return async () => {
    clearInterval(sweeping);
    await parts.scrubber.stop();
  };
}
