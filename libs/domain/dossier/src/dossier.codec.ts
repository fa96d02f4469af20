import {
  channels,
  dossierLinks,
  idOfStream,
  numberedDocument,
  resultOutcomes,
  returnChannels,
  routeModes,
  streamNameOf,
  submissionChannels,
} from '@domain/codes';
import { codecOf, flag, listOf, oneOf, shape, text, whole } from '@domain/decider';
import type { DossierEvent } from './dossier.events';
import { dossierRules, givenComponents, period } from './dossier-rules';

const handoff = { dossierId: text, handoffId: text, from: text, to: text, at: text };
const whose = { dossierId: text, agency: text, officer: text, at: text };

const code = shape({ scheme: text, value: text });
const items = listOf(
  shape({ key: text, answer: oneOf('accepted', 'missing', 'wrong'), originals: whole }, { note: text }),
);
const wanting = listOf(shape({ key: text, detail: text }));

const late = { dossierId: text, agency: text, dueAt: text, calendarVersion: text, at: text };
const consultation = { dossierId: text, consultationId: text, from: text, to: text, at: text };
const appointment = { before: text, dueAt: text, calendarVersion: text };

const plannedLegs = listOf(
  shape({ agency: text, task: text, time: period, mandatory: flag, dueAt: text }, { monitor: text }),
);
const legResults = listOf(
  shape({ order: whole, agency: text, sha256: text }, { symbol: text, document: numberedDocument }),
);
type DataOf<T extends DossierEvent['type']> = Extract<DossierEvent, { type: T }>['data'];

