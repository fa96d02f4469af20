import { subject } from './subject';

/**
 * Commands `<owner>.<verb-noun>.v1`, queries `<owner>.<question>.v1`. Durable identifiers: written once, never
 * reused.
 */
export const subjects = {
  registerAgency: subject('directory', 'register-agency', 'v1'),
  appointOfficer: subject('directory', 'appoint-officer', 'v1'),
  dismissOfficer: subject('directory', 'dismiss-officer', 'v1'),
  renameAgency: subject('directory', 'rename-agency', 'v1'),
  moveAgency: subject('directory', 'move-agency', 'v1'),
  closeAgency: subject('directory', 'close-agency', 'v1'),
  mergeAgencies: subject('directory', 'merge-agencies', 'v1'),
  assignCode: subject('directory', 'assign-code', 'v1'),
  delegateAuthority: subject('directory', 'delegate-authority', 'v1'),
  revokeDelegation: subject('directory', 'revoke-delegation', 'v1'),
  registerCertificate: subject('directory', 'register-certificate', 'v1'),
  withdrawCertificate: subject('directory', 'withdraw-certificate', 'v1'),
  renewHistory: subject('directory', 'renew-history', 'v1'),
  history: subject('directory', 'history', 'v1'),
  agency: subject('directory', 'agency', 'v1'),
  agencyByCode: subject('directory', 'agency-by-code', 'v1'),
  checkRecipients: subject('directory', 'check-recipients', 'v1'),
  findAuthority: subject('directory', 'find-authority', 'v1'),
  officerStanding: subject('directory', 'officer-standing', 'v1'),
  mailOf: subject('directory', 'mail-of', 'v1'),
  findAgencies: subject('directory', 'find-agencies', 'v1'),
  listAgencies: subject('directory', 'list-agencies', 'v1'),
  parkedInDirectory: subject('directory', 'parked', 'v1'),
  replayParkedInDirectory: subject('directory', 'replay-parked', 'v2'),
  skipParkedInDirectory: subject('directory', 'skip-parked', 'v1'),

  draftDocument: subject('exchange', 'draft-document', 'v1'),
  signDocument: subject('exchange', 'sign-document', 'v1'),
  numberDocument: subject('exchange', 'number-document', 'v1'),
  voidNumber: subject('exchange', 'void-number', 'v1'),
  sealDocument: subject('exchange', 'seal-document', 'v1'),
  registerDocument: subject('exchange', 'register-document', 'v1'),
  issueDocument: subject('exchange', 'issue-document', 'v1'),
  orderRecall: subject('exchange', 'order-recall', 'v1'),
  withdrawRecallOrder: subject('exchange', 'withdraw-recall-order', 'v1'),
  updateDocument: subject('exchange', 'update-document', 'v1'),
  recordOutgoingPaper: subject('exchange', 'record-outgoing-paper', 'v1'),
  recordIncomingPaper: subject('exchange', 'record-incoming-paper', 'v1'),
  voidOutgoingPaper: subject('exchange', 'void-outgoing-paper', 'v1'),
  voidIncomingPaper: subject('exchange', 'void-incoming-paper', 'v1'),
  refuseReceipt: subject('exchange', 'refuse-receipt', 'v1'),
  acceptReceipt: subject('exchange', 'accept-receipt', 'v1'),
  assignProcessing: subject('exchange', 'assign-processing', 'v1'),
  startProcessing: subject('exchange', 'start-processing', 'v1'),
  completeProcessing: subject('exchange', 'complete-processing', 'v1'),
  cancelDelivery: subject('exchange', 'cancel-delivery', 'v1'),
  retryDelivery: subject('exchange', 'retry-delivery', 'v1'),
  takeBack: subject('exchange', 'take-back', 'v1'),
  withdrawTakeBack: subject('exchange', 'withdraw-take-back', 'v1'),
  closeRecallDispute: subject('exchange', 'close-recall-dispute', 'v1'),
  agreeToRecall: subject('exchange', 'agree-to-recall', 'v1'),
  refuseRecall: subject('exchange', 'refuse-recall', 'v1'),
  agreeToUpdate: subject('exchange', 'agree-to-update', 'v1'),
  refuseUpdate: subject('exchange', 'refuse-update', 'v1'),
  reassignProcessing: subject('exchange', 'reassign-processing', 'v1'),
  decideDuplicate: subject('exchange', 'decide-duplicate', 'v1'),
  recordDispatch: subject('exchange', 'record-dispatch', 'v1'),
  recordAttemptFailure: subject('exchange', 'record-attempt-failure', 'v1'),
  recordFailure: subject('exchange', 'record-failure', 'v1'),
  recordArrival: subject('exchange', 'record-arrival', 'v1'),
  recordStatus: subject('exchange', 'record-status', 'v1'),
  countRefusedSecret: subject('exchange', 'count-refused-secret', 'v1'),
  parkedInExchange: subject('exchange', 'parked', 'v1'),
  replayParkedInExchange: subject('exchange', 'replay-parked', 'v2'),
  skipParkedInExchange: subject('exchange', 'skip-parked', 'v1'),

  openDossier: subject('dossiers', 'open-dossier', 'v1'),
  offerHandoff: subject('dossiers', 'offer-handoff', 'v1'),
  acceptHandoff: subject('dossiers', 'accept-handoff', 'v1'),
  returnHandoff: subject('dossiers', 'return-handoff', 'v1'),
  recallHandoff: subject('dossiers', 'recall-handoff', 'v1'),
  recordActivity: subject('dossiers', 'record-activity', 'v1'),
  completeDossier: subject('dossiers', 'complete-dossier', 'v1'),

  inbox: subject('read-models', 'inbox', 'v1'),
  outbox: subject('read-models', 'outbox', 'v1'),
  inboxCounts: subject('read-models', 'inbox-counts', 'v1'),
  inboxEvents: subject('read-models', 'inbox-events', 'v1'),
  drafts: subject('read-models', 'drafts', 'v1'),
  todo: subject('read-models', 'todo', 'v1'),
  search: subject('read-models', 'search', 'v1'),
  lineage: subject('read-models', 'lineage', 'v1'),
  conversation: subject('read-models', 'conversation', 'v1'),
  documentEvents: subject('read-models', 'document-events', 'v1'),
  electronicExchange: subject('read-models', 'electronic-exchange', 'v1'),
  documentByParty: subject('read-models', 'document-by-party', 'v1'),
  incomingRegister: subject('read-models', 'incoming-register', 'v1'),
  outgoingRegister: subject('read-models', 'outgoing-register', 'v1'),
  dossiersHeld: subject('read-models', 'dossiers-held', 'v1'),
  dossiersOffered: subject('read-models', 'dossiers-offered', 'v1'),
  dossierByParty: subject('read-models', 'dossier-by-party', 'v1'),
  controlSlip: subject('read-models', 'control-slip', 'v1'),
  contentAccess: subject('read-models', 'content-access', 'v2'),
  dayInNumbers: subject('read-models', 'day-in-numbers', 'v1'),
  importInNumbers: subject('read-models', 'import-in-numbers', 'v1'),
  parkedInReadModels: subject('read-models', 'parked', 'v1'),
  replayParkedInReadModels: subject('read-models', 'replay-parked', 'v2'),
  skipParkedInReadModels: subject('read-models', 'skip-parked', 'v1'),

  parkedInBus: subject('bus', 'parked', 'v1'),
  replayParkedInBus: subject('bus', 'replay-parked', 'v2'),
  skipParkedInBus: subject('bus', 'skip-parked', 'v1'),

  documentHistory: subject('audit', 'document-history', 'v1'),
  dossierHistory: subject('audit', 'dossier-history', 'v1'),
  recordLooks: subject('audit', 'record-looks', 'v1'),
  looks: subject('audit', 'looks', 'v1'),
} as const;

/** Told to whoever listens, kept for nobody: what a lost one would have said is found out by asking. */
export const notices = {
  /** A fact of an agency was recorded; the payload is `AgencyChanged`. */
  agencyChanged: subject('directory', 'agency-changed', 'v1'),
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
