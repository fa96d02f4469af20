import fc from 'fast-check';
import { fold, given, play } from '@domain/decider';
import { at, ends, examples as a, lives } from '../../../../test/transitions/delivery-examples';
import { isSeen } from './deciding';
import { acceptanceStoppedBy, deliveryDecider } from './delivery.decider';
import type { DeliveryEvent } from './delivery.events';
import type { CommandOf, DeliveryCommand, DeliveryRefusal } from './delivery-command';

type Status = keyof typeof lives;
type Names = readonly DeliveryEvent['type'][];

const onDelivery = given(deliveryDecider);
const when = (status: Status, command: DeliveryCommand) => onDelivery(...lives[status].events).when(command);
const status = (statusCode: string, over: Partial<CommandOf<'RecordStatus'>> = {}) => ({
  ...a.RecordStatus,
  statusCode,
  toldAt: `2026-11-22T00:00:${statusCode}.000Z`,
  ...over,
});
const silence = (name: CommandOf<'RecordSilence'>['silence']) => ({ ...a.RecordSilence, silence: name });

it('stands where the way it came leads', () =>
  expect(Object.entries(lives).map(([name, { state }]) => [name, state.status])).toEqual(
    Object.keys(lives).map((name) => [name, name]),
  ));

/** Rows of table A2: from, command, facts, to. */
const rows: readonly [Status, DeliveryCommand, Names, Status][] = [
  ['absent', a.RequestDelivery, ['DeliveryRequested'], 'Queued'],
  ['Queued', a.RecordDispatch, ['DeliveryDispatched'], 'InTransit'],
  ['Queued', a.RecordAttemptFailure, ['DeliveryAttemptFailed'], 'Queued'],
  ['InTransit', a.RecordAttemptFailure, ['DeliveryAttemptFailed'], 'InTransit'],
  [
    'InTransit',
    { ...a.RecordAttemptFailure, attempt: 10 },
    ['DeliveryAttemptFailed', 'DeliveryFailed'],
    'Failed',
  ],
  ['Queued', a.RecordFailure, ['DeliveryFailed'], 'Failed'],
  ['InTransit', a.RecordFailure, ['DeliveryFailed'], 'Failed'],
  ['Failed', a.RetryDelivery, ['DeliveryRetried'], 'Queued'],
  ['Queued', a.CancelDelivery, ['DeliveryCancelled'], 'Cancelled'],
  ['Failed', a.CancelDelivery, ['DeliveryCancelled'], 'Cancelled'],
  ['Queued', a.RecordArrival, ['DocumentArrived'], 'Arrived'],
  ['InTransit', a.RecordArrival, ['DocumentArrived'], 'Arrived'],
  ['Failed', a.RecordArrival, ['DocumentArrived'], 'Arrived'],
  [
    'Queued',
    { ...a.RecordArrival, suspected: a.SuspectDuplicate },
    ['DocumentArrived', 'DuplicateSuspected'],
    'Arrived',
  ],
  ['Arrived', a.SuspectDuplicate, ['DuplicateSuspected'], 'Arrived'],
  ['Arrived', a.RefuseReceipt, ['ReceiptRefused'], 'Refused'],
  ['Arrived', a.AcceptReceipt, ['ReceiptAccepted'], 'Accepted'],
  ['Accepted', a.AssignProcessing, ['ProcessingAssigned'], 'Assigned'],
  ['Assigned', a.StartProcessing, ['ProcessingStarted'], 'InProcess'],
  ['InProcess', a.ReassignProcessing, ['ProcessingReassigned'], 'Assigned'],
  ['Assigned', a.ReassignProcessing, ['ProcessingReassigned'], 'Assigned'],
  ['Assigned', a.CompleteProcessing, ['ProcessingCompleted'], 'Completed'],
  ['InProcess', a.CompleteProcessing, ['ProcessingCompleted'], 'Completed'],
  ['InTransit', a.RequestRecall, ['RecallRequested'], 'RecallPending'],
  ['Arrived', a.RequestRecall, ['RecallRequested'], 'RecallPending'],
  ['Accepted', a.RequestRecall, ['RecallRequested'], 'RecallPending'],
  ['Assigned', a.RequestRecall, ['RecallRequested'], 'RecallPending'],
  ['InProcess', a.RequestRecall, ['RecallRequested'], 'RecallPending'],
  ['Completed', a.RequestRecall, ['RecallRequested'], 'RecallPending'],
  ['UpdatePending', a.RequestRecall, ['RecallRequested'], 'RecallPending'],
  ['RecallPending', { ...a.RequestRecall, form: 'formal' }, ['RecallRequested'], 'RecallPending'],
  ['RecallDisputed', { ...a.RequestRecall, form: 'formal' }, ['RecallRequested'], 'RecallPending'],
  ['RecallPending', a.WithdrawRecallRequest, ['RecallRequestWithdrawn'], 'InProcess'],
  ['RecallDisputed', a.WithdrawRecallRequest, ['RecallRequestWithdrawn'], 'InProcess'],
  ['RecallPending', a.AgreeToRecall, ['RecallAgreed', 'DocumentCancelledAtRecipient'], 'Cancelled'],
  ['RecallPending', a.RefuseRecall, ['RecallRefused'], 'RecallDisputed'],
  ['RecallDisputed', a.CloseRecallDispute, ['RecallDisputeClosed'], 'InProcess'],
  [
    'RecallDisputed',
    { ...a.CloseRecallDispute, outcome: 'cancelled' },
    ['RecallDisputeClosed', 'DocumentCancelledAtRecipient'],
    'Cancelled',
  ],
  ['Arrived', a.RequestUpdate, ['UpdateRequested'], 'UpdatePending'],
  ['InProcess', a.RequestUpdate, ['UpdateRequested'], 'UpdatePending'],
  ['UpdatePending', a.AgreeToUpdate, ['UpdateAgreed'], 'InProcess'],
  ['UpdatePending', a.RefuseUpdate, ['UpdateRefused'], 'InProcess'],
  ['Arrived', a.SupersedeDocument, ['DocumentSuperseded'], 'Superseded'],
  ['Completed', a.SupersedeDocument, ['DocumentSuperseded'], 'Superseded'],
  ['UpdatePending', a.SupersedeDocument, ['DocumentSuperseded'], 'Superseded'],
  ['InTransit', status('01'), ['DocumentArrived'], 'Arrived'],
  ['InTransit', status('03'), ['DocumentArrived', 'ReceiptAccepted'], 'Accepted'],
  ['InTransit', status('06'), ['DocumentArrived', 'ProcessingCompleted'], 'Completed'],
  [
    'Arrived',
    status('02', { reasonCode: 'integrity', description: 'tệp hỏng' }),
    ['ReceiptRefused'],
    'Refused',
  ],
  ['Arrived', status('04'), ['ProcessingAssigned'], 'Assigned'],
  ['Accepted', status('05'), ['ProcessingStarted'], 'InProcess'],
  ['InProcess', status('03'), ['StatusReceivedOutOfOrder'], 'InProcess'],
  ['InProcess', status('02'), ['StatusReceivedOutOfOrder'], 'InProcess'],
  ['InProcess', status('09'), ['StatusReceivedOutOfOrder'], 'InProcess'],
  ['Completed', status('06'), ['StatusReceivedOutOfOrder'], 'Completed'],
  ['Cancelled', status('06'), ['StatusReceivedOutOfOrder'], 'Cancelled'],
  ['RecallPending', status('06'), ['ProcessingCompleted'], 'RecallPending'],
  ['RecallPending', status('14'), ['RecallAgreed', 'DocumentCancelledAtRecipient'], 'Cancelled'],
  ['RecallPending', status('16', { description: 'đã thi hành' }), ['RecallRefused'], 'RecallDisputed'],
  ['UpdatePending', status('15'), ['UpdateAgreed'], 'InProcess'],
  ['UpdatePending', status('16', { description: 'đã xử lý' }), ['UpdateRefused'], 'InProcess'],
  ['InProcess', status('15'), ['StatusReceivedOutOfOrder'], 'InProcess'],
  ['InTransit', silence('AcknowledgementOverdue'), ['AcknowledgementOverdue'], 'InTransit'],
  ['Arrived', silence('SameDayReceiptMissed'), ['SameDayReceiptMissed'], 'Arrived'],
  ['Accepted', silence('SubmissionOverdue'), ['SubmissionOverdue'], 'Accepted'],
  ['Assigned', silence('DueDateNear'), ['DueDateNear'], 'Assigned'],
  ['InProcess', silence('DueDatePassed'), ['DueDatePassed'], 'InProcess'],
  ['RecallPending', silence('RecallUnanswered'), ['RecallUnanswered'], 'RecallPending'],
];

