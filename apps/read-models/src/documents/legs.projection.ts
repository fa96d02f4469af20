import { sql, type SqlStatement } from '@adapters/read-store';
import type { DeliveryState } from '@contracts';
import type { Silence } from '@domain/delivery/events';
import { deliveriesOf } from '@domain/document/events';
import type { DataOf, Projection } from '../projector/projection';

type Leg = Pick<DataOf<'DocumentArrived'>, 'documentId' | 'to' | 'at'>;

/** A leg that is asked something moves on beneath the question. */
const stepsOn = ({ documentId, to, at }: Leg, state: DeliveryState, card: object = {}): SqlStatement => sql`
  update leg set
    state = case when state_before is null then ${state} else state end,
    state_before = case when state_before is null then null else ${state} end,
    since = ${at}, overdue = due_passed and ${state} <> 'Completed', card = card || ${JSON.stringify(card)}::jsonb
  where document_id = ${documentId} and recipient = ${to}`;

const isAsked = ({ documentId, to, at }: Leg, state: DeliveryState, card: object): SqlStatement => sql`
  update leg set state_before = coalesce(state_before, state), state = ${state}, since = ${at},
    card = card || ${JSON.stringify(card)}::jsonb
  where document_id = ${documentId} and recipient = ${to} and state not in ('Refused', 'Cancelled', 'Superseded')`;

/** The question is settled: the leg is where it would be without it. */
const goesBack = ({ documentId, to, at }: Leg, card: object): SqlStatement => sql`
  update leg set state = coalesce(state_before, state), state_before = null, since = ${at},
    overdue = due_passed and coalesce(state_before, state) <> 'Completed', card = card || ${JSON.stringify(card)}::jsonb
  where document_id = ${documentId} and recipient = ${to}`;

/** The recipient could not act meanwhile: what it owes is owed from here on. */
const resumes = (leg: Leg, card: object): SqlStatement => goesBack(leg, { ...card, owedSince: leg.at });

const ends = ({ documentId, to, at }: Leg, state: DeliveryState, card: object): SqlStatement => sql`
  update leg set state = ${state}, state_before = null, since = ${at}, overdue = false,
    card = card || ${JSON.stringify(card)}::jsonb
  where document_id = ${documentId} and recipient = ${to}`;

const isNoted = ({ documentId, to }: Leg, card: object): SqlStatement => sql`
  update leg set card = card || ${JSON.stringify(card)}::jsonb
  where document_id = ${documentId} and recipient = ${to}`;

/** A new date is one that has not passed. */
const isDueBy = ({ documentId, to, at }: Leg, dueDate: string | undefined): readonly SqlStatement[] =>
  dueDate === undefined
    ? []
    : [
        sql`update leg set due_date = ${dueDate}, due_passed = false,
              card = card || ${JSON.stringify({ dueSince: at })}::jsonb
            where document_id = ${documentId} and recipient = ${to} and due_date is distinct from ${dueDate}`,
      ];

const isAssigned = (leg: DataOf<'ProcessingAssigned'>): readonly SqlStatement[] => {
  const { officer, assignee, coordinating, opinion, dueDate, documentId, to, at } = leg;
  return [
    ...isDueBy(leg, dueDate),
    stepsOn(leg, 'Assigned', { assignment: { officer, assignee, coordinating, opinion, dueDate, at } }),
    sql`update leg set assignee = ${assignee} where document_id = ${documentId} and recipient = ${to}`,
  ];
};

const isSilent =
  (silence: Silence) =>
  ({ documentId, to, dueAt, since, at }: DataOf<Silence>): readonly SqlStatement[] => [
    sql`insert into leg_silence (document_id, recipient, silence, since, due_at, at)
        values (${documentId}, ${to}, ${silence}, ${since}, ${dueAt}, ${at}) on conflict do nothing`,
    sql`update leg set due_passed = due_passed or ${silence === 'DueDatePassed'},
          overdue = overdue or ${silence !== 'DueDateNear'}
        where document_id = ${documentId} and recipient = ${to}`,
  ];

