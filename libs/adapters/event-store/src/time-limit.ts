import { StoreUnavailable } from './failures';

/**
 * The result, or `StoreUnavailable` after `limitMs`. The client has no timer on its batch path and none on reads;
 * what it still answers later is dropped.
 */
export async function withinLimit<T>(
  operation: string,
  limitMs: number,
  result: Promise<T>,
  options: { readonly mayHaveWritten?: boolean } = {},
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    const failure = () => new StoreUnavailable(operation, `no answer within ${limitMs} ms`, options);
    timer = setTimeout(() => reject(failure()), limitMs);
  });
  try {
    return await Promise.race([result, tooLate]);
  } finally {
    clearTimeout(timer);
    result.catch(() => undefined);
  }
}