it.each(rows.map(([from, command, ...rest]) => [from, command.type, command, ...rest] as const))(
  '%s: %s',
  (from, _, command, facts, to) => {
    const decision = when(from, command);
    if ('refused' in decision) throw new Error(decision.refused);
    expect(decision.events.map(({ type }) => type)).toEqual(facts);
    expect(fold(deliveryDecider, [...lives[from].events, ...decision.events]).status).toBe(to);
    expect(onDelivery(...lives[from].events, ...decision.events).when(command)).not.toHaveProperty(
      'events.0',
    );
  },
);

const suspected: readonly DeliveryEvent[] = play(deliveryDecider, [
  a.RequestDelivery,
  { ...a.RecordArrival, suspected: a.SuspectDuplicate },
]).events;
const decided = [...suspected, ...eventsOf(onDelivery(...suspected).when(a.DecideDuplicate))];

function eventsOf(decision: ReturnType<ReturnType<typeof onDelivery>['when']>): readonly DeliveryEvent[] {
  if ('refused' in decision) throw new Error(decision.refused);
  return decision.events;
}

describe('a delivery that came with a signature that does not hold', () => {
  const forged = {
    by: 'agency',
    status: 'invalid',
    content: 'a'.repeat(64),
    certificate: 'b'.repeat(64),
    findings: ['signature-mismatch'],
    evidence: {},
  } as const;

  const arrivedWith = (verdict: typeof forged | (Omit<typeof forged, 'status'> & { status: 'undecided' })) =>
    play(deliveryDecider, [{ ...a.RequestDelivery, signatures: [verdict] }, a.RecordArrival]).events;

  it('is not received, and is returned for want of authenticity', () => {
    const arrived = arrivedWith(forged);
    expect(onDelivery(...arrived).when(a.AcceptReceipt)).toEqual({ refused: 'signature-invalid' });
    const returned = { ...a.RefuseReceipt, reasonCode: 'authenticity' } as const;
    expect(eventsOf(onDelivery(...arrived).when(returned))).toHaveLength(1);
  });
  it('is received when a signature could merely not be judged', () => {
    const arrived = arrivedWith({ ...forged, status: 'undecided' });
    expect(eventsOf(onDelivery(...arrived).when(a.AcceptReceipt))).toHaveLength(1);
  });
});

