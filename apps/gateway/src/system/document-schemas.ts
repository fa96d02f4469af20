import {
  deliveryStates,
  documentStates,
  tasks,
  type Conversation,
  type DocumentLeg,
  type DocumentView,
  type ElectronicExchange,
  type FoundDocument,
  type InboxCounts,
  type InboxRow,
  type IncomingRegisterRow,
  type LegQuestion,
  type LegStep,
  type Lineage,
  type LinkedDocument,
  type OutboxRow,
  type OutgoingRegisterRow,
  type RelatedDocument,
  type Relation,
  type TodoList,
  type TodoRow,
} from '@contracts';
import {
  agency,
  at,
  cursor,
  each,
  list,
  maybe,
  oneOf,
  type Schema,
  shape,
  text,
  uuid,
  whole,
} from './schema';

type Of<T, K extends keyof T> = NonNullable<T[K]>;

const yes: Schema = { type: 'boolean' };
const date: Schema = { type: 'string', format: 'date' };
const legState = oneOf(...deliveryStates);
const documentState = oneOf(...documentStates);
const anyState = oneOf(...new Set([...deliveryStates, ...documentStates]));
const closedAgency: Schema = {
  type: 'string',
  description: 'closed agency for which the asking one reads on',
};
const actedFor: Schema = { type: 'string', description: 'closed agency for which its successor acted' };
const link = shape<LinkedDocument>({ documentId: uuid, agency, symbol: text });
const answered = shape<DocumentView['responseFor'][number]>({
  ...{ documentId: uuid, agency, symbol: text },
  answeringFor: maybe(list(actedFor)),
});
const content = shape<DocumentView['contents'][number]>({
  sha256: text,
  size: whole,
  mediaType: text,
  name: text,
});

export const inboxRow = shape<InboxRow>({
  documentId: uuid,
  forAgency: maybe(closedAgency),
  from: agency,
  symbol: text,
  documentType: text,
  subject: text,
  urgency: text,
  state: legState,
  arrivedAt: at,
  dueDate: maybe(date),
  overdue: yes,
  number: maybe(whole),
  bookYear: maybe(whole),
  assignee: maybe(text),
  addressedTo: maybe(agency),
  duplicateSuspected: maybe(yes),
  changedAt: at,
});

export const outboxRow = shape<OutboxRow>({
  documentId: uuid,
  forAgency: maybe(closedAgency),
  state: documentState,
  documentType: text,
  subject: text,
  urgency: text,
  symbol: maybe(text),
  dueDate: maybe(date),
  draftedAt: at,
  issuedAt: maybe(at),
  sendBy: maybe(at),
  legs: each(whole),
});

export const inboxCounts = shape<InboxCounts>({ states: each(whole), overdue: whole, urgent: whole });

const todoRow = shape<TodoRow>({
  task: oneOf(...tasks),
  documentId: uuid,
  forAgency: maybe(closedAgency),
  agency: maybe(agency),
  symbol: maybe(text),
  subject: text,
  urgency: text,
  state: anyState,
  since: at,
  dueAt: maybe({ type: 'string', description: 'local date or instant' }),
});

export const todoList = shape<TodoList>({
  role: text,
  tasks: list(
    shape<TodoList['tasks'][number]>({
      task: oneOf(...tasks),
      count: { type: 'integer', description: 'at most 1,000' },
      rows: list(todoRow),
      next: cursor,
    }),
  ),
});

export const foundDocument = shape<FoundDocument>({
  direction: oneOf('in', 'out'),
  documentId: uuid,
  forAgency: maybe(closedAgency),
  agency,
  symbol: maybe(text),
  documentType: text,
  subject: text,
  urgency: text,
  state: anyState,
  number: maybe(whole),
  at,
});

const legStep = shape<LegStep>({
  fact: text,
  state: legState,
  statusCode: maybe({ type: 'string', description: '01 arrived … 06 completed, 13, 15, 16' }),
  at,
  toldAt: maybe(at),
  inferred: maybe(yes),
  officer: maybe(text),
  by: maybe(agency),
  actingFor: maybe(actedFor),
  attempt: maybe(whole),
  reasonCode: maybe(text),
  reason: maybe(text),
  number: maybe(whole),
  assignee: maybe(text),
  opinion: maybe(text),
  result: maybe(text),
  form: maybe(text),
  outcome: maybe(text),
  decision: maybe(text),
  grounds: maybe(text),
  isDuplicate: maybe(yes),
  dueAt: maybe(at),
});

