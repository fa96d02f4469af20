import {
  agency,
  at,
  date,
  described,
  each,
  list,
  maybe,
  shape,
  text,
  uuid,
  whole,
  yes,
  type Answer,
  type Schema,
} from '../answer';
import { actedFor, deliveryState, linkedDocument, replyStanding } from './states';

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
export const documentLeg = shape({
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
export type DocumentLeg = Answer<typeof documentLeg>;
