import { Injectable } from '@nestjs/common';
import { type Refused, refusedBy } from '@contracts';
import { KnownAgencies } from './known-agencies';
import { Tokens } from './tokens';

/** What follows the store, and reads on when it is asked to. */
type Following = Pick<KnownAgencies, 'see' | 'isParkedAt'>;

/** Reads on until what a caller was told is seen. */
@Injectable()
export class Freshness {
  constructor(
    private readonly agencies: KnownAgencies,
    private readonly tokens: Tokens,
  ) {}

  /** Nothing when everything up to the token is known; else why the question cannot be answered. */
  async missing(after: string | undefined, known: Following = this.agencies): Promise<Refused | undefined> {
    if (after === undefined) return undefined;
    const commit = this.tokens.commitIn(after);
    if (commit === undefined) {
      return refusedBy('request', 'malformed', [{ pointer: '/body/after', detail: 'is no position' }]);
    }
    if (typeof commit !== 'bigint') return commit;
    if (!(await known.see(commit))) return refusedBy('position', 'not-visible-yet');
    return (await known.isParkedAt(commit)) ? refusedBy('position', 'parked') : undefined;
  }
}
