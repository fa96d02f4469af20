/** Where the keys lie, each under a name; what lies there is wrapped already. */
export interface Shelf {
  /** For messages: where an operator looks. Holds no secret. */
  readonly place: string;

  /** @throws KeyStoreUnavailable, as all of these do. */
  read(name: string): Promise<string | undefined>;

  /** Durable when it resolves. The first one to write a name has written it; whoever comes later changes nothing. */
  write(name: string, text: string): Promise<void>;

  /**
   * Puts another text in place of what stands under a name, or of nothing; `by` may be asked more than once and may
   * throw. What stood there is overwritten as far as the place can do so.
   */
  replace(name: string, by: (before: string | undefined) => string): Promise<void>;

  remove(name: string): Promise<void>;
}

export const markKeyName = 'mark-key';
/** Stands in every backup, so that whoever opens a copy knows that it is one. */
export const restoredMark = 'restored';
/** Stands in the folder while the keys lie in a database, so that no start makes others here. */
export const elsewhereMark = 'elsewhere';
