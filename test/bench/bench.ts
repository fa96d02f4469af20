import type { House } from './house';
import type { Measuring } from './pairs';
import type { Line } from './table';

/** How much a row takes, where it was said; each row has a size of its own and a short one. */
export interface Sizes {
  /** GiB of the file that goes up and down. */
  readonly gib?: number;
  /** Events of the store that is started on. */
  readonly events?: number;
  /** Of a steady load. */
  readonly minutes?: number;
}

/** What a row works with. */
export interface Bench extends Measuring {
  readonly isQuick: boolean;
  readonly sizes: Sizes;
  /** The house, started when the first row asks for it. */
  house(): Promise<House>;
  /** URL of an embedded node on disk that nobody else works with: what W is measured against. */
  bareNode(): Promise<string>;
  /** URL of the store that a row measures: the one that was given, or the same embedded node. */
  store(): Promise<string>;
  /** The store that was given by `--store`; rows that start the embedded node themselves cannot use it. */
  readonly given: string | undefined;
  /** A PostgreSQL server that syncs every commit to disk; URL of a database in it. */
  postgres(): Promise<string>;
  /** A line for whoever watches. */
  say(text: string): void;
}

export type Row = (bench: Bench) => Promise<readonly Line[]>;
