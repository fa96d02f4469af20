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
    const timer = setTimeout(() => reject(noAnswer(operation, limitMs, options)), limitMs);
    const answered = (value: T): void => {
      clearTimeout(timer);
      resolve(value);
    };
    const failed = (error: Error): void => {
      clearTimeout(timer);
      reject(error);
    };
    result.then(answered, failed);
  });
}

export const noAnswer = (
  operation: string,
  limitMs: number,
  options: { readonly mayHaveWritten?: boolean } = {},
): StoreUnavailable => new StoreUnavailable(operation, `no answer within ${limitMs} ms`, options);
