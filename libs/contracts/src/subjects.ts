import type { ForwardedRow, Operation } from './operation';
import { operations } from './operations';
import { everythingBelow, type Subject, subject } from './subject';

/** What services ask each other, or the gateway asks besides what it sends on; `askers.ts` says who asks which. */
export const subjectsInside = {
  renewHistory: subject('directory', 'renew-history', 'v1'),
  history: subject('directory', 'history', 'v1'),
  checkRecipients: subject('directory', 'check-recipients', 'v1'),
  findAuthority: subject('directory', 'find-authority', 'v1'),
  officerStanding: subject('directory', 'officer-standing', 'v1'),
  systemStanding: subject('directory', 'system-standing', 'v1'),
  coveredBy: subject('directory', 'covered-by', 'v1'),
  mailOf: subject('directory', 'mail-of', 'v1'),
  procedureInForce: subject('directory', 'procedure-in-force', 'v1'),
  findAgencies: subject('directory', 'find-agencies', 'v1'),
  namesOf: subject('directory', 'names-of', 'v1'),
  systemOfKey: subject('directory', 'system-of-key', 'v1'),
  parkedInDirectory: subject('directory', 'parked', 'v1'),
  replayParkedInDirectory: subject('directory', 'replay-parked', 'v2'),
  skipParkedInDirectory: subject('directory', 'skip-parked', 'v1'),
  documentStanding: subject('exchange', 'document-standing', 'v1'),
  countRefusedSecret: subject('exchange', 'count-refused-secret', 'v1'),
  parkedInExchange: subject('exchange', 'parked', 'v1'),
  replayParkedInExchange: subject('exchange', 'replay-parked', 'v2'),
  skipParkedInExchange: subject('exchange', 'skip-parked', 'v1'),
  parkedInDossiers: subject('dossiers', 'parked', 'v1'),
  replayParkedInDossiers: subject('dossiers', 'replay-parked', 'v2'),
  skipParkedInDossiers: subject('dossiers', 'skip-parked', 'v1'),
  inboxEvents: subject('read-models', 'inbox-events', 'v2'),
  documentEvents: subject('read-models', 'document-events', 'v2'),
  contentAccess: subject('read-models', 'content-access', 'v2'),
  dossiersOnDesk: subject('dossiers', 'dossiers-on-desk', 'v1'),
  applicantDossiers: subject('read-models', 'applicant-dossiers', 'v1'),
  dossierForm: subject('dossiers', 'dossier-form', 'v1'),
  dossierContent: subject('read-models', 'dossier-content', 'v1'),
  dossiersOfCode: subject('read-models', 'dossiers-of-code', 'v1'),
  dossiersTracked: subject('read-models', 'dossiers-tracked', 'v1'),
  dossierProgress: subject('read-models', 'dossier-progress', 'v1'),
  feedRows: subject('read-models', 'feed-rows', 'v1'),
  feedNumbers: subject('read-models', 'feed-numbers', 'v1'),
  noticeMatters: subject('read-models', 'notice-matters', 'v1'),
  dayInNumbers: subject('read-models', 'day-in-numbers', 'v1'),
  parkedInReadModels: subject('read-models', 'parked', 'v1'),
  replayParkedInReadModels: subject('read-models', 'replay-parked', 'v2'),
  skipParkedInReadModels: subject('read-models', 'skip-parked', 'v1'),
  parkedInBus: subject('bus', 'parked', 'v1'),
  replayParkedInBus: subject('bus', 'replay-parked', 'v2'),
  skipParkedInBus: subject('bus', 'skip-parked', 'v1'),
  recordLooks: subject('audit', 'record-looks', 'v1'),
} as const;

type Forwarded = {
  readonly [K in keyof typeof operations]: (typeof operations)[K] extends ForwardedRow ? K : never;
}[keyof typeof operations];

/**
 * Commands `<owner>.<verb-noun>.v1`, queries `<owner>.<question>.v1`. Durable identifiers: written once, never
 * reused. Those of operations stand in their rows.
 */
export const subjects = {
  ...(Object.fromEntries(
    Object.entries<Operation>(operations).flatMap(([name, { forward }]) =>
      forward === undefined ? [] : [[name, forward.subject]],
    ),
  ) as Readonly<Record<Forwarded, Subject>>),
  ...subjectsInside,
} as const;

/** Commands of connected systems: `commands.<systemId>.<agencyToken>.<operationId>`. Nobody of the house sends one. */
export const commandsOfSystems = everythingBelow('commands');

/** Told to whoever listens, kept for nobody: what a lost one would have said is found out by asking. */
export const notices = {
  /** A fact of an agency was recorded; the payload is `AgencyChanged`. */
  agencyChanged: subject('directory', 'agency-changed', 'v1'),
  /** A command of a connected system was refused; the payload is `CommandRefused`. */
  commandRefused: subject('gateway', 'command-refused', 'v1'),
  /** Rows were written, or stand where they stood; the payload is `RowsWritten`. */
  rowsWritten: subject('read-models', 'rows-written', 'v1'),
} as const;

/** Where each service that follows facts is asked about those it has set aside. */
export const parkingSubjects = {
  directory: {
    list: subjects.parkedInDirectory,
    replay: subjects.replayParkedInDirectory,
    skip: subjects.skipParkedInDirectory,
  },
  exchange: {
    list: subjects.parkedInExchange,
    replay: subjects.replayParkedInExchange,
    skip: subjects.skipParkedInExchange,
  },
  dossiers: {
    list: subjects.parkedInDossiers,
    replay: subjects.replayParkedInDossiers,
    skip: subjects.skipParkedInDossiers,
  },
  'read-models': {
    list: subjects.parkedInReadModels,
    replay: subjects.replayParkedInReadModels,
    skip: subjects.skipParkedInReadModels,
  },
  bus: {
    list: subjects.parkedInBus,
    replay: subjects.replayParkedInBus,
    skip: subjects.skipParkedInBus,
  },
} as const;

/** The services that answer on NATS; `service.health` is asked as `<owner>.health.v1`. */
export const services = ['directory', 'exchange', 'dossiers', 'read-models', 'bus', 'audit'] as const;
export type ServiceName = (typeof services)[number];
export const healthSubject = (service: ServiceName) => subject(service, 'health', 'v1');
export const metricsSubject = (service: ServiceName) => subject(service, 'metrics', 'v2');

/** A message over this size is refused by its sender; lists page, content never travels on NATS. Bytes. */
export const messageBytesMax = 512 * 1024;
