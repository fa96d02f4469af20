import type { DeliveryState } from '@contracts';
import type { Silence } from '@domain/delivery/events';
import { deliveriesOf } from '@domain/document/events';
import type { DataOf, Projection } from '../projector/projection';
import { json, type Row, type RowWrite } from '../projector/row-write';
import { table } from '../projector/table';

export const deliveryRow = table('leg', 'document_id', 'recipient');
const silences = table('leg_silence', 'document_id', 'recipient', 'due_at', 'silence', 'since');

type OnDelivery = Pick<DataOf<'DocumentArrived'>, 'documentId' | 'to' | 'at'>;

const of = ({ documentId, to }: Pick<OnDelivery, 'documentId' | 'to'>) => ({
  ...{ document_id: documentId, recipient: to },
});

const saying = { card: 'leg.card || given.card' };

const noting = { set: saying };

/** A delivery that is asked something moves on beneath the question. */
const stepping = {
  set: {
    ...saying,
    state: 'case when leg.state_before is null then given.state else leg.state end',
    state_before: 'case when leg.state_before is null then null else given.state end',
    overdue: `leg.due_passed and given.state <> 'Completed'`,
  },
};

const stepsOn = (
  delivery: OnDelivery,
  state: DeliveryState,
  card: object = {},
  columns: Row = {},
): RowWrite =>
  deliveryRow.update(of(delivery), { state, since: delivery.at, card: json(card), ...columns }, stepping);

const asking = {
  set: { ...saying, state_before: 'coalesce(leg.state_before, leg.state)' },
  where: `leg.state not in ('Refused', 'Cancelled', 'Superseded')`,
};

const isAsked = (delivery: OnDelivery, state: DeliveryState, card: object): RowWrite =>
  deliveryRow.update(of(delivery), { state, since: delivery.at, card: json(card) }, asking);

/** The question is settled: the delivery is where it would be without it. */
const goingBack = {
  set: {
    ...saying,
    state: 'coalesce(leg.state_before, leg.state)',
    state_before: 'null',
    overdue: `leg.due_passed and coalesce(leg.state_before, leg.state) <> 'Completed'`,
  },
};

const goesBack = (delivery: OnDelivery, card: object): RowWrite =>
  deliveryRow.update(of(delivery), { since: delivery.at, card: json(card) }, goingBack);

const goingBackChanged = {
  set: {
    ...goingBack.set,
    subject: 'coalesce(given.subject, leg.subject)',
    urgency: 'coalesce(given.urgency, leg.urgency)',
  },
};

/** The recipient could not act meanwhile: what it owes is owed from here on. */
const resumes = (delivery: OnDelivery, card: object): RowWrite =>
  goesBack(delivery, { ...card, owedSince: delivery.at });

const ends = (delivery: OnDelivery, state: DeliveryState, card: object): RowWrite => {
  const columns = { state, state_before: null, since: delivery.at, overdue: false, card: json(card) };
  return deliveryRow.update(of(delivery), columns, noting);
};

const isNoted = (delivery: OnDelivery, card: object, columns: Row = {}): RowWrite =>
  deliveryRow.update(of(delivery), { card: json(card), ...columns }, noting);

const fallingDue = { set: saying, where: 'leg.due_date is distinct from given.due_date' };

/** A new date is one that has not passed. */
const isDueBy = (delivery: OnDelivery, dueDate: string | undefined): readonly RowWrite[] => {
  if (dueDate === undefined) return [];
  const columns = { due_date: dueDate, due_passed: false, card: json({ dueSince: delivery.at }) };
  return [deliveryRow.update(of(delivery), columns, fallingDue)];
};

const isAssigned = (delivery: DataOf<'ProcessingAssigned'>): readonly RowWrite[] => {
  const { officer, assignee, coordinating, opinion, dueDate, at } = delivery;
  const assignment = { officer, assignee, coordinating, opinion, dueDate, at };
  return [...isDueBy(delivery, dueDate), stepsOn(delivery, 'Assigned', { assignment }, { assignee })];
};

const missing = {
  set: {
    due_passed: 'leg.due_passed or given.due_passed',
    overdue: 'leg.overdue or given.overdue',
  },
};

const isSilent =
  (silence: Silence) =>
  (delivery: DataOf<Silence>): readonly RowWrite[] => {
    const { dueAt, since, at } = delivery;
    const passed = { due_passed: silence === 'DueDatePassed', overdue: silence !== 'DueDateNear' };
    return [
      silences.insert({ ...of(delivery), silence, since, due_at: dueAt, at }),
      deliveryRow.update(of(delivery), passed, missing),
    ];
  };

/** Who gets it stands in `card`, once for all deliveries of the document. */
const areQueued = deliveryRow.shape({
  writes: ['document_id'],
  sql: `insert into leg (document_id, recipient, sender, state, document_type, symbol, subject, urgency, due_date,
      queued_at, since, card)
    select document_id, one->>'recipient', sender, 'Queued', document_type, symbol, subject, urgency, due_date,
      queued_at, queued_at, one->'card'
    from given cross join jsonb_array_elements(card) as one
    on conflict (document_id, recipient) do nothing`,
});

const rowsOf = (issued: DataOf<'DocumentIssued'>) =>
  deliveriesOf(issued).map(({ to: recipient, addressedTo }) => ({
    recipient,
    card: { addressedTo, owedSince: issued.at },
  }));

/** The first reply stays. */
const replying = { set: { card: 'given.card || leg.card' } };