describe('a delivery that may be a second copy', () => {
  it('is not received before the clerk has decided', () => {
    expect(onDelivery(...suspected).when(a.AcceptReceipt)).toEqual({ refused: 'duplicate-undecided' });
    expect(eventsOf(onDelivery(...decided).when(a.AcceptReceipt))).toHaveLength(1);
  });
  it('is decided once', () => {
    expect(onDelivery(...decided).when(a.DecideDuplicate)).toEqual({ events: [] });
    expect(onDelivery(...decided).when({ ...a.DecideDuplicate, isDuplicate: true })).toEqual({
      refused: 'duplicate-already-decided',
    });
  });
  it('is suspected once, and no more when it is received', () => {
    expect(onDelivery(...suspected).when({ ...a.SuspectDuplicate, grounds: 'document-code' })).toEqual({
      events: [],
    });
    expect(when('Accepted', a.SuspectDuplicate)).toEqual({ events: [] });
  });
});

describe('a receipt whose number stands in the book already', () => {
  const receipt = { ...a.AcceptReceipt, numberStands: true };
  const recalled = [...lives.Arrived.events, ...eventsOf(when('Arrived', a.RequestRecall))];

  it('is recorded beneath a recall that came meanwhile', () => {
    expect(onDelivery(...recalled).when(a.AcceptReceipt)).toEqual({ refused: 'recall-pending' });
    const history = [...recalled, ...eventsOf(onDelivery(...recalled).when(receipt))];
    expect(fold(deliveryDecider, history)).toMatchObject({
      status: 'RecallPending',
      previous: 'Accepted',
      number: 12,
    });
  });
  it('is recorded in spite of a suspicion that came meanwhile', () =>
    expect(eventsOf(onDelivery(...suspected).when(receipt))).toHaveLength(1));
  it('comes too late once the delivery is at its end', () =>
    expect(when('Refused', receipt)).toEqual({ refused: 'already-refused' }));
});

