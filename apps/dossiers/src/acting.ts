import { Injectable } from '@nestjs/common';
import { type Caller, isBrought, type Refused } from '@contracts';
import { localDate } from '@domain/codes';
import { Directory } from './directory';

interface Attempt {
  readonly at: string;
  readonly caller: Caller;
  /** Asked only where the officer may not act as such. */
  readonly standing: () => Promise<Standing>;
}

/** Whose turn it is as the dossier or leg stands; nothing of one that is not there. */
export interface Standing {
  readonly turn?: string;
  /** Agencies through which one that is not known to the own agency is known. */
  readonly parties?: readonly string[];
}

/** What an agency is refused with when it is the turn of another. */
const ofAnother: readonly string[] = [
  'not-found',
  'not-the-holder',
  'not-the-recipient',
  'not-the-giver',
  'not-the-consulted',
  'not-with-your-agency',
  'only-the-one-stop',
  'not-the-lead',
];

/**
 * The one place that says for which agency an officer acts on a dossier or a leg: the one of the token, or a closed
 * agency that it follows. The directory is asked only where the officer may not act as such, so that an act of the own
 * costs nothing.
 */
@Injectable()
export class ActingFor {
  constructor(private readonly directory: Directory) {}

  /** The closed agency whose turn it is, or through which it is known; nothing when the refusal stands. */
  async turnBehind({ refused }: Refused, { at, caller, standing }: Attempt): Promise<string | undefined> {
    if (isBrought(caller) || !ofAnother.includes(refused)) return undefined;
    const { agency } = caller.actor;
    const closed = await this.directory.predecessorsOf(agency, localDate(at), caller);
    if (closed.length === 0) return undefined;
    const { turn, parties = [] } = await standing();
    if (turn !== undefined && closed.includes(turn)) return turn;
    return refused === 'not-found' ? closed.find((code) => parties.includes(code)) : undefined;
  }
}
