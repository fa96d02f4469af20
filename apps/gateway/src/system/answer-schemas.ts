import {
  parkingServices,
  type AgenciesMerged,
  type AuthorityDelegated,
  type ControlSlip,
  type ControlSlipRow,
  type DocumentDrafted,
  type DocumentHistory,
  type DocumentIssued,
  type DocumentNumbered,
  type DossierHeldRow,
  type DossierHistory,
  type DossierOfferedRow,
  type DossierOpened,
  type DossierView,
  type HandoffOffered,
  type HistoryEvent,
  type ImportInNumbers,
  type IncomingPaperRecorded,
  type OutgoingPaperRecorded,
  type ParkedSkipped,
  type ReceiptAccepted,
  type ReplayedFacts,
} from '@contracts';
import type { ParkedOutcomes, ParkedPage } from '../operations/operations.controller';
import { agencyDetails, agencyListed } from './agency-schemas';
import type { OperationName } from '../edge/operations';
import { bareReadiness, systemHealth } from './health-schemas';
import {
  conversation,
  documentView,
  electronicExchange,
  foundDocument,
  inboxCounts,
  inboxRow,
  incomingRow,
  lineage,
  outboxRow,
  outgoingRow,
  todoList,
} from './document-schemas';
import {
  agency,
  anything,
  at,
  cursor,
  each,
  list,
  maybe,
  oneOf,
  page,
  recorded,
  type Schema,
  shape,
  text,
  uuid,
  whole,
} from './schema';

export type { Schema };

const dossierState = oneOf('held', 'offered', 'completed');

const heldRow = shape<DossierHeldRow>({
  dossierId: uuid,
  procedure: text,
  channel: text,
  holder: agency,
  heldSince: at,
  openedAt: at,
  dueAt: maybe(at),
  state: dossierState,
});

const offeredRow = shape<DossierOfferedRow>({
  dossierId: uuid,
  handoffId: uuid,
  from: agency,
  to: agency,
  giver: text,
  reason: text,
  offeredAt: at,
  dueAt: maybe(at),
});

const dossierView = shape<DossierView>({
  dossierId: uuid,
  procedure: text,
  channel: text,
  codes: list(shape<DossierView['codes'][number]>({ scheme: text, value: text })),
  openedBy: agency,
  holder: agency,
  state: dossierState,
  pendingHandoff: maybe(offeredRow),
  openedAt: at,
  startedAt: at,
  dueAt: maybe(at),
  completedAt: maybe(at),
  endedAt: maybe(at),
  outcome: maybe(text),
  activities: whole,
});

const slipRow = shape<ControlSlipRow>({
  row: whole,
  handoffId: uuid,
  from: agency,
  to: agency,
  giver: text,
  offeredAt: at,
  outcome: oneOf('pending', 'accepted', 'returned', 'recalled'),
  taker: maybe(text),
  settledBy: maybe(text),
  settledAt: maybe(at),
  reason: text,
  settledReason: maybe(text),
});

const controlSlip = shape<ControlSlip>({
  dossierId: uuid,
  openedBy: agency,
  openedAt: at,
  holder: agency,
  rows: list(slipRow),
  next: cursor,
});

const importInNumbers = shape<ImportInNumbers>({
  sha256: text,
  agencies: whole,
  officers: whole,
  dossiers: whole,
  channels: each(whole),
  handoffs: whole,
  activities: whole,
  ended: whole,
  endedOnTime: whole,
});

const historyEvent = shape<HistoryEvent>({
  stream: text,
  revision: whole,
  position: { type: 'string', description: 'commit position, decimal' },
  eventId: uuid,
  type: text,
  occurredAt: at,
  recordedAt: at,
  actor: shape<HistoryEvent['actor']>({ agency, officer: text, role: text }),
  source: text,
  importedFrom: maybe(text),
  onBehalfOf: maybe(agency),
  correlationId: uuid,
  causationId: uuid,
  commandId: uuid,
  legalBasis: maybe(text),
  ruleVersion: maybe(text),
  reason: maybe(text),
  data: anything,
});

const issued = shape<DocumentIssued>({
  legs: list(
    shape<DocumentIssued['legs'][number]>({
      agency,
      deliveryId: text,
      state: oneOf('Queued'),
      forwardedFrom: maybe(list(agency)),
    }),
  ),
});
const deliveries = shape<DocumentHistory['state']>({ document: anything, deliveries: each(anything) });

/** What each operation answers when it succeeds; absent where the answer is no JSON. */
const parkedFact = { eventId: uuid, stream: text, revision: text, type: text, reason: text };
const services = oneOf(...parkingServices);
const replayed = shape<ParkedOutcomes['programs'][number]>({
  service: services,
  program: text,
  replayed: whole,
  failed: whole,
  failures: list(shape<ReplayedFacts['failures'][number]>(parkedFact)),
});

