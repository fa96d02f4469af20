import type { Passing } from '@contracts';

/** The database did not answer. A retry may help. */
export class ReadStoreUnavailable extends Error implements Passing {
  override readonly name = 'ReadStoreUnavailable';
  readonly passes = true;
  constructor(options?: ErrorOptions) {
    const { cause } = options ?? {};
    const reason = cause instanceof Error && cause.message !== '' ? `: ${cause.message}` : '';
    super(`the database of the read models does not answer${reason}; try again`, options);
  }
}

/** An applied migration was changed afterwards. A retry does not help: put the file back, and write a new one. */
export class MigrationChanged extends Error {
  override readonly name = 'MigrationChanged';
  constructor(readonly file: string) {
    super(
      `the migration ${file} was applied and has changed since: put it back and write a new file, ` +
        'or delete the read models',
    );
  }
}

/** A newer program made these tables. A retry does not help: start that version, or delete the read models. */
export class TablesAhead extends Error {
  override readonly name = 'TablesAhead';
  constructor(readonly file: string) {
    super(
      `the tables of the read models were made by a newer version of this program (${file}): ` +
        'start that version, or delete the read models and let this one build them again',
    );
  }
}
