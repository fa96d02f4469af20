import { sql, type SqlStatement } from '@adapters/read-store';
import type { DeliveryState } from '@contracts';
import type { Silence } from '@domain/delivery/events';
import { deliveriesOf } from '@domain/document/events';
import type { DataOf, Projection } from '../projector/projection';

type OnDelivery = Pick<DataOf<'DocumentArrived'>, 'documentId' | 'to' | 'at'>;

/** A delivery that is asked something moves on beneath the question. */
const stepsOn = (
  { documentId, to, at }: OnDelivery,
  state: DeliveryState,
  card: object = {},
): SqlStatement => sql`
  update leg set
    state = case when state_before is null then ${state} else state end,
    state_before = case when state_before is null then null else ${state} end,
    since = ${at}, overdue = due_passed and ${state} <> 'Completed', card = card || ${JSON.stringify(card)}::jsonb
  where document_id = ${documentId} and recipient = ${to}`;

const isAsked = ({ documentId, to, at }: OnDelivery, state: DeliveryState, card: object): SqlStatement => sql`
  update leg set state_before = coalesce(state_before, state), state = ${state}, since = ${at},
    card = card || ${JSON.stringify(card)}::jsonb
  where document_id = ${documentId} and recipient = ${to} and state not in ('Refused', 'Cancelled', 'Superseded')`;

/** The question is settled: the delivery is where it would be without it. */
const goesBack = ({ documentId, to, at }: OnDelivery, card: object): SqlStatement => sql`
  update leg set state = coalesce(state_before, state), state_before = null, since = ${at},
    overdue = due_passed and coalesce(state_before, state) <> 'Completed', card = card || ${JSON.stringify(card)}::jsonb
  where document_id = ${documentId} and recipient = ${to}`;

/** The recipient could not act meanwhile: what it owes is owed from here on. */
const resumes = (delivery: OnDelivery, card: object): SqlStatement =>
  goesBack(delivery, { ...card, owedSince: delivery.at });

const ends = ({ documentId, to, at }: OnDelivery, state: DeliveryState, card: object): SqlStatement => sql`
  update leg set state = ${state}, state_before = null, since = ${at}, overdue = false,
    card = card || ${JSON.stringify(card)}::jsonb
  where document_id = ${documentId} and recipient = ${to}`;

const isNoted = ({ documentId, to }: OnDelivery, card: object): SqlStatement => sql`
  update leg set card = card || ${JSON.stringify(card)}::jsonb
  where document_id = ${documentId} and recipient = ${to}`;

/** A new date is one that has not passed. */
const isDueBy = ({ documentId, to, at }: OnDelivery, dueDate: string | undefined): readonly SqlStatement[] =>
  dueDate === undefined
    ? []
    : [
        sql`update leg set due_date = ${dueDate}, due_passed = false,
              card = card || ${JSON.stringify({ dueSince: at })}::jsonb
            where document_id = ${documentId} and recipient = ${to} and due_date is distinct from ${dueDate}`,
      ];

