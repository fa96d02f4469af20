import { recallForms, refusalReasons } from '@domain/codes';
import {
  agency,
  type Answer,
  at,
  date,
  described,
  each,
  list,
  maybe,
  ofAskedDay,
  officer,
  oneOf,
  shape,
  text,
  uuid,
  whole,
  yes,
} from '../answer';
import { actedFor, deliveryState, disputeOutcomes, linkedDocument, replyStanding } from './states';
import { arrivalNumber, bookYear, symbol } from './words';

// What several facts of a delivery say.

const refusalReason = described(oneOf(...refusalReasons), 'Decree 30/2020 art. 21(2)(b)');
const recallForm = described(
  oneOf(...recallForms),
  "`formal`: the leader's recall (Decree 30/2020 art. 18(4)); `take-back`: of one delivery, by the clerk (13)",
);
const disputeOutcome = described(
  oneOf(...disputeOutcomes),
  'how the dispute about a recall ended: cancelled at the recipient, or kept by it',
);
const disputeDecision = described(text, 'number and symbol of the decision that closed the dispute');
const duplicateGrounds = described(oneOf('document-code', 'number-and-symbol'), 'what both have in common');
const isDuplicate = described(yes, 'it is the same document once more');
const assignee = described(officer, 'id of the officer in the lead');
const opinion = described(text, "the leader's opinion");
const result = described(text, 'result, or that no reply is needed');
const changes = described(each(text), 'new values of `subject`, `urgency`, `dueDate`');

const deliveryStep = described(
  shape(
    {
      fact: described(text, 'its name, such as `ReceiptAccepted`'),
      state: described(deliveryState, 'of the delivery after it'),
      statusCode: maybe(
        described(
          text,
          'of QCVN 102:2016: 01 arrived, 02 refused, 03 accepted, 04 assigned, 05 started, 06 completed, 13 recall, 15 agreed, 16 refused; what a carrier told too late as it was told',
        ),
      ),
      at,
      toldAt: maybe(described(at, "when it says it was, by the clock of the recipient's own system")),
      inferred: maybe(described(yes, 'the recipient told a later status without this one')),
      officer: maybe(described(officer, 'id of the officer who acted')),
      coverFor: maybe(described(officer, 'id of the officer who was away, whose desk the other one covered')),
      by: maybe(
        described(agency, 'code of the successor whose officer acted; absent when the agency acted itself'),
      ),
      actingFor: maybe(actedFor),
      attempt: maybe(described(whole, 'of the carrier, counted from 1 since the delivery was queued')),
      reasonCode: maybe(
        described(text, 'of a refusal by Decree 30/2020 art. 21(2)(b); of a failure as the carrier has it'),
      ),
      reason: maybe(text),
      number: maybe(arrivalNumber),
      assignee: maybe(assignee),
      opinion: maybe(opinion),
      result: maybe(result),
      form: maybe(recallForm),
      outcome: maybe(disputeOutcome),
      decision: maybe(disputeDecision),
      grounds: maybe(duplicateGrounds),
      isDuplicate: maybe(isDuplicate),
      dueAt: maybe(described(at, 'when what was not done was due; of `DueDateNear`, its mark')),
    },
    'at',
  ),
  'one fact of a delivery and the state it led to',
);
export type DeliveryStep = Answer<typeof deliveryStep>;

const awaited = oneOf(
  'arrival',
  'retry-or-cancellation',
  'receipt',
  'assignment',
  'start',
  'completion',
  'recall-answer',
  'dispute-closing',
  'update-answer',
);

const awaiting = described(
  shape({
    from: described(ofAskedDay(agency), 'code of the agency that has to act'),
    what: described(awaited, 'what it has to do'),
    dueAt: maybe(described(at, 'instant by which it is wanted, when law, document or house set one')),
  }),
  'whose move it is; absent when nobody owes anything',
);
export type Awaiting = Answer<typeof awaiting>;

const question = described(
  shape(
    {
      officer: described(officer, 'id of the officer who asked'),
      at,
      reason: text,
      form: maybe(described(recallForm, `of a recall; ${recallForm.description}`)),
      afterCompletion: maybe(described(yes, 'it was asked after the work was completed')),
      changes: maybe(described(changes, `of an update: ${changes.description}`)),
      answer: maybe(
        described(
          shape(
            {
              agreed: maybe(described(yes, 'what the recipient answered; absent when it was withdrawn')),
              withdrawn: maybe(described(yes, 'the sender no longer asks')),
              officer: described(officer, 'id of the officer who answered or withdrew'),
              reason: maybe(text),
              at,
            },
            'at',
          ),
          'absent while it is open',
        ),
      ),
      dispute: maybe(
        described(
          shape(
            {
              officer: described(officer, 'id of the officer who closed it'),
              outcome: disputeOutcome,
              decision: disputeDecision,
              at,
            },
            'at',
          ),
          'how the dispute about a refused recall was closed',
        ),
      ),
    },
    'at',
  ),
  'a request of the sender, and what was answered',
);
export type DeliveryQuestion = Answer<typeof question>;

