import { join } from 'node:path';
import { openContentStore, type ContentStore } from '@adapters/content-store';
import type { Configuration, Log, Metrics } from '@runtime';
import { ResumableUploads } from './resumable/resumable-uploads';
import { UnfinishedUploads } from './resumable/unfinished-uploads';
import { Scrubber } from './scrubber';
import { sweepUploads } from './sweep-uploads';
import { Uploads } from './uploads';

/** Everything of the edge that works on files. */
export interface Contents {
  readonly contents: ContentStore;
  readonly uploads: Uploads;
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
  const contents = await openContentStore(configuration);
  const unfinished = await UnfinishedUploads.open(join(dataDir, 'contents', 'resumable'));
  const expirationMs = uploadHours * 60 * 60 * 1000;
  return {
    contents,
    uploads: new Uploads(contents, bytesMax),
    resumable: await ResumableUploads.open({ unfinished, contents, bytesMax, expirationMs }),
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
