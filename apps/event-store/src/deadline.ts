import { AppendTimedOut } from './wire-errors';

/** Longest delay of a Node timer, in ms; a later deadline is as good as this one. */
const timerMaxMs = 2_147_483_647;

/** Rejects with `AppendTimedOut` when the work is not done in time; the work itself goes on. */
export function within<T>(remainingMs: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new AppendTimedOut()), Math.min(remainingMs, timerMaxMs));
    work.then(
      (value) => {
        clearTimeout(timer);
        resolve(value);
      },
      (error: unknown) => {
        clearTimeout(timer);
        reject(error instanceof Error ? error : new Error(String(error)));
      },
    );
  });
}
