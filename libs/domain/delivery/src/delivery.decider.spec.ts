import fc from 'fast-check';
import { fold, given, play } from '@domain/decider';
import { type DeliveryCommand, deliveryDecider, type DeliveryRefusal } from './delivery.decider';
import type { DeliveryEvent } from './delivery.events';

type Command<T extends DeliveryCommand['type']> = Extract<DeliveryCommand, { type: T }>;

const at = '2026-11-22T01:00:00.000Z';
const leg = { documentId: '3f0c4b1e-7c9d-5a51-9f55-0a4c7e6a1d10', from: 'H26.1', to: 'H26.2', at };
const clerk = { by: 'H26.2', officer: 'vt.02', at };
const specialist = { by: 'H26.2', officer: 'cv.02', at };

const request: Command<'RequestDelivery'> = {
  type: 'RequestDelivery',
  ...leg,
  symbol: '15/QĐ-UBND',
  documentType: 'QD',
  subject: 'Phê duyệt kế hoạch năm 2027',
  urgency: 'normal',
  contents: [{ sha256: 'a'.repeat(64), size: 1, mediaType: 'application/pdf', name: 'quyet-dinh.pdf' }],
};
const arrive: Command<'RecordArrival'> = { type: 'RecordArrival', at };
const refusal = { reasonCode: 'mis-sent', reason: 'gửi nhầm nơi nhận' } as const;
const refuse: Command<'RefuseReceipt'> = { type: 'RefuseReceipt', ...clerk, ...refusal };
const accept: Command<'AcceptReceipt'> = { type: 'AcceptReceipt', ...clerk, number: 12, bookYear: 2026 };
const assignment = {
  assignee: 'cv.02',
  coordinating: ['cv.03'],
  opinion: 'Tham mưu trả lời',
  dueDate: '2026-12-01',
};
const assign: Command<'AssignProcessing'> = { type: 'AssignProcessing', ...clerk, ...assignment };
const start: Command<'StartProcessing'> = { type: 'StartProcessing', ...specialist };
const complete: Command<'CompleteProcessing'> = {
  type: 'CompleteProcessing',
  ...specialist,
  result: 'không cần trả lời',
};

const { type: _request, ...requestedLeg } = request;
const requested: DeliveryEvent = { type: 'DeliveryRequested', data: requestedLeg };
const arrived: DeliveryEvent = { type: 'DocumentArrived', data: leg };
const refused: DeliveryEvent = { type: 'ReceiptRefused', data: { ...leg, officer: 'vt.02', ...refusal } };
const accepted: DeliveryEvent = {
  type: 'ReceiptAccepted',
  data: { ...leg, officer: 'vt.02', number: 12, bookYear: 2026 },
};
const assigned: DeliveryEvent = {
  type: 'ProcessingAssigned',
  data: { ...leg, officer: 'vt.02', ...assignment },
};
const started: DeliveryEvent = { type: 'ProcessingStarted', data: { ...leg, officer: 'cv.02' } };
const completed: DeliveryEvent = {
  type: 'ProcessingCompleted',
  data: { ...leg, officer: 'cv.02', result: 'không cần trả lời' },
};

const queued = [requested];
const atRecipient = [...queued, arrived];
const turnedAway = [...atRecipient, refused];
const registered = [...atRecipient, accepted];
const withSpecialist = [...registered, assigned];
const inProcess = [...withSpecialist, started];
const done = [...inProcess, completed];

const givenLeg = given(deliveryDecider);