it('flags a recall after completion', () => {
  expect(when('Completed', a.RequestRecall)).toMatchObject({ events: [{ data: { afterCompletion: true } }] });
  expect(when('InProcess', a.RequestRecall)).not.toHaveProperty('events.0.data.afterCompletion');
});

it('leaves the recall of the leader to the leader', () => {
  const formal = { ...a.RequestRecall, form: 'formal' } as const;
  const asked = [...lives.Arrived.events, ...eventsOf(when('Arrived', formal))];
  expect(onDelivery(...asked).when({ ...a.WithdrawRecallRequest, form: 'take-back' })).toEqual({
    refused: 'formal-recall-pending',
  });
  expect(eventsOf(onDelivery(...asked).when(a.WithdrawRecallRequest))).toHaveLength(1);
});

it('marks an arrival that was never told, and keeps when the later status was', () =>
  expect(when('InTransit', status('03'))).toEqual({
    events: [
      { type: 'DocumentArrived', data: { ...ends, inferred: true } },
      { type: 'ReceiptAccepted', data: { ...ends, officer: 'axis', toldAt: '2026-11-22T00:00:03.000Z' } },
    ],
  }));

it('is completed with the reply of the successor that answers for its closed recipient', () => {
  const decision = when('InProcess', withReply({ agency: 'H26.30', answeringFor: [ends.to] }));
  expect(eventsOf(decision)).toMatchObject([{ data: { reply: { agency: 'H26.30' } } }]);
});

it('keeps the number of a document that is given back', () =>
  expect(lives.Cancelled.state).toMatchObject({ status: 'Cancelled', number: 12, bookYear: 2026 }));

it('keeps what the leader said with the assignment, and takes over a date that was agreed', () => {
  expect(lives.Completed.state).toMatchObject({
    assignee: 'cv.02',
    coordinating: ['cv.03'],
    opinion: 'Tham mưu trả lời',
    dueDate: '2026-12-01',
    result: 'đã trả lời',
  });
  const agreed = [...lives.UpdatePending.events, ...eventsOf(when('UpdatePending', a.AgreeToUpdate))];
  expect(fold(deliveryDecider, agreed)).toMatchObject({ status: 'InProcess', dueDate: '2026-12-20' });
});

describe('a silence', () => {
  const all: readonly CommandOf<'RecordSilence'>['silence'][] = [
    'AcknowledgementOverdue',
    'SameDayReceiptMissed',
    'SubmissionOverdue',
    'DueDateNear',
    'DueDatePassed',
    'RecallUnanswered',
  ];
  it.each(['Failed', 'Refused', 'Completed', 'RecallDisputed', 'Cancelled', 'Superseded'] as const)(
    'is no silence any more in %s',
    (name) => expect(all.map((each) => when(name, silence(each)))).toEqual(all.map(() => ({ events: [] }))),
  );
  it('is recorded again for another period only', () => {
    const once = [...lives.Arrived.events, ...eventsOf(when('Arrived', silence('SameDayReceiptMissed')))];
    const later = { ...silence('SameDayReceiptMissed'), at: '2026-11-23T01:00:00.000Z' };
    expect(onDelivery(...once).when(later)).toEqual({ events: [] });
    const next = onDelivery(...once).when({ ...later, dueAt: '2026-11-23T00:30:00.000Z' });
    expect(eventsOf(next)).toHaveLength(1);
  });
  it('needs a date to be near to', () => {
    const { dueDate: _, ...undated } = a.RequestDelivery;
    const { events } = play(deliveryDecider, [undated, a.RecordArrival]);
    expect(onDelivery(...events).when(silence('DueDateNear'))).toEqual({ events: [] });
  });
});

