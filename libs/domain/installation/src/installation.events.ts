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

/** More kinds of facts are told to agencies, and numbered, from here on: those of a newer release. */
interface PublicMappingExtended {
  readonly type: 'PublicMappingExtended';
  readonly data: {
    /** CloudEvents types, each named once in the stream. */
    readonly types: readonly string[];
    readonly at: string;
  };
}

export type InstallationEvent = InstallationOpened | HistoryRenewed | PublicMappingExtended;
