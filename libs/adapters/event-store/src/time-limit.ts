import { StoreUnavailable } from './failures';

/**
 * The result, or `StoreUnavailable` after `limitMs`. The client has no timer on its batch path and none on reads;
 * what it still answers later is dropped.
 */
export function withinLimit<T>(
  operation: string,
  limitMs: number,
  result: Promise<T>,
  options: { readonly mayHaveWritten?: boolean } = {},
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const failure = () => new StoreUnavailable(operation, `no answer within ${limitMs} ms`, options);
    const timer = setTimeout(() => reject(failure()), limitMs);
    void result.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
