import { hostname } from 'node:os';
import { version } from './version';

/** One run of a program. Of several that share a name it says which one answered. */
export interface Instance {
  /** `<host>/<pid>` */
  readonly instance: string;
  readonly version: string;
  /** Instant. */
  readonly startedAt: string;
}

export const thisInstance: Instance = {
  instance: `${hostname()}/${process.pid}`,
  version,
  startedAt: new Date(performance.timeOrigin).toISOString(),
};
