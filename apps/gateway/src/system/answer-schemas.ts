import type {
  AgencyCard,
  ControlSlip,
  ControlSlipRow,
  DocumentDrafted,
  DocumentHistory,
  DocumentIssued,
  DocumentNumbered,
  DossierHeldRow,
  DossierHistory,
  DossierOfferedRow,
  DossierOpened,
  DossierView,
  HandoffOffered,
  HistoryEvent,
  ImportInNumbers,
  ReceiptAccepted,
} from '@contracts';
import type { OperationName } from '../edge/operations';
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

const agencyCard = shape<AgencyCard>({
  code: agency,
  scheme: oneOf('qd20', 'qcvn102'),
  name: text,
  abbreviation: text,
  tier: oneOf('province', 'district', 'commune'),
  parent: maybe(agency),
  officers: list(
    shape<AgencyCard['officers'][number]>({ officer: text, displayName: text, roles: list(text) }),
  ),
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
const readiness = shape<{ ready: boolean; parts: unknown }>({
  ready: { type: 'boolean' },
  parts: each(anything),
});

/** What each operation answers when it succeeds; absent where the answer is no JSON. */
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
  appointOfficer: recorded(),
  listAgencies: page(agencyCard),
  getAgency: agencyCard,
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
  getReady: readiness,
};
