export type InstallationEvent = {
  readonly type: 'InstallationOpened';
  readonly data: {
    /** Lower-case UUID: tells this store from every other one in position tokens. */
    readonly storeId: string;
    readonly at: string;
  };
};