const refusals: Record<DeliveryRefusal, readonly [Status, DeliveryCommand][]> = {
  'not-found': [
    ['absent', a.RecordArrival],
    ['absent', a.AcceptReceipt],
    ['Queued', a.RefuseReceipt],
    ['Queued', a.AcceptReceipt],
    ['Queued', a.StartProcessing],
    ['Queued', { ...a.CancelDelivery, by: 'H26.2' }],
    ['InTransit', a.SupersedeDocument],
    ['Failed', a.AgreeToUpdate],
    ['Arrived', { ...a.AcceptReceipt, by: 'H26.3' }],
    ['Arrived', { ...a.RequestRecall, by: 'H26.3' }],
    [
      'Arrived',
      { ...a.SupersedeDocument, replacement: { ...a.SupersedeDocument.replacement, agency: 'H26.3' } },
    ],
  ],
  'only-the-sender': [
    ['InProcess', { ...a.RequestRecall, by: 'H26.2' }],
    ['RecallDisputed', { ...a.CloseRecallDispute, by: 'H26.2' }],
  ],
  'only-the-recipient': [
    ['Arrived', { ...a.AcceptReceipt, by: 'H26.1' }],
    ['RecallPending', { ...a.AgreeToRecall, by: 'H26.1' }],
  ],
  'already-dispatched': [
    ['InTransit', { ...a.RecordDispatch, carrierId: 'axis-43' }],
    ['InTransit', a.CancelDelivery],
  ],
  'already-failed': [
    ['Failed', a.RecordDispatch],
    ['Failed', a.RecordAttemptFailure],
  ],
  'not-failed': [['InTransit', a.RetryDelivery]],
  'not-arrived-yet': [
    ['Queued', a.RequestRecall],
    ['Failed', a.RequestUpdate],
  ],
  'already-arrived': [
    ['Arrived', a.RecordDispatch],
    ['Arrived', a.RecordFailure],
    ['Arrived', a.RetryDelivery],
    ['Completed', a.CancelDelivery],
  ],
  'already-refused': [
    ['Refused', { ...a.RefuseReceipt, reason: 'thiếu phụ lục' }],
    ['Refused', a.AcceptReceipt],
    ['Refused', a.RequestRecall],
    ['Refused', a.SupersedeDocument],
  ],
  'already-cancelled': [
    ['Cancelled', a.RequestRecall],
    ['Cancelled', a.StartProcessing],
    ['Cancelled', { ...a.AcceptReceipt, number: 13 }],
  ],
  'already-superseded': [
    ['Superseded', a.RequestRecall],
    ['Superseded', a.AssignProcessing],
    [
      'Superseded',
      {
        ...a.SupersedeDocument,
        replacement: { ...a.SupersedeDocument.replacement, documentId: ends.documentId },
      },
    ],
  ],
  'signature-invalid': [],
  'duplicate-undecided': [],
  'no-duplicate-suspected': [['Arrived', a.DecideDuplicate]],
  'duplicate-already-decided': [],
  'not-accepted-yet': [
    ['Arrived', a.AssignProcessing],
    ['Arrived', a.StartProcessing],
    ['Arrived', { ...a.SupersedeDocument, replacementAccepted: false }],
  ],
  'already-accepted': [
    ['Accepted', a.RefuseReceipt],
    ['Accepted', { ...a.AcceptReceipt, number: 13 }],
    ['Completed', a.RefuseReceipt],
  ],
  'not-assigned-yet': [
    ['Accepted', a.StartProcessing],
    ['Accepted', a.ReassignProcessing],
    ['Accepted', a.CompleteProcessing],
  ],
  'already-assigned': [
    ['Assigned', { ...a.AssignProcessing, assignee: 'cv.03' }],
    ['Assigned', { ...a.AssignProcessing, opinion: 'Trả lời ngay' }],
    ['InProcess', { ...a.AssignProcessing, dueDate: '2026-12-02' }],
  ],
  'assignee-not-found': [
    ['Accepted', { ...a.AssignProcessing, unfit: true }],
    ['Assigned', { ...a.ReassignProcessing, unfit: true }],
  ],
  'not-the-assignee': [
    ['Assigned', { ...a.StartProcessing, officer: 'cv.03' }],
    ['InProcess', { ...a.CompleteProcessing, officer: 'cv.03' }],
    ['Assigned', { ...a.StartProcessing, coverFor: 'cv.03' }],
    ['InProcess', { ...a.CompleteProcessing, coverFor: 'cv.03' }],
  ],
  'already-completed': [
    ['Completed', a.StartProcessing],
    ['Completed', a.ReassignProcessing],
    ['Completed', a.RequestUpdate],
    ['Completed', { ...a.CompleteProcessing, result: 'không cần trả lời' }],
  ],
  'reply-not-issued': [
    ['InProcess', withReply({ issued: false })],
    ['InProcess', withReply({ agency: 'H26.3' })],
    ['InProcess', withReply({ agency: 'H26.3', answeringFor: ['H26.9'] })],
  ],
  'reply-answers-another': [['InProcess', withReply({ answers: [] })]],
  'reason-required': [
    ['Arrived', { ...a.RefuseReceipt, reason: ' ' }],
    ['InProcess', { ...a.ReassignProcessing, reason: '' }],
    ['RecallPending', { ...a.RefuseRecall, reason: '' }],
    ['UpdatePending', { ...a.RefuseUpdate, reason: ' ' }],
    ['Arrived', status('02', { description: 'tệp hỏng' })],
    ['RecallPending', status('16')],
  ],
  'recall-pending': [
    ['RecallPending', a.StartProcessing],
    ['RecallPending', { ...a.RequestRecall, reason: 'lý do khác' }],
    ['RecallPending', a.RequestUpdate],
    ['RecallPending', a.AgreeToUpdate],
  ],
  'recall-disputed': [
    ['RecallDisputed', a.AgreeToRecall],
    ['RecallDisputed', a.RefuseRecall],
    ['RecallDisputed', a.RequestRecall],
    ['RecallDisputed', a.CompleteProcessing],
  ],
  'no-recall-pending': [
    ['InProcess', a.AgreeToRecall],
    ['InProcess', a.RefuseRecall],
    ['InProcess', a.WithdrawRecallRequest],
  ],
  'formal-recall-pending': [],
  'no-recall-dispute': [['RecallPending', a.CloseRecallDispute]],
  'update-pending': [
    ['UpdatePending', a.CompleteProcessing],
    ['UpdatePending', { ...a.RequestUpdate, changes: { subject: 'Khác' } }],
  ],
  'no-update-pending': [
    ['InProcess', a.AgreeToUpdate],
    ['InProcess', a.RefuseUpdate],
  ],
};