export const answerSchemas: Readonly<Partial<Record<OperationName, Schema>>> = {
  putContent: shape<{ sha256: string; size: number }>({ sha256: text, size: whole }),
  draftDocument: recorded(shape<DocumentDrafted>({ documentId: uuid })),
  signDocument: recorded(),
  numberDocument: recorded(shape<DocumentNumbered>({ number: whole, bookYear: whole, symbol: text })),
  sealDocument: recorded(),
  registerDocument: recorded(),
  issueDocument: recorded(issued),
  voidNumber: recorded(),
  orderRecall: recorded(),
  withdrawRecallOrder: recorded(),
  updateDocument: recorded(),
  getDocument: documentView,
  getLineage: lineage,
  getConversation: conversation,
  getOutbox: page(outboxRow),
  getDrafts: page(outboxRow),
  getTodo: todoList,
  search: page(foundDocument),
  getInbox: page(inboxRow),
  getInboxCounts: inboxCounts,
  getElectronicExchange: electronicExchange,
  refuseReceipt: recorded(),
  acceptReceipt: recorded(shape<ReceiptAccepted>({ number: whole, bookYear: whole })),
  assignProcessing: recorded(),
  startProcessing: recorded(),
  completeProcessing: recorded(),
  cancelDelivery: recorded(),
  retryDelivery: recorded(),
  takeBack: recorded(),
  withdrawTakeBack: recorded(),
  closeRecallDispute: recorded(),
  decideDuplicate: recorded(),
  reassignProcessing: recorded(),
  agreeToRecall: recorded(),
  refuseRecall: recorded(),
  agreeToUpdate: recorded(),
  refuseUpdate: recorded(),
  recordDispatch: recorded(),
  recordAttemptFailure: recorded(),
  recordFailure: recorded(),
  recordArrival: recorded(),
  recordStatus: recorded(),
  recordOutgoingPaper: recorded(
    shape<OutgoingPaperRecorded>({
      entryId: uuid,
      number: whole,
      bookYear: whole,
      series: text,
      symbol: text,
    }),
  ),
  recordIncomingPaper: recorded(
    shape<IncomingPaperRecorded>({ entryId: uuid, number: whole, bookYear: whole }),
  ),
  voidOutgoingPaper: recorded(),
  voidIncomingPaper: recorded(),
  getIncomingRegister: page(incomingRow),
  getOutgoingRegister: page(outgoingRow),
  openDossier: recorded(shape<DossierOpened>({ dossierId: uuid })),
  getDossiersHeld: page(heldRow),
  getDossiersOffered: page(offeredRow),
  getDossier: dossierView,
  getControlSlip: controlSlip,
  offerHandoff: recorded(shape<HandoffOffered>({ handoffId: uuid })),
  acceptHandoff: recorded(),
  returnHandoff: recorded(),
  recallHandoff: recorded(),
  recordActivity: recorded(),
  completeDossier: recorded(),
  getImport: importInNumbers,
  getDossierHistory: shape<DossierHistory>({ state: anything, events: list(historyEvent), next: cursor }),
  getDocumentHistory: shape<DocumentHistory>({ state: deliveries, events: list(historyEvent), next: cursor }),
  registerAgency: recorded(),
  renameAgency: recorded(),
  moveAgency: recorded(),
  closeAgency: recorded(),
  mergeAgencies: recorded(shape<AgenciesMerged>({ successor: agency, closed: list(agency) })),
  assignCode: recorded(),
  appointOfficer: recorded(),
  dismissOfficer: recorded(),
  delegateAuthority: recorded(shape<AuthorityDelegated>({ delegationId: uuid })),
  revokeDelegation: recorded(),
  registerCertificate: recorded(),
  withdrawCertificate: recorded(),
  listAgencies: page(agencyListed),
  getAgencyByCode: agencyDetails,
  getAgency: agencyDetails,
  getParked: shape<ParkedPage>({
    rows: list(
      shape<ParkedPage['rows'][number]>({ service: services, program: text, ...parkedFact, parkedAt: at }),
    ),
    silent: list(services),
    next: cursor,
  }),
  replayParked: recorded(
    shape<Omit<ParkedOutcomes, 'position'>>({
      programs: list(replayed),
      silent: list(services),
      next: cursor,
    }),
  ),
  skipParked: recorded(
    shape<ParkedSkipped>({ program: text, eventId: uuid, stream: text, revision: text, type: text }),
  ),
  getStart: shape<{ name: string; version: string; links: unknown }>({
    name: text,
    version: text,
    links: each(text),
  }),
  getMe: shape<{ agency: string; officer: string; roles: unknown }>({
    agency,
    officer: text,
    roles: list(text),
  }),
  getLive: shape<{ live: boolean }>({ live: { type: 'boolean' } }),
  getReady: bareReadiness,
  getHealth: systemHealth,
};
