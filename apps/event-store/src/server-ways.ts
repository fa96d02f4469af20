/** The lines of the real server whose ways differ in what a client sees; every later one behaves as the last. */
export const serverLines = ['23.10', '24.2'] as const;

export type ServerLine = (typeof serverLines)[number];

/** Where the lines differ. A node has the ways of one line from its start to its end. */
export interface ServerWays {
  readonly line: ServerLine;
  /** What the node tells as its version. */
  readonly version: string;
  /** A live subscriber that is slower than what waits for it: ended, or led back to reading pages. */
  readonly slowSubscriber: 'is ended' | 'falls behind';
  /** A stream that is absent, or deleted, when its subscriber begins elsewhere than at the end. */
  readonly absentStream: 'is waited for before anything is told' | 'is caught up with at once';
  /** A subscription that begins at the end of a tombstoned stream. */
  readonly endOfTombstoned: 'is confirmed and silent' | 'is refused';
  /** A place of `$all` at which no event begins. */
  readonly noPlace: {
    readonly ofRead: 'Error' | 'InvalidPosition';
    readonly ofSubscription: 'fails before it is confirmed' | 'is refused after it is confirmed';
  };
  /** A subscription to `$all` that begins beyond its end: as if at it, or silent until the log has grown so far. */
  readonly beyondEnd: 'is the end' | 'is waited for';
  /** Going live after reading, a filtered subscription is told its place, be it "before the start". */
  readonly tellsCheckpointOnGoingLive: boolean;
}

const ways: Readonly<Record<ServerLine, ServerWays>> = {
  '23.10': {
    line: '23.10',
    version: '23.10.0',
    slowSubscriber: 'is ended',
    absentStream: 'is waited for before anything is told',
    endOfTombstoned: 'is confirmed and silent',
    noPlace: { ofRead: 'Error', ofSubscription: 'fails before it is confirmed' },
    beyondEnd: 'is the end',
    tellsCheckpointOnGoingLive: false,
  },
  '24.2': {
    line: '24.2',
    version: '24.2.0',
    slowSubscriber: 'falls behind',
    absentStream: 'is caught up with at once',
    endOfTombstoned: 'is refused',
    noPlace: { ofRead: 'InvalidPosition', ofSubscription: 'is refused after it is confirmed' },
    beyondEnd: 'is waited for',
    tellsCheckpointOnGoingLive: true,
  },
};

export const defaultLine: ServerLine = '24.2';

export const waysOf = (line: ServerLine): ServerWays => ways[line];

export const isServerLine = (text: string): text is ServerLine =>
  (serverLines as readonly string[]).includes(text);
