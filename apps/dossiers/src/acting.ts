import { Injectable } from '@nestjs/common';
import { EventStore, stateOf } from '@adapters/event-store';
import { type Caller, isBrought, type Refused } from '@contracts';
import { localDate } from '@domain/codes';
import { dossier, dossierStream, turnOf } from '@domain/dossier';
import { Directory } from './directory';
import type { AskedOfDossier } from './gathering';

interface Turn {
  readonly dossierId: string;
  readonly asked: AskedOfDossier;
  readonly caller: Caller;
}

/** What an agency is refused with when it is the turn of another. */
const ofAnother: readonly string[] = [
  'not-found',
  'not-the-holder',
  'not-the-recipient',
  'not-the-giver',
  'not-the-consulted',
  'only-the-one-stop',
  'not-the-lead',
];

/**
 * The one place that says for which agency an officer acts on a dossier: the one of the token, or a closed agency that
 * it follows. The directory is asked only where the officer may not act as such, so that an act of the own costs
 * nothing.
 */
@Injectable()
export class ActingFor {
  constructor(
    private readonly store: EventStore,
    private readonly directory: Directory,
  ) {}

  /** The closed agency whose turn it is, or through which the dossier is known; nothing when the refusal stands. */
  async turnBehind({ refused }: Refused, { dossierId, asked, caller }: Turn): Promise<string | undefined> {
    if (isBrought(caller) || !ofAnother.includes(refused)) return undefined;
    const { agency } = caller.actor;
    const closed = await this.directory.predecessorsOf(agency, localDate(asked.at), caller);
    if (closed.length === 0) return undefined;
    const { state } = await stateOf(this.store, dossier, dossierStream(dossierId));
    if (state.status === 'absent') return undefined;
    const turn = turnOf(asked, state);
    if (closed.includes(turn)) return turn;
    return refused === 'not-found' ? closed.find((code) => state.parties.includes(code)) : undefined;
  }
}
