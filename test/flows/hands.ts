import type { Clock } from '@runtime';

/** The system's time, unless a test sets the hands. */
export class Hands implements Clock {
  set: string | undefined;
  now(): string {
    return this.set ?? new Date().toISOString();
  }
}
