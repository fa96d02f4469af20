/** The only source of the present. Folds and deciders never ask it. */
export abstract class Clock {
  /** ISO 8601 UTC with milliseconds: `YYYY-MM-DDTHH:mm:ss.sssZ`. */
  abstract now(): string;
}

export class SystemClock extends Clock {
  now(): string {
    return new Date().toISOString();
  }
}
