import { Injectable } from '@nestjs/common';
import { type Caller, isBrought, type Metadata } from '@contracts';
import { localDate } from '@domain/codes';
import type { Outcome } from '@runtime';
import { Directory } from './directory';

export interface Covering {
  /** Who is away. */
  readonly coverFor?: string;
}

/** A command that only the officer may give on whose desk something lies. */
interface OnDesk<E, S> {
  readonly officer: string;
  readonly at: string;
  readonly meta: Metadata;
  readonly caller: Caller;
  /** What another officer is refused with. */
  readonly refused: string;
  /** On whose desk it lies. */
  readonly holder: () => Promise<string | undefined>;
  readonly attempt: (meta: Metadata, covering: Covering) => Promise<Outcome<E, S>>;
}

/**
 * Leave cover: what lies on the desk of an officer who is away may be done by the colleague to whom the directory says
 * that desk is lent on the local day of the act. The directory is asked only where the officer may not act as such.
 */
@Injectable()
export class LeaveCover {
  constructor(private readonly directory: Directory) {}

  async attempt<E, S>(asked: OnDesk<E, S>): Promise<Outcome<E, S>> {
    const { meta, attempt, refused } = asked;
    const own = await attempt(meta, {});
    if (!('refused' in own) || own.refused !== refused || isBrought(asked.caller)) return own;
    const holder = await asked.holder();
    if (holder === undefined || !(await this.covers(holder, asked))) return own;
    return attempt({ ...meta, onBehalfOf: meta.onBehalfOf ?? holder }, { coverFor: holder });
  }

  private async covers(
    holder: string,
    { officer, at, caller }: Pick<OnDesk<unknown, unknown>, 'officer' | 'at' | 'caller'>,
  ): Promise<boolean> {
    const asked = { cover: officer, onDate: localDate(at) };
    return (await this.directory.coveredBy(caller.actor.agency, asked, caller)).includes(holder);
  }
}
