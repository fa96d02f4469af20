import type { ContentStore } from '@adapters/content-store';
import type { Log } from '@runtime';

const hourMs = 60 * 60 * 1000;

/** Every hour removes uploads that no command named in time. Ends with `clearInterval`. */
export function sweepUploads(
  contents: Pick<ContentStore, 'sweep'>,
  hours: number,
  log: Log,
): NodeJS.Timeout {
  const sweep = async (): Promise<void> => {
    try {
      const { uploads, leftovers } = await contents.sweep(hours);
      if (uploads + leftovers > 0) log.info({ uploads, leftovers }, 'removed uploads that nobody named');
    } catch (error) {
      log.error({ err: error }, 'uploads that nobody named could not be removed');
    }
  };
  return setInterval(() => void sweep(), hourMs).unref();
}
