import type { Configuration } from '@runtime';

/** What the settings say of forms. */
export class FormsSaid {
  constructor(readonly settings: Pick<Configuration, 'publicUrl' | 'formNumbers'>) {}
}