const legsOf = (issued: DataOf<'DocumentIssued'>) =>
  deliveriesOf(issued).map(({ to: recipient, addressedTo }) => ({
    recipient,
    card: { addressedTo, owedSince: issued.at },
  }));

/**
 * One row a leg, from the fact that the document was issued: whoever issued it sees all of its legs at once. The
 * states are those of the leg's own decider.
 */
export const legs: Projection = {
  name: 'legs.v1',
  tables: ['leg', 'leg_count', 'leg_silence'],
  on: {
    DocumentIssued: (issued) => {
      const { documentId, agency, documentType, symbol, subject, urgency, dueDate, at } = issued;
      const replies = JSON.stringify(issued.responseFor ?? []);
      const reply = JSON.stringify({ reply: { documentId, agency, symbol, at } });
      return [
        sql`insert into leg (document_id, recipient, sender, state, document_type, symbol, subject, urgency, due_date,
              queued_at, since, card)
            select ${documentId}::text, row->>'recipient', ${agency}::text, 'Queued', ${documentType}::text,
              ${symbol}::text, ${subject}::text, ${urgency}::text, ${dueDate ?? null}::text, ${at}::text, ${at}::text,
              row->'card'
            from jsonb_array_elements(${JSON.stringify(legsOf(issued))}::jsonb) as row
            on conflict (document_id, recipient) do nothing`,
        sql`update leg set card = ${reply}::jsonb || card
            from jsonb_array_elements(${replies}::jsonb) as link
            where leg.document_id = link->>'documentId'
              and (leg.recipient = ${agency} or link->'answeringFor' @> to_jsonb(leg.recipient))`,
      ];
    },
    // The leg's own word: what it owes runs from here on, and updates since the issue are in it.
    DeliveryRequested: ({ documentId, from, to, addressedTo, at, ...leg }) => {
      const dueSince = leg.dueDate === undefined ? {} : { dueSince: at };
      const card = JSON.stringify({ addressedTo, owedSince: at, ...dueSince });
      return [
        sql`insert into leg (document_id, recipient, sender, state, document_type, symbol, subject, urgency, due_date,
              queued_at, since, card)
            values (${documentId}, ${to}, ${from}, 'Queued', ${leg.documentType}, ${leg.symbol}, ${leg.subject},
              ${leg.urgency}, ${leg.dueDate ?? null}, ${at}, ${at}, ${card}::jsonb)
            on conflict (document_id, recipient) do update set subject = excluded.subject,
              urgency = excluded.urgency, due_date = excluded.due_date, card = leg.card || excluded.card`,
      ];
    },
    DeliveryDispatched: ({ carrier, carrierId, ...leg }) => [
      stepsOn(leg, 'InTransit', { carriage: { carrier, carrierId, at: leg.at } }),
    ],
    DeliveryAttemptFailed: ({ documentId, to, attempt, reasonCode, reason, at }) => [
      sql`update leg set attempts = ${attempt},
            card = card || ${JSON.stringify({ failure: { reasonCode, reason, at } })}::jsonb
          where document_id = ${documentId} and recipient = ${to}`,
    ],
    DeliveryFailed: ({ reasonCode, reason, ...leg }) => [
      stepsOn(leg, 'Failed', { failure: { reasonCode, reason, at: leg.at } }),
    ],
    DeliveryRetried: (leg) => [
      stepsOn(leg, 'Queued', { failure: null, owedSince: leg.at }),
      sql`update leg set attempts = 0 where document_id = ${leg.documentId} and recipient = ${leg.to}`,
    ],
    DeliveryCancelled: ({ officer, reason, ...leg }) => [
      ends(leg, 'Cancelled', { cancellation: { officer, reason, at: leg.at } }),
    ],
    DocumentArrived: (leg) => [
      stepsOn(leg, 'Arrived', { inferredArrival: leg.inferred, owedSince: leg.at }),
      sql`update leg set arrived_at = ${leg.at} where document_id = ${leg.documentId} and recipient = ${leg.to}`,
    ],
    ReceiptRefused: ({ officer, reasonCode, reason, ...leg }) => [
      ends(leg, 'Refused', { refusal: { officer, reasonCode, reason, at: leg.at } }),
    ],
    ReceiptAccepted: ({ officer, number, bookYear, ...leg }) => [
      stepsOn(leg, 'Accepted', { receivedBy: officer, acceptedAt: leg.at, owedSince: leg.at }),
      sql`update leg set number = ${number ?? null}, book_year = ${bookYear ?? null}
          where document_id = ${leg.documentId} and recipient = ${leg.to}`,
    ],
    ProcessingAssigned: isAssigned,
    ProcessingReassigned: isAssigned,
    ProcessingStarted: (leg) => [stepsOn(leg, 'InProcess')],
    ProcessingCompleted: ({ officer, result, reply, ...leg }) => [
      stepsOn(leg, 'Completed', { completion: { officer, result, reply, at: leg.at } }),
    ],
    RecallRequested: ({ officer, form, reason, afterCompletion, ...leg }) => [
      isAsked(leg, 'RecallPending', {
        recall: { officer, form, reason, afterCompletion, at: leg.at },
        recallAnswer: null,
        recallDispute: null,
      }),
    ],
    RecallRequestWithdrawn: ({ officer, reason, ...leg }) => [
      resumes(leg, { recallAnswer: { withdrawn: true, officer, reason, at: leg.at } }),
    ],
    RecallAgreed: ({ officer, ...leg }) => [
      isNoted(leg, { recallAnswer: { agreed: true, officer, at: leg.at } }),
    ],
    DocumentCancelledAtRecipient: (leg) => [ends(leg, 'Cancelled', { cancelledAt: leg.at })],
    RecallRefused: ({ officer, reason, ...leg }) => [
      isAsked(leg, 'RecallDisputed', { recallAnswer: { agreed: false, officer, reason, at: leg.at } }),
    ],
    // The leg ends by the cancellation that goes with it, as the decider has it.
    RecallDisputeClosed: ({ officer, outcome, decision, ...leg }) => [
      resumes(leg, { recallDispute: { officer, outcome, decision, at: leg.at } }),
    ],
    UpdateRequested: ({ officer, changes, reason, ...leg }) => [
      isAsked(leg, 'UpdatePending', {
        update: { officer, changes, reason, at: leg.at },
        updateAnswer: null,
      }),
    ],
    UpdateAgreed: ({ officer, changes, ...leg }) => [
      ...isDueBy(leg, changes.dueDate),
      goesBack(leg, { updateAnswer: { agreed: true, officer, at: leg.at } }),
      sql`update leg set subject = coalesce(${changes.subject ?? null}, subject),
            urgency = coalesce(${changes.urgency ?? null}, urgency)
          where document_id = ${leg.documentId} and recipient = ${leg.to}`,
    ],
    UpdateRefused: ({ officer, reason, ...leg }) => [
      goesBack(leg, { updateAnswer: { agreed: false, officer, reason, at: leg.at } }),
    ],
    DocumentSuperseded: ({ replacement, ...leg }) => [ends(leg, 'Superseded', { supersededBy: replacement })],
    DuplicateSuspected: ({ grounds, earlier, ...leg }) => [
      isNoted(leg, { duplicate: { grounds, earlier, at: leg.at }, duplicateDecision: null }),
      sql`update leg set undecided = true where document_id = ${leg.documentId} and recipient = ${leg.to}`,
    ],
    DuplicateDecided: ({ officer, isDuplicate, reason, ...leg }) => [
      isNoted(leg, { duplicateDecision: { officer, isDuplicate, reason, at: leg.at } }),
      sql`update leg set undecided = false where document_id = ${leg.documentId} and recipient = ${leg.to}`,
    ],
    AcknowledgementOverdue: isSilent('AcknowledgementOverdue'),
    SameDayReceiptMissed: isSilent('SameDayReceiptMissed'),
    SubmissionOverdue: isSilent('SubmissionOverdue'),
    DueDateNear: isSilent('DueDateNear'),
    DueDatePassed: isSilent('DueDatePassed'),
    RecallUnanswered: isSilent('RecallUnanswered'),
  },
};
