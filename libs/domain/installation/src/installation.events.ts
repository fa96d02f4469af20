interface InstallationOpened {
  readonly type: 'InstallationOpened';
  readonly data: {
    /** Lower-case UUID: tells this store from every other one in position tokens. */
    readonly storeId: string;
    readonly at: string;
  };
}

/** The store has another history from here on: it was brought back from a backup, or lost what was read of it. */
export interface HistoryRenewed {
  readonly type: 'HistoryRenewed';
  readonly data: {
    /** 2 and up: the first epoch needs no fact. */
    readonly epoch: number;
    /** Commit position in decimal digits: up to here what was told of earlier epochs still holds. */
    readonly after: string;
    readonly at: string;
  };
}

export type InstallationEvent = InstallationOpened | HistoryRenewed;
