import type { ContentStore } from '@adapters/content-store';
import type { Log } from '@runtime';
import type { UploadQuotas } from './quota/upload-quotas';
import type { ResumableUploads } from './resumable/resumable-uploads';

export interface SweptPlaces {
  readonly contents: Pick<ContentStore, 'sweep'>;
  readonly resumable: Pick<ResumableUploads, 'sweep'>;
  readonly quotas: Pick<UploadQuotas, 'sweep'>;
}

const hourMs = 60 * 60 * 1000;

/**
 * Every hour removes uploads that no command named in time, and resumable ones that took too long. Ends with
 * `clearInterval`.
 */
export function sweepUploads(
  { contents, resumable, quotas }: SweptPlaces,
  hours: number,
  log: Log,
): NodeJS.Timeout {
  const sweep = async (): Promise<void> => {
    try {
      const { uploads, leftovers } = await contents.sweep(hours);
      const expired = await resumable.sweep();
      await quotas.sweep();
      if (uploads + leftovers + expired > 0)
        log.info({ uploads, leftovers, expired }, 'removed uploads that nobody named or finished');
    } catch (error) {
      log.error({ err: error }, 'uploads that nobody named could not be removed');
    }
  };
  return setInterval(() => void sweep(), hourMs).unref();
}