const duplicate = described(
  shape(
    {
      grounds: duplicateGrounds,
      earlier: described(linkedDocument, 'the document that came first'),
      at,
      decision: maybe(
        described(
          shape(
            {
              officer: described(officer, 'id of the officer who decided'),
              isDuplicate,
              reason: text,
              at,
            },
            'at',
          ),
          'absent while nobody has decided',
        ),
      ),
    },
    'at',
  ),
  'what it may be a second copy of',
);

const assignment = described(
  shape(
    {
      officer: described(officer, 'id of the officer who assigned it'),
      assignee,
      coordinating: described(list(officer), 'ids of the co-ordinating officers'),
      opinion: maybe(opinion),
      dueDate: maybe(described(date, 'local date by which it is to be done')),
      at,
    },
    'at',
  ),
  'who has to work on it, as assigned last (04)',
);

const completion = described(
  shape(
    {
      officer: described(officer, 'id of the officer who completed it'),
      result,
      reply: maybe(described(linkedDocument, 'the document that answers it')),
      at,
    },
    'at',
  ),
  'how the work was completed (06)',
);

const carriage = described(
  shape({
    carrier: described(text, 'name of the carrier'),
    carrierId: described(text, 'id it gave the delivery'),
    at,
  }),
  'the carrier that took it',
);

const silence = shape({
  silence: described(
    oneOf(
      'AcknowledgementOverdue',
      'SameDayReceiptMissed',
      'SubmissionOverdue',
      'DueDateNear',
      'DueDatePassed',
      'RecallUnanswered',
    ),
    'what was not done in time, or is near',
  ),
  dueAt: described(at, 'when it was due; of `DueDateNear`, the mark'),
  since: described(at, 'from when on it was owed'),
  at: described(at, 'when it was recorded'),
});

const reply = described(
  shape({
    standing: replyStanding,
    documentId: maybe(uuid),
    symbol: maybe(symbol),
    at: maybe(described(at, 'when it was issued')),
  }),
  'the answer of this recipient, when a reply was wanted or given',
);

export const documentDelivery = described(
  shape({
    agency: described(agency, 'code of the recipient'),
    addressedTo: maybe(
      described(agency, 'code of the closed agency that was written to, when its successor got the delivery'),
    ),
    state: deliveryState,
    since: described(at, 'when it was moved on last'),
    awaiting: maybe(awaiting),
    overdue: described(yes, 'what is owed on it is late'),
    arrivedAt: maybe(described(at, 'when it was at the recipient (01)')),
    dueDate: maybe(
      described(date, 'local date by which work or reply is wanted: of the assignment, else of the document'),
    ),
    number: maybe(
      described(arrivalNumber, `${arrivalNumber.description}; absent when a carrier told of the receipt`),
    ),
    bookYear: maybe(bookYear),
    assignment: maybe(assignment),
    completion: maybe(completion),
    carriage: maybe(carriage),
    attempts: maybe(described(whole, 'attempts of the carrier that failed since it was queued')),
    failure: maybe(
      described(
        shape({ reasonCode: described(text, 'code of the carrier'), reason: text, at }),
        'the last failure of the carrier; absent once it is sent again',
      ),
    ),
    cancellation: maybe(
      described(
        shape({ officer: described(officer, 'id of the officer who stopped it'), reason: text, at }, 'at'),
        'why the sender stopped it before it left',
      ),
    ),
    refusal: maybe(
      described(
        shape(
          {
            officer: described(officer, 'id of the officer who refused it'),
            reasonCode: refusalReason,
            reason: text,
            at,
          },
          'at',
        ),
        'why the receipt was refused (02)',
      ),
    ),
    recall: maybe(described(question, 'the last request to give it back, and what was answered')),
    update: maybe(described(question, 'the last request to change its data, and what was answered')),
    supersededBy: maybe(
      described(linkedDocument, 'the replacement that was accepted here, Decree 30/2020 art. 18(3)'),
    ),
    duplicate: maybe(duplicate),
    silences: described(
      list(silence),
      'what was not done in time, and each time a due date came near: by `dueAt`, earliest first; `DueDateNear` once for each mark; of many the 50 with the latest',
    ),
    reply: maybe(reply),
    history: described(
      list(deliveryStep),
      'what happened on this delivery, oldest first; of a long one the newest 50',
    ),
  }),
  'where a document stands at one recipient, since when, and what is awaited from whom',
);
export type DocumentDelivery = Answer<typeof documentDelivery>;
