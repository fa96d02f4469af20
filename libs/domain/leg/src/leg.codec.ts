import {
  conventions,
  idOfStream,
  legEnds,
  numberedDocument,
  periodUnits,
  routeModes,
  streamNameOf,
  supplementClocks,
} from '@domain/codes';
import { codecOf, flag, listOf, oneOf, shape, text, whole } from '@domain/decider';
import type { LegEvent } from './leg.events';

const ofLeg = { dossierId: text, order: whole, agency: text, oneStop: text, lead: text, at: text };
const ofOfficer = { ...ofLeg, officer: text };
const plan = {
  ...{ mode: oneOf(...routeModes), task: text, convention: oneOf(...conventions) },
  ...{ time: shape({ amount: whole, unit: oneOf(...periodUnits) }), mandatory: flag, plannedDueAt: text },
};
const planMore = { next: text, input: text, monitor: text, resultDocument: flag };
const resultMore = { symbol: text, document: numberedDocument };
const deadline = { dueAt: text, calendarVersion: text };

/** These names are the stored format: versions are added, never changed. */
export const legCodec = codecOf<LegEvent>({
  LegOpened: { name: 'LegOpened.v1', schema: shape({ ...ofLeg, ...plan, ...deadline }, planMore) },
  LegNotOpened: { name: 'LegNotOpened.v1', schema: shape({ ...ofLeg, ...plan }, planMore) },
  LegMonitoringShared: { name: 'LegMonitoringShared.v1', schema: shape({ ...ofLeg, monitor: text }) },
  LegAccepted: { name: 'LegAccepted.v1', schema: shape(ofOfficer) },
  LegReturned: { name: 'LegReturned.v1', schema: shape({ ...ofOfficer, reason: text }) },
  LegResultDelivered: {
    name: 'LegResultDelivered.v1',
    schema: shape({ ...ofOfficer, sha256: text, to: listOf(text) }, resultMore),
  },
  LegResultReturnedDown: {
    name: 'LegResultReturnedDown.v1',
    schema: shape({ ...ofOfficer, sha256: text }, resultMore),
  },
  LegRefused: { name: 'LegRefused.v1', schema: shape({ ...ofOfficer, reason: text }) },
  LegOverdueDeclared: { name: 'LegOverdueDeclared.v1', schema: shape({ ...ofLeg, ...deadline }) },
  LegSupplementProposed: {
    name: 'LegSupplementProposed.v1',
    schema: shape({ ...ofOfficer, wanting: listOf(shape({ key: text, detail: text })), reason: text }),
  },
  LegPaused: { name: 'LegPaused.v1', schema: shape({ ...ofLeg, since: text }) },
  LegResumed: {
    name: 'LegResumed.v1',
    schema: shape({ ...ofLeg, since: text, resumedAt: text, clock: oneOf(...supplementClocks) }),
  },
  LegDeadlineRecomputed: {
    name: 'LegDeadlineRecomputed.v1',
    schema: shape(
      { ...ofLeg, ...deadline, before: text, startedAt: text },
      { revision: shape({ version: whole, source: text }) },
    ),
  },
  LegReroutingProposed: {
    name: 'LegReroutingProposed.v1',
    schema: shape({ ...ofOfficer, to: text, reason: text }),
  },
  LegRerouted: {
    name: 'LegRerouted.v1',
    schema: shape({ ...ofOfficer, to: text, reason: text, ...deadline }),
  },
  LegClosed: { name: 'LegClosed.v1', schema: shape({ ...ofLeg, end: oneOf(...legEnds) }) },
});

/** One agency's part of one dossier: its place in the route stays, whichever agency has it. */
export interface LegKey {
  readonly dossierId: string;
  readonly order: number;
}

export const legStream = ({ dossierId, order }: LegKey): string =>
  streamNameOf('leg', `${dossierId}.${order}`);

export function legOfStream(stream: string): LegKey | undefined {
  const [, dossierId, order] = /^([0-9a-f-]{36})\.([1-9]\d*)$/.exec(idOfStream('leg', stream) ?? '') ?? [];
  return dossierId === undefined || order === undefined ? undefined : { dossierId, order: Number(order) };
}
