import {
  agency,
  type Answer,
  at,
  cursor,
  date,
  described,
  each,
  list,
  maybe,
  oneOf,
  type Schema,
  shape,
  text,
  uuid,
  whole,
  yes,
} from '../answer';
import {
  actedFor,
  closedAgency,
  deliveryState,
  documentState,
  linked,
  linkedDocument,
  replyStanding,
} from './states';

/** One fact of a leg and the state it led to. */
const legStep = shape({
  fact: text,
  state: deliveryState,
  /** Status code of the national axis: 01 arrived … 06 completed, 13 recall, 15 agreed, 16 refused. */
  statusCode: maybe(described(text, '01 arrived … 06 completed, 13, 15, 16')),
  at,
  /** When it says it was, by the clock of the recipient's own system. */
  toldAt: maybe(at),
  inferred: maybe(yes),
  officer: maybe(text),
  /** The successor whose officer acted, and the closed agency it acted for. */
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
export type LegStep = Answer<typeof legStep>;

/** What is awaited on a leg. */
type Awaited =
  | 'arrival'
  | 'retry-or-cancellation'
  | 'receipt'
  | 'assignment'
  | 'start'
  | 'completion'
  | 'recall-answer'
  | 'dispute-closing'
  | 'update-answer';

/** Whose move it is on a leg. */
const awaiting = shape({
  /** Agency code. */
  from: agency,
  what: text as Schema<Awaited>,
  /** Instant by which it is wanted, when law or document set one. */
  dueAt: maybe(at),
});
export type Awaiting = Answer<typeof awaiting>;

/** A request of the sender, and what was answered. */
const question = shape({
  officer: text,
  at,
  reason: text,
  form: maybe(text),
  /** It was asked after the work was completed. */
  afterCompletion: maybe(yes),
  changes: maybe(each(text)),
  answer: maybe(shape({ agreed: maybe(yes), withdrawn: maybe(yes), officer: text, reason: maybe(text), at })),
  dispute: maybe(shape({ officer: text, outcome: text, decision: text, at })),
});
export type LegQuestion = Answer<typeof question>;

const duplicate = shape({
  grounds: text,
  earlier: linkedDocument,
  at,
  decision: maybe(shape({ officer: text, isDuplicate: yes, reason: text, at })),
});

/** Where a document stands at one recipient, since when, and what is awaited from whom. */
const leg = shape({
  agency,
  /** The closed agency that was written to, when its successor got the leg. */
  addressedTo: maybe(agency),
  state: deliveryState,
  since: at,
  awaiting: maybe(awaiting),
  overdue: yes,
  arrivedAt: maybe(at),
  dueDate: maybe(date),
  number: maybe(whole),
  bookYear: maybe(whole),
  assignment: maybe(
    shape({
      officer: text,
      assignee: text,
      coordinating: list(text),
      opinion: maybe(text),
      dueDate: maybe(date),
      at,
    }),
  ),
  completion: maybe(shape({ officer: text, result: text, reply: maybe(linkedDocument), at })),
  carriage: maybe(shape({ carrier: text, carrierId: text, at })),
  /** Attempts of the carrier that failed since it was queued. */
  attempts: maybe(whole),
  failure: maybe(shape({ reasonCode: text, reason: text, at })),
  cancellation: maybe(shape({ officer: text, reason: text, at })),
  refusal: maybe(shape({ officer: text, reasonCode: text, reason: text, at })),
  recall: maybe(question),
  update: maybe(question),
  supersededBy: maybe(linkedDocument),
  duplicate: maybe(duplicate),
  /** What was not done in time, and each time a due date came near. `since`: the fact from which on it was owed. */
  silences: described(
    list(shape({ silence: text, dueAt: at, since: at, at })),
    'by `dueAt`, earliest first; `DueDateNear` once for each mark; of many the 50 with the latest',
  ),
  /** The answer of this recipient, when a reply was wanted or given. */
  reply: maybe(
    shape({ standing: replyStanding, documentId: maybe(uuid), symbol: maybe(text), at: maybe(at) }),
  ),
  /** What happened on this leg, oldest first; of a long one the newest 50. */
  history: list(legStep),
});
export type DocumentLeg = Answer<typeof leg>;

const numberVoided = shape({
  number: whole,
  bookYear: whole,
  series: text,
  symbol: text,
  approvedBy: text,
  reason: text,
  officer: text,
  at,
});

const recall = shape({
  orderedBy: text,
  orderedAt: at,
  reason: text,
  /** How many were asked, and how it ended. */
  recipients: whole,
  withdrawnBy: maybe(text),
  withdrawnAt: maybe(at),
  withdrawnReason: maybe(text),
  settledAt: maybe(at),
  cancelled: maybe(whole),
  kept: maybe(whole),
});

/** A document as one of its parties sees it: the sender every leg, a recipient its own. */
export const documentView = shape({
  documentId: uuid,
  agency,
  /** The closed agency through which the asking one sees it. */
  forAgency: maybe(closedAgency),
  /** The successor that issued it, and the closed agency whose document it is; absent when that one did. */
  by: maybe(agency),
  actingFor: maybe(actedFor),
  state: documentState,
  documentType: text,
  subject: text,
  urgency: text,
  contents: list(shape({ sha256: text, size: whole, mediaType: text, name: text })),
  symbol: maybe(text),
  documentCode: maybe(text),
  number: maybe(whole),
  bookYear: maybe(whole),
  dueDate: maybe(date),
  pageAmount: maybe(whole),
  paperFollows: maybe(yes),
  distribution: maybe(list(text)),
  /** Decision 28/2018 art. 4. */
  legalValue: maybe(text),
  signatures: maybe(
    list(shape({ by: text, status: text, content: text, certificate: text, findings: list(text) })),
  ),
  draftedAt: at,
  signedAt: maybe(at),
  signedBy: maybe(text),
  authority: maybe(text),
  numberedAt: maybe(at),
  sealedAt: maybe(at),
  registeredAt: maybe(at),
  issuedAt: maybe(at),
  /** Until when it must leave, by both rules; told to the sender only, like everything below `late`. */
  sendBy: maybe(shape({ decision28: at, decree30: at, stricter: text, calendarVersion: text })),
  /** It left after the stricter limit. */
  late: maybe(yes),
  filedBy: maybe(text),
  copies: maybe(whole),
  note: maybe(text),
  forwarded: maybe(list(shape({ from: agency, to: agency }))),
  numberVoided: maybe(numberVoided),
  recall: maybe(recall),
  update: maybe(
    shape({ changes: each(text), reason: text, officer: text, at, added: whole, removed: whole }),
  ),
  copyOf: maybe(shape({ kind: text, symbol: text, agency })),
  /** What it names, and what names it, as far as the asking agency may see it; at most 50 of each. */
  responseFor: list(
    shape({
      ...linked,
      /** Closed agencies that it had come to, for which their successor answers. */
      answeringFor: maybe(list(actedFor)),
    }),
  ),
  answeredBy: list(linkedDocument),
  replaces: maybe(linkedDocument),
  replacedBy: maybe(linkedDocument),
  corrects: maybe(linkedDocument),
  correctedBy: list(linkedDocument),
  /** By agency code, page by page: a document may go to 1,000 agencies. */
  legs: list(leg),
  /** Cursor of the next legs; absent on the last page. */
  next: cursor,
});
export type DocumentView = Answer<typeof documentView>;

/** A document among others, as far as the asking agency may see it. */
const related = shape({
  ...linked,
  subject: text,
  documentType: text,
  state: documentState,
  issuedAt: maybe(at),
  dueDate: maybe(date),
});
export type RelatedDocument = Answer<typeof related>;

const relation = shape({
  from: uuid,
  to: uuid,
  kind: oneOf('response', 'replacement', 'correction', 'copy'),
});
export type Relation = Answer<typeof relation>;

const around = { documents: list(related), relations: list(relation) };

/** Replacements, corrections and copies around a document; oldest first, at most 200. */
export const lineage = shape(around);
export type Lineage = Answer<typeof lineage>;

/** Requests and replies around a document; oldest first, at most 200. */
export const conversation = shape({
  ...around,
  /** Of every request among them that wants a reply, how each recipient that may be seen stands. */
  requests: list(
    shape({
      documentId: uuid,
      dueDate: maybe(date),
      recipient: agency,
      standing: replyStanding,
      reply: maybe(uuid),
    }),
  ),
});
export type Conversation = Answer<typeof conversation>;