const question = shape<LegQuestion>({
  officer: text,
  at,
  reason: text,
  form: maybe(text),
  afterCompletion: maybe(yes),
  changes: maybe(each(text)),
  answer: maybe(
    shape<Of<LegQuestion, 'answer'>>({
      agreed: maybe(yes),
      withdrawn: maybe(yes),
      officer: text,
      reason: maybe(text),
      at,
    }),
  ),
  dispute: maybe(shape<Of<LegQuestion, 'dispute'>>({ officer: text, outcome: text, decision: text, at })),
});

const duplicate = shape<Of<DocumentLeg, 'duplicate'>>({
  grounds: text,
  earlier: link,
  at,
  decision: maybe(
    shape<Of<Of<DocumentLeg, 'duplicate'>, 'decision'>>({
      officer: text,
      isDuplicate: yes,
      reason: text,
      at,
    }),
  ),
});

const replyStanding = oneOf('open', 'overdue', 'answered', 'in-time', 'late');

const leg = shape<DocumentLeg>({
  agency,
  addressedTo: maybe(agency),
  state: legState,
  since: at,
  awaiting: maybe(shape<Of<DocumentLeg, 'awaiting'>>({ from: agency, what: text, dueAt: maybe(at) })),
  overdue: yes,
  arrivedAt: maybe(at),
  dueDate: maybe(date),
  number: maybe(whole),
  bookYear: maybe(whole),
  assignment: maybe(
    shape<Of<DocumentLeg, 'assignment'>>({
      officer: text,
      assignee: text,
      coordinating: list(text),
      opinion: maybe(text),
      dueDate: maybe(date),
      at,
    }),
  ),
  completion: maybe(
    shape<Of<DocumentLeg, 'completion'>>({ officer: text, result: text, reply: maybe(link), at }),
  ),
  carriage: maybe(shape<Of<DocumentLeg, 'carriage'>>({ carrier: text, carrierId: text, at })),
  attempts: maybe(whole),
  failure: maybe(shape<Of<DocumentLeg, 'failure'>>({ reasonCode: text, reason: text, at })),
  cancellation: maybe(shape<Of<DocumentLeg, 'cancellation'>>({ officer: text, reason: text, at })),
  refusal: maybe(shape<Of<DocumentLeg, 'refusal'>>({ officer: text, reasonCode: text, reason: text, at })),
  recall: maybe(question),
  update: maybe(question),
  supersededBy: maybe(link),
  duplicate: maybe(duplicate),
  silences: {
    ...list(shape<DocumentLeg['silences'][number]>({ silence: text, dueAt: at, since: at, at })),
    description:
      'by `dueAt`, earliest first; `DueDateNear` once for each mark; of many the 50 with the latest',
  },
  reply: maybe(
    shape<Of<DocumentLeg, 'reply'>>({
      standing: replyStanding,
      documentId: maybe(uuid),
      symbol: maybe(text),
      at: maybe(at),
    }),
  ),
  history: list(legStep),
});

const signature = shape<Of<DocumentView, 'signatures'>[number]>({
  by: text,
  status: text,
  content: text,
  certificate: text,
  findings: list(text),
});
const sendBy = shape<Of<DocumentView, 'sendBy'>>({
  decision28: at,
  decree30: at,
  stricter: text,
  calendarVersion: text,
});
const numberVoided = shape<Of<DocumentView, 'numberVoided'>>({
  number: whole,
  bookYear: whole,
  series: text,
  symbol: text,
  approvedBy: text,
  reason: text,
  officer: text,
  at,
});
const recall = shape<Of<DocumentView, 'recall'>>({
  orderedBy: text,
  orderedAt: at,
  reason: text,
  recipients: whole,
  withdrawnBy: maybe(text),
  withdrawnAt: maybe(at),
  withdrawnReason: maybe(text),
  settledAt: maybe(at),
  cancelled: maybe(whole),
  kept: maybe(whole),
});
const update = shape<Of<DocumentView, 'update'>>({
  changes: each(text),
  reason: text,
  officer: text,
  at,
  added: whole,
  removed: whole,
});