const isAssigned = (delivery: DataOf<'ProcessingAssigned'>): readonly SqlStatement[] => {
  const { officer, assignee, coordinating, opinion, dueDate, documentId, to, at } = delivery;
  return [
    ...isDueBy(delivery, dueDate),
    stepsOn(delivery, 'Assigned', { assignment: { officer, assignee, coordinating, opinion, dueDate, at } }),
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

const rowsOf = (issued: DataOf<'DocumentIssued'>) =>
  deliveriesOf(issued).map(({ to: recipient, addressedTo }) => ({
    recipient,
    card: { addressedTo, owedSince: issued.at },
  }));

/**
 * One row a delivery, from the fact that the document was issued: whoever issued it sees all of its deliveries at once.
 * The states are those of the delivery's own decider. Tables and projection keep the name of their first migration,
 * `leg`: another one costs a rebuild.
 */
export const deliveries: Projection = {
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
            from jsonb_array_elements(${JSON.stringify(rowsOf(issued))}::jsonb) as row
            on conflict (document_id, recipient) do nothing`,
        sql`update leg set card = ${reply}::jsonb || card
            from jsonb_array_elements(${replies}::jsonb) as link
            where leg.document_id = link->>'documentId'
              and (leg.recipient = ${agency} or link->'answeringFor' @> to_jsonb(leg.recipient))`,
      ];
    },
    // The delivery's own word: what it owes runs from here on, and updates since the issue are in it.
    DeliveryRequested: ({ documentId, from, to, addressedTo, at, ...delivery }) => {
      const dueSince = delivery.dueDate === undefined ? {} : { dueSince: at };
      const card = JSON.stringify({ addressedTo, owedSince: at, ...dueSince });
      return [
        sql`insert into leg (document_id, recipient, sender, state, document_type, symbol, subject, urgency, due_date,
              queued_at, since, card)
            values (${documentId}, ${to}, ${from}, 'Queued', ${delivery.documentType}, ${delivery.symbol},
              ${delivery.subject}, ${delivery.urgency}, ${delivery.dueDate ?? null}, ${at}, ${at}, ${card}::jsonb)
            on conflict (document_id, recipient) do update set subject = excluded.subject,
              urgency = excluded.urgency, due_date = excluded.due_date, card = leg.card || excluded.card`,
      ];
    },
    DeliveryDispatched: ({ carrier, carrierId, ...delivery }) => [
      stepsOn(delivery, 'InTransit', { carriage: { carrier, carrierId, at: delivery.at } }),
    ],
    DeliveryAttemptFailed: ({ documentId, to, attempt, reasonCode, reason, at }) => [
      sql`update leg set attempts = ${attempt},
            card = card || ${JSON.stringify({ failure: { reasonCode, reason, at } })}::jsonb
          where document_id = ${documentId} and recipient = ${to}`,
    ],
    DeliveryFailed: ({ reasonCode, reason, ...delivery }) => [
      stepsOn(delivery, 'Failed', { failure: { reasonCode, reason, at: delivery.at } }),
    ],
    DeliveryRetried: (delivery) => [
      stepsOn(delivery, 'Queued', { failure: null, owedSince: delivery.at }),
      sql`update leg set attempts = 0 where document_id = ${delivery.documentId} and recipient = ${delivery.to}`,
    ],
    DeliveryCancelled: ({ officer, reason, ...delivery }) => [
      ends(delivery, 'Cancelled', { cancellation: { officer, reason, at: delivery.at } }),
    ],
    DocumentArrived: (delivery) => [
      stepsOn(delivery, 'Arrived', { inferredArrival: delivery.inferred, owedSince: delivery.at }),
      sql`update leg set arrived_at = ${delivery.at}
          where document_id = ${delivery.documentId} and recipient = ${delivery.to}`,
    ],
    ReceiptRefused: ({ officer, reasonCode, reason, ...delivery }) => [
      ends(delivery, 'Refused', { refusal: { officer, reasonCode, reason, at: delivery.at } }),
    ],
    ReceiptAccepted: ({ officer, number, bookYear, ...delivery }) => [
      stepsOn(delivery, 'Accepted', { receivedBy: officer, acceptedAt: delivery.at, owedSince: delivery.at }),
      sql`update leg set number = ${number ?? null}, book_year = ${bookYear ?? null}
          where document_id = ${delivery.documentId} and recipient = ${delivery.to}`,
    ],
    ProcessingAssigned: isAssigned,
    ProcessingReassigned: isAssigned,
    ProcessingStarted: (delivery) => [stepsOn(delivery, 'InProcess')],
    ProcessingCompleted: ({ officer, result, reply, ...delivery }) => [
      stepsOn(delivery, 'Completed', { completion: { officer, result, reply, at: delivery.at } }),
    ],
    RecallRequested: ({ officer, form, reason, afterCompletion, ...delivery }) => [
      isAsked(delivery, 'RecallPending', {
        recall: { officer, form, reason, afterCompletion, at: delivery.at },
        recallAnswer: null,
        recallDispute: null,
      }),
    ],
    RecallRequestWithdrawn: ({ officer, reason, ...delivery }) => [
      resumes(delivery, { recallAnswer: { withdrawn: true, officer, reason, at: delivery.at } }),
    ],
    RecallAgreed: ({ officer, ...delivery }) => [
      isNoted(delivery, { recallAnswer: { agreed: true, officer, at: delivery.at } }),
    ],
    DocumentCancelledAtRecipient: (delivery) => [ends(delivery, 'Cancelled', { cancelledAt: delivery.at })],
    RecallRefused: ({ officer, reason, ...delivery }) => [
      isAsked(delivery, 'RecallDisputed', {
        recallAnswer: { agreed: false, officer, reason, at: delivery.at },
      }),
    ],
    // The delivery ends by the cancellation that goes with it, as the decider has it.
    RecallDisputeClosed: ({ officer, outcome, decision, ...delivery }) => [
      resumes(delivery, { recallDispute: { officer, outcome, decision, at: delivery.at } }),
    ],
    UpdateRequested: ({ officer, changes, reason, ...delivery }) => [
      isAsked(delivery, 'UpdatePending', {
        update: { officer, changes, reason, at: delivery.at },
        updateAnswer: null,
      }),
    ],
    UpdateAgreed: ({ officer, changes, ...delivery }) => [
      ...isDueBy(delivery, changes.dueDate),
      goesBack(delivery, { updateAnswer: { agreed: true, officer, at: delivery.at } }),
      sql`update leg set subject = coalesce(${changes.subject ?? null}, subject),
            urgency = coalesce(${changes.urgency ?? null}, urgency)
          where document_id = ${delivery.documentId} and recipient = ${delivery.to}`,
    ],
    UpdateRefused: ({ officer, reason, ...delivery }) => [
      goesBack(delivery, { updateAnswer: { agreed: false, officer, reason, at: delivery.at } }),
    ],
    DocumentSuperseded: ({ replacement, ...delivery }) => [
      ends(delivery, 'Superseded', { supersededBy: replacement }),
    ],
    DuplicateSuspected: ({ grounds, earlier, ...delivery }) => [
      isNoted(delivery, { duplicate: { grounds, earlier, at: delivery.at }, duplicateDecision: null }),
      sql`update leg set undecided = true where document_id = ${delivery.documentId} and recipient = ${delivery.to}`,
    ],
    DuplicateDecided: ({ officer, isDuplicate, reason, ...delivery }) => [
      isNoted(delivery, { duplicateDecision: { officer, isDuplicate, reason, at: delivery.at } }),
      sql`update leg set undecided = false where document_id = ${delivery.documentId} and recipient = ${delivery.to}`,
    ],
    AcknowledgementOverdue: isSilent('AcknowledgementOverdue'),
    SameDayReceiptMissed: isSilent('SameDayReceiptMissed'),
    SubmissionOverdue: isSilent('SubmissionOverdue'),
    DueDateNear: isSilent('DueDateNear'),
    DueDatePassed: isSilent('DueDatePassed'),
    RecallUnanswered: isSilent('RecallUnanswered'),
  },
};