describe('a delivery', () => {
  const acceptances: Record<DeliveryCommand['type'], [DeliveryEvent[], DeliveryCommand, DeliveryEvent]> = {
    RequestDelivery: [[], request, requested],
    RecordArrival: [queued, arrive, arrived],
    RefuseReceipt: [atRecipient, refuse, refused],
    AcceptReceipt: [atRecipient, accept, accepted],
    AssignProcessing: [registered, assign, assigned],
    StartProcessing: [withSpecialist, start, started],
    CompleteProcessing: [inProcess, complete, completed],
  };
  it.each(Object.entries(acceptances))('records a fact on %s', (_, [history, command, event]) =>
    expect(givenLeg(...history).when(command)).toEqual({ events: [event] }),
  );

  const refusals: Record<DeliveryRefusal, [DeliveryEvent[], DeliveryCommand][]> = {
    'not-found': [
      [[], arrive],
      [[], accept],
      [atRecipient, { ...accept, by: 'H26.1' }],
      [atRecipient, { ...refuse, by: 'H26.3' }],
    ],
    'not-arrived-yet': [
      [queued, refuse],
      [queued, accept],
      [queued, assign],
      [queued, start],
      [queued, complete],
    ],
    'already-refused': [
      [turnedAway, { ...refuse, reason: 'thiếu phụ lục' }],
      [turnedAway, { ...refuse, reasonCode: 'missing-part' }],
      [turnedAway, accept],
      [turnedAway, assign],
      [turnedAway, start],
      [turnedAway, complete],
    ],
    'already-accepted': [
      [registered, refuse],
      [registered, { ...accept, number: 13 }],
      [registered, { ...accept, bookYear: 2027 }],
      [done, refuse],
    ],
    'not-accepted-yet': [
      [atRecipient, assign],
      [atRecipient, start],
      [atRecipient, complete],
    ],
    'already-assigned': [
      [withSpecialist, { ...assign, assignee: 'cv.03' }],
      [withSpecialist, { ...assign, coordinating: [] }],
      [withSpecialist, { ...assign, opinion: 'Trả lời ngay' }],
      [inProcess, { ...assign, dueDate: '2026-12-02' }],
    ],
    'not-assigned-yet': [
      [registered, start],
      [registered, complete],
    ],
    'not-the-assignee': [
      [withSpecialist, { ...start, officer: 'cv.03' }],
      [inProcess, { ...complete, officer: 'cv.03' }],
    ],
    'not-started-yet': [[withSpecialist, complete]],
    'already-completed': [
      [done, start],
      [done, { ...complete, result: 'đã trả lời' }],
    ],
  };
  it.each(
    Object.entries(refusals).flatMap(([name, cases]) =>
      cases.map(([history, command]) => [command.type, name, history, command] as const),
    ),
  )('refuses %s with %s', (_, name, history, command) =>
    expect(givenLeg(...history).when(command)).toEqual({ refused: name }),
  );

  it.each<[string, DeliveryCommand, DeliveryEvent[]]>([
    ['request', request, queued],
    ['request, after the recipient was done', request, done],
    ['arrival', arrive, atRecipient],
    ['arrival, after it was refused', arrive, turnedAway],
    ['refusal', refuse, turnedAway],
    ['acceptance', accept, registered],
    ['acceptance, after it was assigned', accept, withSpecialist],
    ['assignment', assign, withSpecialist],
    ['assignment, after work began', assign, inProcess],
    ['start', start, inProcess],
    ['completion', complete, done],
  ])('records nothing when the %s is redelivered', (_, command, history) =>
    expect(givenLeg(...history).when(command)).toEqual({ events: [] }),
  );

  it('shows where it stands', () =>
    expect(
      [[], queued, atRecipient, turnedAway, registered, withSpecialist, inProcess, done].map(
        (history) => fold(deliveryDecider, history).status,
      ),
    ).toEqual(['absent', 'Queued', 'Arrived', 'Refused', 'Accepted', 'Assigned', 'InProcess', 'Completed']));

  it('keeps what the leader said with the assignment', () =>
    expect(fold(deliveryDecider, done)).toEqual({
      status: 'Completed',
      documentId: leg.documentId,
      from: 'H26.1',
      to: 'H26.2',
      number: 12,
      bookYear: 2026,
      ...assignment,
      result: 'không cần trả lời',
    }));
});

describe('for random histories of a delivery', () => {
  it('deciding twice appends once', () =>
    fc.assert(
      fc.property(fc.array(commands), commands, (before, command) => {
        const once = play(deliveryDecider, [...before, command]).events;
        expect(play(deliveryDecider, [...before, command, command]).events).toEqual(once);
      }),
    ));

  it('a command redelivered at any later time appends nothing', () =>
    fc.assert(
      fc.property(fc.array(commands, { maxLength: 40 }), fc.nat(), (played, which) => {
        const { recorded, events } = play(deliveryDecider, [request, ...played]);
        const redelivered = recorded[which % recorded.length] as DeliveryCommand;
        expect(play(deliveryDecider, [request, ...played, redelivered]).events).toEqual(events);
      }),
    ));

  it('status codes only rise, each is told once, and at most one end is reached', () =>
    fc.assert(
      fc.property(fc.array(commands, { maxLength: 60 }), (played) => {
        const codes = play(deliveryDecider, played).events.map(({ type }) => statusCodes[type]);
        expect(codes).toEqual([...new Set(codes)].sort());
        expect(codes).toEqual(codes.includes('02') ? ['00', '01', '02'] : ladder.slice(0, codes.length));
      }),
    ));

  it('only the recipient moves it once it arrived', () =>
    fc.assert(
      fc.property(fc.array(commands, { maxLength: 40 }), commands, (before, command) => {
        fc.pre('by' in command && command.by !== leg.to);
        const { state } = play(deliveryDecider, [request, ...before]);
        expect(deliveryDecider.decide(command, state)).toEqual({ refused: 'not-found' });
      }),
    ));
});

const statusCodes: Record<DeliveryEvent['type'], string> = {
  DeliveryRequested: '00',
  DocumentArrived: '01',
  ReceiptRefused: '02',
  ReceiptAccepted: '03',
  ProcessingAssigned: '04',
  ProcessingStarted: '05',
  ProcessingCompleted: '06',
};
const ladder = ['00', '01', '03', '04', '05', '06'];

const commands: fc.Arbitrary<DeliveryCommand> = fc
  .tuple(
    fc.constantFrom<DeliveryCommand>(request, arrive, refuse, accept, assign, start, complete),
    fc.constantFrom('H26.2', 'H26.2', 'H26.2', 'H26.1'),
    fc.constantFrom('cv.02', 'cv.02', 'cv.03'),
    fc.constantFrom(12, 12, 13),
  )
  .map(([command, by, officer, number]): DeliveryCommand => {
    if (!('by' in command)) return command;
    return command.type === 'AcceptReceipt'
      ? { ...command, by, officer, number }
      : { ...command, by, officer };
  });