/** At whoever answers, and at whom it answers for. */
const areAnswered = (issued: DataOf<'DocumentIssued'>): RowWrite[] => {
  const { documentId, agency, symbol, at, responseFor = [] } = issued;
  const card = json({ reply: { documentId, agency, symbol, at } });
  return responseFor.flatMap(({ documentId: answered, answeringFor = [] }) =>
    answered === undefined
      ? []
      : [...new Set([agency, ...answeringFor])].map((to) =>
          deliveryRow.update(of({ documentId: answered, to }), { card }, replying),
        ),
  );
};

const requested = `do update set subject = excluded.subject, urgency = excluded.urgency, due_date = excluded.due_date,
  card = leg.card || excluded.card`;

/**
 * One row a delivery, from the fact that the document was issued: whoever issued it sees all of its deliveries at once.
 * The states are those of the delivery's own decider. Tables and projection keep the name of their first migration,
 * `leg`: another one costs a rebuild.
 */
export const deliveries: Projection = {
  name: 'legs.v1',
  tables: [deliveryRow, table('leg_count', 'recipient', 'arrived', 'state'), silences],
  on: {
    DocumentIssued: (issued) => {
      const { documentId, agency, documentType, symbol, subject, urgency, dueDate, at } = issued;
      return [
        areQueued({
          ...{
            document_id: documentId,
            sender: agency,
            document_type: documentType,
            symbol,
            subject,
            urgency,
          },
          ...{ due_date: dueDate, queued_at: at, card: json(rowsOf(issued)) },
        }),
        ...areAnswered(issued),
      ];
    },
    // The delivery's own word: what it owes runs from here on, and updates since the issue are in it.
    DeliveryRequested: ({ documentId, from, to, addressedTo, at, ...delivery }) => {
      const { documentType, symbol, subject, urgency, dueDate } = delivery;
      const dueSince = dueDate === undefined ? {} : { dueSince: at };
      const row = {
        ...{ ...of({ documentId, to }), sender: from, state: 'Queued', document_type: documentType, symbol },
        ...{ subject, urgency, due_date: dueDate, queued_at: at, since: at },
        card: json({ addressedTo, owedSince: at, ...dueSince }),
      };
      return [deliveryRow.insert(row, requested)];
    },
    DeliveryDispatched: ({ carrier, carrierId, ...delivery }) => [
      stepsOn(delivery, 'InTransit', { carriage: { carrier, carrierId, at: delivery.at } }),
    ],
    DeliveryAttemptFailed: ({ attempt, reasonCode, reason, ...delivery }) => [
      isNoted(delivery, { failure: { reasonCode, reason, at: delivery.at } }, { attempts: attempt }),
    ],
    DeliveryFailed: ({ reasonCode, reason, ...delivery }) => [
      stepsOn(delivery, 'Failed', { failure: { reasonCode, reason, at: delivery.at } }),
    ],
    DeliveryRetried: (delivery) => [
      stepsOn(delivery, 'Queued', { failure: null, owedSince: delivery.at }, { attempts: 0 }),
    ],
    DeliveryCancelled: ({ officer, reason, ...delivery }) => [
      ends(delivery, 'Cancelled', { cancellation: { officer, reason, at: delivery.at } }),
    ],
    DocumentArrived: (delivery) => [
      stepsOn(
        delivery,
        'Arrived',
        { inferredArrival: delivery.inferred, owedSince: delivery.at },
        { arrived_at: delivery.at },
      ),
    ],
    ReceiptRefused: ({ officer, reasonCode, reason, ...delivery }) => [
      ends(delivery, 'Refused', { refusal: { officer, reasonCode, reason, at: delivery.at } }),
    ],
    ReceiptAccepted: ({ officer, number, bookYear, ...delivery }) => [
      stepsOn(
        delivery,
        'Accepted',
        { receivedBy: officer, acceptedAt: delivery.at, owedSince: delivery.at },
        { number, book_year: bookYear },
      ),
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
    UpdateAgreed: ({ officer, changes: { subject, urgency, dueDate }, ...delivery }) => {
      const card = json({ updateAnswer: { agreed: true, officer, at: delivery.at } });
      return [
        ...isDueBy(delivery, dueDate),
        deliveryRow.update(of(delivery), { since: delivery.at, card, subject, urgency }, goingBackChanged),
      ];
    },
    UpdateRefused: ({ officer, reason, ...delivery }) => [
      goesBack(delivery, { updateAnswer: { agreed: false, officer, reason, at: delivery.at } }),
    ],
    DocumentSuperseded: ({ replacement, ...delivery }) => [
      ends(delivery, 'Superseded', { supersededBy: replacement }),
    ],
    DuplicateSuspected: ({ grounds, earlier, ...delivery }) => [
      isNoted(
        delivery,
        { duplicate: { grounds, earlier, at: delivery.at }, duplicateDecision: null },
        { undecided: true },
      ),
    ],
    DuplicateDecided: ({ officer, isDuplicate, reason, ...delivery }) => [
      isNoted(
        delivery,
        { duplicateDecision: { officer, isDuplicate, reason, at: delivery.at } },
        { undecided: false },
      ),
    ],
    AcknowledgementOverdue: isSilent('AcknowledgementOverdue'),
    SameDayReceiptMissed: isSilent('SameDayReceiptMissed'),
    SubmissionOverdue: isSilent('SubmissionOverdue'),
    DueDateNear: isSilent('DueDateNear'),
    DueDatePassed: isSilent('DueDatePassed'),
    RecallUnanswered: isSilent('RecallUnanswered'),
  },
};
