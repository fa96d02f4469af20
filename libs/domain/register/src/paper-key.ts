const prefix = 'paper-';

/** What a number of a book is for when its document exists on paper only: the id of its entry. */
export const paperKey = (entryId: string): string => `${prefix}${entryId}`;

/** The entry a key of a book stands for, when that document exists on paper only. */
export const paperEntryOfKey = (key: string): string | undefined =>
  /^paper-[0-9a-f-]{36}$/.test(key) ? key.slice(prefix.length) : undefined;
