import { randomUUID } from 'node:crypto';
import { dossier, type DossierCommand, dossierStream } from '@domain/dossier';
import { leg, type LegCommand, legStream } from '@domain/leg';
import { legs } from '../transitions/leg-examples';
import { linked } from '../transitions/linked-examples';
import { rules, staged, submittedFor } from '../transitions/staged-examples';
import { type Chronicle, metaOf } from './scribe';

const { open, openUpward, openClosed, openStrict, take, giveBack, deliver, deliverDocument, refuse } = legs;
const { lack, propose, agree, declare, close, pause, resume, restart, recompute } = legs;

/** What becomes of the first leg of a dossier, and what of the dossier then. */
const ways: readonly (readonly [first: readonly LegCommand[], then: readonly DossierCommand[]])[] = [
  [[open, take, deliver], [linked.consolidate]],
  [[openStrict, take, deliverDocument], [linked.consolidate]],
  [[openUpward, take, deliver], []],
  [[open, take, refuse], [linked.refuse]],
  [[open, giveBack, close], [linked.goOn]],
  [[open, declare, propose, agree], []],
  [[openClosed, propose, agree], []],
  [[open, take, pause, resume, deliver], []],
  [[open, recompute, pause, restart], []],
  [
    [open, take, lack],
    [linked.ask, staged.submit, staged.agree],
  ],
];

/** Interlinked dossiers, each leg on another way. */
export async function everyWayOfALeg(chronicle: Chronicle): Promise<void> {
  for (const [first, then] of ways) {
    const dossierId = randomUUID();
    const onDossier = async (command: DossierCommand) => {
      const begun = command.type === 'SubmitDossier' ? { ...command, dossierId } : command;
      const done = await chronicle.commit(dossier, dossierStream(dossierId), begun, metaOf(legs.oneStop));
      if ('refused' in done) throw new Error(`${command.type} was refused: ${done.refused}`);
    };
    for (const command of [...submittedFor(rules), linked.fix]) await onDossier(command);
    for (const command of first) {
      const own = command.type === 'OpenLeg' ? { ...command, dossierId } : command;
      const stream = legStream({ dossierId, order: 1 });
      const done = await chronicle.commit(leg, stream, own, metaOf(legs.oneStop));
      if ('refused' in done) throw new Error(`${command.type} was refused: ${done.refused}`);
    }
    for (const command of then) await onDossier(command);
  }
}