function withReply(over: Partial<NonNullable<CommandOf<'CompleteProcessing'>['reply']>>): DeliveryCommand {
  const { reply } = a.CompleteProcessing;
  return { ...a.CompleteProcessing, ...(reply && { reply: { ...reply, ...over } }) };
}

it.each(
  Object.entries(refusals).flatMap(([name, cases]) =>
    cases.map(([from, command]) => [from, command.type, name, command] as const),
  ),
)('%s: %s is refused with %s', (from, _, name, command) =>
  expect(when(from, command)).toEqual({ refused: name }),
);

it.each(Object.keys(lives) as Status[])('takes a number for %s exactly when it would be accepted', (from) => {
  for (const by of [ends.from, ends.to, 'H26.3']) {
    const decided = when(from, { ...a.AcceptReceipt, number: 4_711, by });
    const refused = 'refused' in decided ? decided.refused : undefined;
    expect(acceptanceStoppedBy(lives[from].state, by)).toBe(refused);
  }
});

const statusCodes = ['01', '02', '03', '04', '05', '06', '13', '14', '15', '16'] as const;

/** Any command, of either side or of neither, at a rising clock; some are told twice over by what they say. */
const anyCommand: fc.Arbitrary<DeliveryCommand> = fc
  .record({
    command: fc.constantFrom<DeliveryCommand>(...Object.values(a)),
    wrongSide: fc.constantFrom(false, false, false, true),
    form: fc.constantFrom('formal', 'take-back'),
    statusCode: fc.constantFrom(...statusCodes),
    attempt: fc.integer({ min: 1, max: 12 }),
    outcome: fc.constantFrom('kept', 'cancelled'),
    second: fc.nat({ max: 5 }),
  })
  .map(({ command, wrongSide, second, statusCode, ...rest }): DeliveryCommand => {
    const toldAt = `2026-11-22T00:00:0${second}.000Z`;
    const by = 'by' in command && wrongSide ? { by: command.by === ends.to ? ends.from : ends.to } : {};
    const told =
      command.type === 'RecordStatus'
        ? { statusCode, toldAt, description: 'lý do', reasonCode: 'integrity' }
        : {};
    const varied = Object.fromEntries(Object.entries(rest).filter(([key]) => key in command));
    return { ...command, ...by, ...told, ...varied } as DeliveryCommand;
  });

/** Each a second after the one before: a clock that never gives one instant twice. */
const inTime = (commands: readonly DeliveryCommand[]): readonly DeliveryCommand[] =>
  [a.RequestDelivery, ...commands].map((command, second) => ({
    ...command,
    at: new Date(Date.parse(at) + second * 1_000).toISOString(),
  }));

