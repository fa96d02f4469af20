import type {
  AgencyCard,
  ControlSlip,
  ControlSlipRow,
  DocumentDrafted,
  DocumentHistory,
  DocumentIssued,
  DocumentLeg,
  DocumentNumbered,
  DocumentView,
  DossierHeldRow,
  DossierHistory,
  DossierOfferedRow,
  DossierOpened,
  DossierView,
  HandoffOffered,
  HistoryEvent,
  ImportInNumbers,
  InboxRow,
  IncomingRegisterRow,
  LegStep,
  OutboxRow,
  OutgoingRegisterRow,
  ReceiptAccepted,
} from '@contracts';
import type { OperationName } from '../edge/operations';

/** JSON schema as OpenAPI 3.0 writes it. */
export interface Schema {
  readonly type: 'string' | 'integer' | 'boolean' | 'object' | 'array';
  readonly description?: string;
  readonly format?: string;
  readonly enum?: readonly string[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
}

interface Maybe {
  readonly maybe: Schema;
}
/** Exactly the fields of an answer; those that may be absent say so. The compiler compares both with its type. */
type FieldsOf<T> = {
  readonly [Key in keyof T]-?: Record<never, never> extends Pick<T, Key> ? Maybe : Schema;
};

const text: Schema = { type: 'string' };
const whole: Schema = { type: 'integer' };
const uuid: Schema = { type: 'string', format: 'uuid' };
const at: Schema = { type: 'string', format: 'date-time' };
const agency: Schema = { type: 'string', description: 'agency code' };
const anything: Schema = { type: 'object', additionalProperties: true };
const oneOf = (...values: string[]): Schema => ({ type: 'string', enum: values });
const list = (items: Schema): Schema => ({ type: 'array', items });
const each = (value: Schema): Schema => ({ type: 'object', additionalProperties: value });
const maybe = (schema: Schema): Maybe => ({ maybe: schema });

function shape<T>(fields: FieldsOf<T>): Schema {
  const entries = Object.entries(fields as Readonly<Record<string, Schema | Maybe>>);
  const properties = entries.map(([name, field]) => [name, 'maybe' in field ? field.maybe : field] as const);
  return {
    type: 'object',
    required: entries.filter(([, field]) => !('maybe' in field)).map(([name]) => name),
    properties: Object.fromEntries(properties),
    additionalProperties: false,
  };
}

const position: Schema = { type: 'string', description: 'for `?after=`; opaque' };
const cursor = maybe({ type: 'string', description: '`cursor` of the next page' });
const page = (row: Schema): Schema =>
  shape<{ rows: unknown; next?: string }>({ rows: list(row), next: cursor });
const recorded = (answer: Schema = shape<object>({})): Schema => ({
  ...answer,
  required: [...(answer.required ?? []), 'position'],
  properties: { ...answer.properties, position },
});

const legState = oneOf('Queued', 'Arrived', 'Refused', 'Accepted', 'Assigned', 'InProcess', 'Completed');
const documentState = oneOf('Draft', 'Signed', 'Numbered', 'Issued');
const dossierState = oneOf('held', 'offered', 'completed');
const content = shape<DocumentView['contents'][number]>({
  sha256: text,
  size: whole,
  mediaType: text,
  name: text,
});

const inboxRow = shape<InboxRow>({
  documentId: uuid,
  from: agency,
  symbol: text,
  documentType: text,
  subject: text,
  urgency: text,
  state: legState,
  arrivedAt: at,
  number: maybe(whole),
  bookYear: maybe(whole),
  assignee: maybe(text),
  changedAt: at,
});

const outboxRow = shape<OutboxRow>({
  documentId: uuid,
  state: documentState,
  documentType: text,
  subject: text,
  urgency: text,
  symbol: maybe(text),
  draftedAt: at,
  issuedAt: maybe(at),
  legs: each(whole),
});

const legStep = shape<LegStep>({
  state: legState,
  statusCode: maybe({ type: 'string', description: '01 arrived … 06 completed' }),
  at,
  officer: maybe(text),
  reasonCode: maybe(text),
  reason: maybe(text),
  number: maybe(whole),
  assignee: maybe(text),
  result: maybe(text),
});

const documentView = shape<DocumentView>({
  documentId: uuid,
  agency,
  state: documentState,
  documentType: text,
  subject: text,
  urgency: text,
  contents: list(content),
  symbol: maybe(text),
  number: maybe(whole),
  bookYear: maybe(whole),
  dueDate: maybe(text),
  draftedAt: at,
  signedAt: maybe(at),
  numberedAt: maybe(at),
  issuedAt: maybe(at),
  legs: list(shape<DocumentLeg>({ agency, state: legState, since: at, history: list(legStep) })),
  next: cursor,
});

const incomingRow = shape<IncomingRegisterRow>({
  arrivedAt: at,
  number: whole,
  numberedAt: at,
  from: agency,
  symbol: text,
  documentType: text,
  subject: text,
  receivedBy: maybe(text),
  acceptedAt: maybe(at),
  documentId: uuid,
  voided: maybe(text),
});

const outgoingRow = shape<OutgoingRegisterRow>({
  number: whole,
  symbol: maybe(text),
  documentType: text,
  subject: text,
  signer: maybe(text),
  numberedAt: at,
  recipients: list(agency),
  documentId: uuid,
  voided: maybe(text),
});

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
  legs: list(shape<DocumentIssued['legs'][number]>({ agency, state: oneOf('Queued') })),
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
  getDocument: documentView,
  getOutbox: page(outboxRow),
  getInbox: page(inboxRow),
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