export const documentView = shape<DocumentView>({
  documentId: uuid,
  agency,
  forAgency: maybe(closedAgency),
  by: maybe(agency),
  actingFor: maybe(actedFor),
  state: documentState,
  documentType: text,
  subject: text,
  urgency: text,
  contents: list(content),
  symbol: maybe(text),
  documentCode: maybe(text),
  number: maybe(whole),
  bookYear: maybe(whole),
  dueDate: maybe(date),
  pageAmount: maybe(whole),
  paperFollows: maybe(yes),
  distribution: maybe(list(text)),
  legalValue: maybe(text),
  signatures: maybe(list(signature)),
  draftedAt: at,
  signedAt: maybe(at),
  signedBy: maybe(text),
  authority: maybe(text),
  numberedAt: maybe(at),
  sealedAt: maybe(at),
  registeredAt: maybe(at),
  issuedAt: maybe(at),
  sendBy: maybe(sendBy),
  late: maybe(yes),
  filedBy: maybe(text),
  copies: maybe(whole),
  note: maybe(text),
  forwarded: maybe(list(shape<Of<DocumentView, 'forwarded'>[number]>({ from: agency, to: agency }))),
  numberVoided: maybe(numberVoided),
  recall: maybe(recall),
  update: maybe(update),
  copyOf: maybe(shape<Of<DocumentView, 'copyOf'>>({ kind: text, symbol: text, agency })),
  responseFor: list(answered),
  answeredBy: list(link),
  replaces: maybe(link),
  replacedBy: maybe(link),
  corrects: maybe(link),
  correctedBy: list(link),
  legs: list(leg),
  next: cursor,
});

const related = list(
  shape<RelatedDocument>({
    documentId: uuid,
    agency,
    symbol: text,
    subject: text,
    documentType: text,
    state: documentState,
    issuedAt: maybe(at),
    dueDate: maybe(date),
  }),
);
const relations = list(
  shape<Relation>({
    from: uuid,
    to: uuid,
    kind: oneOf('response', 'replacement', 'correction', 'copy'),
  }),
);

export const lineage = shape<Lineage>({ documents: related, relations });
export const conversation = shape<Conversation>({
  documents: related,
  relations,
  requests: list(
    shape<Conversation['requests'][number]>({
      documentId: uuid,
      dueDate: maybe(date),
      recipient: agency,
      standing: replyStanding,
      reply: maybe(uuid),
    }),
  ),
});

const rate = maybe({ type: 'number', description: 'per cent, one decimal place' });
export const electronicExchange = shape<ElectronicExchange>({
  year: whole,
  electronic: whole,
  refusedSecret: whole,
  rate,
  eligibleRate: rate,
});

export const incomingRow = shape<IncomingRegisterRow>({
  arrivedDate: date,
  arrivedAt: maybe(at),
  number: whole,
  numberedAt: at,
  from: { type: 'string', description: 'agency code; on paper as printed' },
  symbol: maybe(text),
  documentDate: maybe(date),
  documentType: maybe(text),
  subject: text,
  receiver: maybe(text),
  receivedBy: maybe(text),
  acceptedAt: maybe(at),
  addressedTo: maybe(agency),
  cancelledAt: maybe(at),
  note: maybe(text),
  documentId: maybe(uuid),
  paperEntryId: maybe(uuid),
  voided: maybe(text),
  voidedBy: maybe(text),
  voidApprovedBy: maybe(text),
});

export const outgoingRow = shape<OutgoingRegisterRow>({
  series: text,
  number: whole,
  symbol: maybe(text),
  documentDate: date,
  documentType: text,
  subject: text,
  signer: maybe(text),
  numberedAt: at,
  recipients: list({ type: 'string', description: 'agency code; on paper as printed' }),
  filedBy: maybe(text),
  copies: maybe(whole),
  sending: maybe(oneOf('electronic', 'electronic-and-paper', 'paper')),
  issuedAt: maybe(at),
  note: maybe(text),
  documentId: maybe(uuid),
  paperEntryId: maybe(uuid),
  voided: maybe(text),
  voidedBy: maybe(text),
  voidApprovedBy: maybe(text),
});
