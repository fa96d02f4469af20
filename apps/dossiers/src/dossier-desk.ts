import { Injectable } from '@nestjs/common';
import type { Caller, Message, Metadata, Nothing, Refused, Subject } from '@contracts';
import type { DossierEvent } from '@domain/dossier';
import type { LegKey } from '@domain/leg';
import { Clock, commandMeta, type Desk, type Doing, doing, entityId } from '@runtime';
import { ActOnDossier, type DossierRecorded } from './dossier.command-handler';
import type { AskedOfDossier } from './gathering';
import { ActOnLeg, type AskedOfLeg } from './legs/leg.command-handler';

/** Which officer of which agency acts, when; and the way to a dossier. */
export interface AtDossiers {
  readonly agency: string;
  readonly officer: string;
  readonly at: string;
  readonly now: string;
  readonly meta: Metadata;
  readonly caller: Caller;
  /** Id of something the act creates, the same for the same command. */
  readonly newId: (kind: string) => string;
  readonly on: {
    (dossierId: string, asked: AskedOfDossier): Doing<Nothing>;
    <A>(dossierId: string, asked: AskedOfDossier, answer: A): Doing<A>;
  };
  readonly onLeg: (key: LegKey, asked: AskedOfLeg) => Doing<Nothing>;
  /** Where the answer is said by what was recorded, now or when the command was first accepted. */
  readonly told: <A>(
    dossierId: string,
    asked: AskedOfDossier,
    answer: (events: readonly DossierEvent[]) => A,
  ) => Doing<A>;
}

type RecordedFacts = Exclude<DossierRecorded, Refused>;

@Injectable()
export class DossierDesk implements Desk<AtDossiers> {
  constructor(private readonly clock: Clock) {}

  by(subject: Subject, message: Message, caller: Caller): Promise<AtDossiers> {
    const { meta, commandId, at } = commandMeta(caller, subject, message, this.clock);
    const { agency, officer } = caller.actor;
    const on = (dossierId: string, asked: AskedOfDossier, answer: object = {}): Doing<never> =>
      doing(new ActOnDossier(dossierId, asked, meta, caller), () => answer as never);
    const onLeg: AtDossiers['onLeg'] = ({ dossierId, order }, asked) =>
      doing(new ActOnLeg({ dossierId, order }, asked, meta, caller));
    const told: AtDossiers['told'] = (dossierId, asked, answer) =>
      doing(new ActOnDossier(dossierId, asked, meta, caller), ({ events }: RecordedFacts) => answer(events));
    const newId = (kind: string): string => entityId(commandId, kind);
    const who = { agency, officer, at, now: this.clock.now(), meta, caller };
    return Promise.resolve({ ...who, newId, on, onLeg, told });
  }
}