/** These names are the stored format: versions are added, never changed. */
const rows: Parameters<typeof codecOf<DossierEvent>>[0] = {
  DossierOpened: {
    name: 'DossierOpened.v1',
    schema: shape(
      {
        ...whose,
        procedure: text,
        channel: oneOf(...channels),
        applicantRef: text,
        codes: listOf(code),
        startedAt: text,
      },
      { dueAt: text },
    ),
  },
  HandoffOffered: {
    name: 'HandoffOffered.v1',
    schema: shape(
      { ...handoff, giver: text, reason: text },
      {
        insteadOf: text,
        slipId: text,
        handOverBy: text,
        originals: listOf(shape({ key: text, count: whole })),
      },
    ),
  },
  HandoffAccepted: {
    name: 'HandoffAccepted.v1',
    schema: shape({ ...handoff, giver: text, taker: text }, { items, handOverBy: text }),
  },
  HandoffReturned: {
    name: 'HandoffReturned.v1',
    schema: shape({ ...handoff, officer: text, reason: text }, { items }),
  },
  HandoffRecalled: { name: 'HandoffRecalled.v1', schema: shape({ ...handoff, officer: text, reason: text }) },
  HandoffGiverReplaced: {
    name: 'HandoffGiverReplaced.v1',
    schema: shape({
      ...whose,
      ...{ handoffId: text, giver: text, formerGiver: text, reason: text, handoverId: text },
    }),
  },
  HandoffOverdue: {
    name: 'HandoffOverdue.v1',
    schema: shape({ ...handoff, dueAt: text, calendarVersion: text }),
  },
  ActivityRecorded: {
    name: 'ActivityRecorded.v1',
    schema: shape({ ...whose, activity: text }, { instance: text }),
  },
  DossierCompleted: {
    name: 'DossierCompleted.v1',
    schema: shape({
      ...whose,
      outcome: oneOf('granted', 'refused', 'withdrawn', 'other'),
      endedAt: text,
    }),
  },
  DossierSubmitted: {
    name: 'DossierSubmitted.v1',
    schema: shape(
      {
        ...whose,
        procedure: text,
        rules: dossierRules,
        channel: oneOf(...submissionChannels),
        applicantRef: text,
        components: givenComponents,
      },
      { proxyRef: text, linkedTo: shape({ dossierId: text, as: oneOf(...dossierLinks) }) },
    ),
  },
  PostalHandoverRecorded: {
    name: 'PostalHandoverRecorded.v1',
    schema: shape({ ...whose, handedOverAt: text, slip: text, postman: text }),
  },
  IntakeSupplementGuided: {
    name: 'IntakeSupplementGuided.v1',
    schema: shape({ ...whose, wanting, reason: text, answerByDate: text }),
  },
  IntakeSupplementReceived: {
    name: 'IntakeSupplementReceived.v1',
    schema: shape({ ...whose, components: givenComponents }),
  },
  ProcessorAssigned: { name: 'ProcessorAssigned.v1', schema: shape({ ...whose, assignee: text }) },
  ProcessorReplaced: {
    name: 'ProcessorReplaced.v1',
    schema: shape({ ...whose, from: text, assignee: text, reason: text, handoverId: text }),
  },
  ConsultationRequested: {
    name: 'ConsultationRequested.v1',
    schema: shape({ ...consultation, officer: text, content: text, answerBy: text }, { insteadOf: text }),
  },
  ConsultationAnswered: {
    name: 'ConsultationAnswered.v1',
    schema: shape({ ...consultation, officer: text, answer: text }),
  },
  ConsultationLapsed: {
    name: 'ConsultationLapsed.v1',
    schema: shape({ ...consultation, answerBy: text }),
  },
  VerificationRecorded: {
    name: 'VerificationRecorded.v1',
    schema: shape({
      ...{ ...whose, verifiedAt: text, place: text, participants: listOf(text), content: text },
    }),
  },
  SupplementRequested: {
    name: 'SupplementRequested.v2',
    schema: shape(
      { ...whose, wanting, reason: text, answerByDate: text, calendarVersion: text },
      { leg: shape({ order: whole, agency: text }) },
    ),
  },
  SupplementSubmitted: {
    name: 'SupplementSubmitted.v1',
    schema: shape({ ...whose, components: givenComponents }),
  },
  SupplementAccepted: { name: 'SupplementAccepted.v1', schema: shape(whose) },
  DeadlineRecomputed: {
    name: 'DeadlineRecomputed.v2',
    schema: shape(
      { dossierId: text, agency: text, ...appointment, startedAt: text, legalDueAt: text, at: text },
      {
        officer: text,
        clock: oneOf('restart', 'resume'),
        legalBefore: text,
        revision: shape({ version: whole, source: text }),
      },
    ),
  },
  SupplementLapsed: { name: 'SupplementLapsed.v1', schema: shape({ ...whose, answerByDate: text }) },
  ProcessingStopped: {
    name: 'ProcessingStopped.v1',
    schema: shape({ ...whose, reason: text, legalBasis: text }),
  },
  WithdrawalRequested: { name: 'WithdrawalRequested.v1', schema: shape({ ...whose, reason: text }) },
  DossierWithdrawn: { name: 'DossierWithdrawn.v1', schema: shape(whose) },
  WithdrawalRejected: { name: 'WithdrawalRejected.v1', schema: shape({ ...whose, reason: text }) },
  OverduePredicted: { name: 'OverduePredicted.v1', schema: shape({ ...late, workingDaysLeft: whole }) },
  OverdueDeclared: { name: 'OverdueDeclared.v1', schema: shape(late) },
  LateApologyRefused: { name: 'LateApologyRefused.v1', schema: shape({ ...whose, dueAt: text }) },
  ApologyIssued: { name: 'ApologyIssued.v1', schema: shape({ ...whose, reason: text }) },
  AppointmentMoved: { name: 'AppointmentMoved.v1', schema: shape({ ...whose, ...appointment }) },
  ResultProposed: {
    name: 'ResultProposed.v1',
    schema: shape({ ...whose, outcome: oneOf(...resultOutcomes), appraisal: text }),
  },
  ApprovalDenied: { name: 'ApprovalDenied.v1', schema: shape({ ...whose, reason: text }) },
  ResultApproved: {
    name: 'ResultApproved.v1',
    schema: shape(
      { ...whose, outcome: oneOf(...resultOutcomes), sha256: text, certificate: text },
      { reason: text },
    ),
  },
  ResultNumbered: {
    name: 'ResultNumbered.v1',
    schema: shape({ ...whose, symbol: text, documentDate: text }, { document: numberedDocument }),
  },
  ResultSealed: { name: 'ResultSealed.v1', schema: shape({ ...whose, certificate: text }) },
  ResultForwardedToOneStop: {
    name: 'ResultForwardedToOneStop.v1',
    schema: shape({ ...whose, to: text, finishedAt: text }),
  },
  ResultReturned: {
    name: 'ResultReturned.v1',
    schema: shape({ ...whose, channel: oneOf(...returnChannels) }, { proxyRef: text, slip: text }),
  },
  ResultCorrected: {
    name: 'ResultCorrected.v1',
    schema: shape({ ...whose, sha256: text, symbol: text, reason: text }, { documentId: text }),
  },
  DossierArchived: { name: 'DossierArchived.v1', schema: shape(whose) },
  RouteFixed: {
    name: 'RouteFixed.v1',
    schema: shape({
      ...{ ...whose, mode: oneOf(...routeModes), lead: text, legs: plannedLegs },
      calendarVersion: text,
    }),
  },
  LinkedResultsConsolidated: {
    name: 'LinkedResultsConsolidated.v1',
    schema: shape({ ...whose, results: legResults, finishedAt: text }),
  },
  LinkedDossierRefused: {
    name: 'LinkedDossierRefused.v1',
    schema: shape({ ...whose, order: whole, reason: text, finishedAt: text }),
  },
  LinkedDossierContinued: {
    name: 'LinkedDossierContinued.v1',
    schema: shape({ ...whose, order: whole, reason: text }),
  },
  AcceptanceRefused: { name: 'AcceptanceRefused.v1', schema: shape({ ...whose, reason: text }) },
  DossierAccepted: {
    name: 'DossierAccepted.v1',
    schema: shape({
      ...{ ...whose, code, startedAt: text, dueAt: text, legalDueAt: text },
      ...{ convention: oneOf('exactHours', 'endOfDay'), calendarVersion: text, handOverBy: text },
    }),
  },
};

export const dossierCodec = codecOf<DossierEvent>(rows, {
  // By an officer, after a supplement.
  'DeadlineRecomputed.v1': (data: DataOf<'DeadlineRecomputed'>) => ({ type: 'DeadlineRecomputed', data }),
  // By the agency that holds it.
  'SupplementRequested.v1': (data: DataOf<'SupplementRequested'>) => ({ type: 'SupplementRequested', data }),
});

export const dossierStream = (dossierId: string): string => streamNameOf('dossier', dossierId);
export const dossierOfStream = (stream: string): string | undefined => idOfStream('dossier', stream);