describe('for random histories of a delivery', () => {
  const histories = fc.array(anyCommand, { maxLength: 60 }).map(inTime);

  it('deciding twice appends once', () =>
    fc.assert(
      fc.property(histories, (played) => {
        const once = play(deliveryDecider, played).events;
        expect(play(deliveryDecider, [...played, ...played.slice(-1)]).events).toEqual(once);
      }),
    ));

  it('a command redelivered at any later time appends nothing', () =>
    fc.assert(
      fc.property(histories, fc.nat(), (played, which) => {
        const { recorded, events } = play(deliveryDecider, played);
        const redelivered = recorded[which % recorded.length] as DeliveryCommand;
        expect(play(deliveryDecider, [...played, redelivered]).events).toEqual(events);
      }),
      { numRuns: 300 },
    ));

  it('ends once: only a completed delivery can still be asked back or replaced', () =>
    fc.assert(
      fc.property(histories, (played) => {
        const ends: string[] = [];
        let state = deliveryDecider.initial;
        for (const event of play(deliveryDecider, played).events) {
          const before = state.status;
          state = deliveryDecider.evolve(state, event);
          if (['Refused', 'Cancelled', 'Superseded'].includes(state.status) && before !== state.status) {
            ends.push(state.status);
          }
          if (ends.length > 0) expect(state.status).toBe(ends[0]);
        }
        expect(ends.length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 300 },
    ));

  it('nobody at the recipient learns of it before it arrived there, whatever they try', () =>
    fc.assert(
      fc.property(histories, anyCommand, (played, command) => {
        const { state } = play(deliveryDecider, played);
        fc.pre('by' in command && state.status !== 'absent' && !isSeen(state));
        const tried = { ...command, by: ends.to } as DeliveryCommand;
        expect(deliveryDecider.decide(tried, state)).toEqual({ refused: 'not-found' });
      }),
    ));

  it('the wrong side never moves it, and a stranger learns nothing', () =>
    fc.assert(
      fc.property(
        histories,
        anyCommand,
        fc.constantFrom(ends.from, ends.to, 'H26.9'),
        (played, command, by) => {
          const right = a[command.type];
          fc.pre('by' in right && by !== right.by);
          const { state } = play(deliveryDecider, played);
          const isUnseen = state.status === 'absent' || !isSeen(state);
          const ofWrongSide = right.by === ends.from ? 'only-the-sender' : 'only-the-recipient';
          const refused = by === 'H26.9' || (by === ends.to && isUnseen) ? 'not-found' : ofWrongSide;
          expect(deliveryDecider.decide({ ...command, by } as DeliveryCommand, state)).toEqual({ refused });
        },
      ),
    ));

  it('statuses of a carrier end in the same state in any order, and each leaves one trace', () =>
    fc.assert(
      fc.property(
        fc.shuffledSubarray(['01', '03', '04', '05', '06'], { minLength: 1 }),
        fc.array(fc.nat({ max: 4 })),
        (codes, again) => {
          const told = codes.map((code) => status(code));
          const repeats = again.flatMap((index) => told[index] ?? []);
          const start = [a.RequestDelivery, a.RecordDispatch];
          const { events, state } = play(deliveryDecider, [...start, ...told, ...repeats]);
          const inOrder = play(deliveryDecider, [...start, ...[...codes].sort().map((code) => status(code))]);
          expect(state.status).toBe(inOrder.state.status);
          expect(events.filter(({ data }) => data.toldAt !== undefined)).toHaveLength(codes.length);
          expect(events.filter(({ type }) => type === 'DocumentArrived')).toHaveLength(1);
        },
      ),
    ));

  it('no receipt without an arrival, and no number after it ended', () =>
    fc.assert(
      fc.property(histories, (played) => {
        const names = play(deliveryDecider, played).events.map(({ type }) => type);
        const arrived = names.indexOf('DocumentArrived');
        for (const later of [
          'ReceiptAccepted',
          'ReceiptRefused',
          'ProcessingAssigned',
          'ProcessingCompleted',
        ]) {
          const index = names.indexOf(later as DeliveryEvent['type']);
          if (index !== -1) expect(arrived).toBeLessThan(index);
        }
        expect(names.filter((name) => name === 'ReceiptAccepted').length).toBeLessThanOrEqual(1);
      }),
    ));
});
