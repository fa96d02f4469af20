import { randomUUID } from 'node:crypto';
import { type StoredEvent, transact } from '@adapters/event-store';
import { type DocumentView } from '@contracts';
import { delivery, deliveryStream } from '@domain/delivery';
import { documentStream } from '@domain/document';
import { atMost } from '@runtime';
import { Clerks } from './clerks';
import { wronglyDescribed } from './described-answers';
import { Edge } from './edge';
import { type Founded, officerId, type Province, startProvince } from './province';
import { recipientsMany } from './recipients-many';

jest.setTimeout(120_000);

const [from, to, other] = ['H99.1', 'H99.2', 'H99.3'];
/** Works in a system of its own, behind a carrier. */
const outside = 'H99.4';

let province: Province;
let edge: Edge;
let clerks: Clerks;

beforeAll(async () => {
  province = await startProvince({
    services: ['directory', 'exchange', 'read-models', 'audit'],
    settings: { LIENTHONG_PORT: '0', LIENTHONG_CARRIED_AGENCIES: outside },
  });
  await province.found();
  edge = await Edge.start(province.context);
  clerks = new Clerks(province, edge);
});
afterAll(async () => {
  const errors = province.log.filter((line) => line.includes('"level":"error"'));
  await edge.stop();
  await province.stop();
  expect(errors).toEqual([]);
});

const inbox = (documentId: string, what: string) => `/inbox/${documentId}/${what}`;
const deliveryPath = (documentId: string, agency: string, what: string) =>
  `/documents/${documentId}/deliveries/${agency}/${what}`;
const at = (documentId: string, agency = to) => deliveryStream({ documentId, to: agency });
const dispatch = { carrier: 'axis', carrierId: randomUUID() };
const failure = { reasonCode: 'timeout', reason: 'Trục liên thông không trả lời' };

/** At an agency outside: what is told of it comes from its carrier. */
async function queuedOutside(): Promise<string> {
  const documentId = await clerks.issued(from, [outside]);
  await province.waitFor(at(documentId, outside), 'DeliveryRequested');
  return documentId;
}

async function dispatched(): Promise<string> {
  const documentId = await queuedOutside();
  await clerks.tell(documentId, outside, 'dispatch', { ...dispatch, carrierId: randomUUID() });
  return documentId;
}

const status = (documentId: string, statusCode: string, over: object = {}) => {
  const toldAt = `2026-11-22T01:00:${statusCode}.000Z`;
  return clerks.tell(documentId, outside, 'status', { statusCode, toldAt, ...over });
};

async function last(documentId: string, agency = to): Promise<StoredEvent> {
  const { events } = await province.store.readStream(at(documentId, agency), {
    direction: 'backwards',
    max: 1,
  });
  return events[0] as StoredEvent;
}

describe('on its way', () => {
  it('Queued: a delivery to an agency outside waits for its carrier, one inside arrives at once', async () => {
    const documentId = await clerks.issued(from, [outside, to]);
    await province.waitFor(at(documentId), 'DocumentArrived');
    expect(await clerks.factsAt(documentId, outside)).toEqual(['DeliveryRequested']);
    expect(await clerks.factsAt(documentId, to)).toEqual(['DeliveryRequested', 'DocumentArrived']);
  });

  it('DeliveryDispatched, and DocumentArrived when the carrier says so', async () => {
    const documentId = await dispatched();
    await clerks.tell(documentId, outside, 'arrival');
    await clerks.tell(documentId, outside, 'arrival');
    expect(await clerks.factsAt(documentId, outside)).toEqual([
      'DeliveryRequested',
      'DeliveryDispatched',
      'DocumentArrived',
    ]);
  });

  it('DeliveryAttemptFailed until the tries are used up, then DeliveryFailed', async () => {
    const documentId = await queuedOutside();
    for (let attempt = 1; attempt <= 10; attempt++) {
      await clerks.tell(documentId, outside, 'attempt-failure', { attempt, ...failure });
    }
    const facts = await clerks.factsAt(documentId, outside);
    expect(facts.filter((fact) => fact === 'DeliveryAttemptFailed')).toHaveLength(10);
    expect(facts.at(-1)).toBe('DeliveryFailed');
  });

  it('DeliveryFailed, DeliveryRetried under the same id, and dispatched again', async () => {
    const documentId = await dispatched();
    await clerks.tell(documentId, outside, 'failure', failure);
    const again = { ...dispatch, carrierId: randomUUID() };
    const path = `/carrier/deliveries/${documentId}/${outside}/dispatch`;
    expect(await clerks.refused('H99', 'AxisAdapter', path, again)).toBe('delivery:already-failed');
    await clerks.act(from, 'Clerk', deliveryPath(documentId, outside, 'retry'));
    await clerks.tell(documentId, outside, 'dispatch', again);
    expect((await clerks.factsAt(documentId, outside)).slice(-3)).toEqual([
      'DeliveryFailed',
      'DeliveryRetried',
      'DeliveryDispatched',
    ]);
  });

  it('DeliveryCancelled before it left, and not after', async () => {
    const reason = { reason: 'Chọn nhầm nơi nhận' };
    const queued = await queuedOutside();
    await clerks.act(from, 'Clerk', deliveryPath(queued, outside, 'cancellation'), reason);
    expect((await clerks.factsAt(queued, outside)).at(-1)).toBe('DeliveryCancelled');
    const left = await dispatched();
    const refused = await clerks.refused(from, 'Clerk', deliveryPath(left, outside, 'cancellation'), reason);
    expect(refused).toBe('delivery:already-dispatched');
  });
});

it('RecallOrdered before it left: the delivery is stopped, nobody is asked, and the recall is settled', async () => {
  const documentId = await queuedOutside();
  await clerks.act(from, 'Leader', `/documents/${documentId}/recall`, { reason: 'Ban hành nhầm' });
  const settled = await province.waitFor(documentStream(documentId), 'RecallSettled');
  expect(settled.data).toMatchObject({ cancelled: [outside], kept: [] });
  expect(await clerks.factsAt(documentId, outside)).toEqual(['DeliveryRequested', 'DeliveryCancelled']);
});

describe('at the recipient', () => {
  it('ReceiptRefused: code and reason always reach the sender', async () => {
    const documentId = await clerks.arrived(from, to);
    const refusal = { reasonCode: 'missing-part', reason: 'Thiếu phụ lục 2' };
    const { position } = await clerks.act(to, 'Clerk', inbox(documentId, 'refusal'), refusal);
    const view = await clerks.get<DocumentView>(from, 'Clerk', `/documents/${documentId}?after=${position}`);
    expect(view.deliveries).toMatchObject([{ agency: to, state: 'Refused' }]);
    expect(view.deliveries[0]?.history.at(-1)).toMatchObject({ statusCode: '02', ...refusal });
  });

  it('ReceiptAccepted, ProcessingAssigned, ProcessingStarted', async () => {
    const documentId = await clerks.inProcess(from, to);
    expect(await clerks.factsAt(documentId, to)).toEqual([
      'DeliveryRequested',
      'DocumentArrived',
      'ReceiptAccepted',
      'ProcessingAssigned',
      'ProcessingStarted',
    ]);
  });

  it('ProcessingReassigned, to officers of the agency only', async () => {
    const documentId = await clerks.inProcess(from, to);
    const path = inbox(documentId, 'reassignment');
    const stranger = { assignee: officerId('Specialist', other), reason: 'Nghỉ phép' };
    expect(await clerks.refused(to, 'Leader', path, stranger)).toBe('delivery:assignee-not-found');
    await clerks.act(to, 'Leader', path, { assignee: officerId('Leader', to), reason: 'Nghỉ phép' });
    expect(await clerks.refused(to, 'Specialist', inbox(documentId, 'start'))).toBe(
      'delivery:not-the-assignee',
    );
    await clerks.act(to, 'Leader', inbox(documentId, 'start'));
    expect((await clerks.factsAt(documentId, to)).slice(-2)).toEqual([
      'ProcessingReassigned',
      'ProcessingStarted',
    ]);
  });

  it('ProcessingCompleted with the reply that names the document, and no other', async () => {
    const documentId = await clerks.inProcess(from, to);
    const path = inbox(documentId, 'completion');
    const complete = (reply: string) => ({ result: 'Đã trả lời', reply });
    const answer = await clerks.registered(to, { responseFor: [documentId] });
    expect(await clerks.refused(to, 'Specialist', path, complete(answer))).toBe('delivery:reply-not-issued');
    const besides = await clerks.issued(to, [from]);
    expect(await clerks.refused(to, 'Specialist', path, complete(besides))).toBe(
      'delivery:reply-answers-another',
    );
    await clerks.act(to, 'Clerk', `/documents/${answer}/issue`, { recipients: [from] });
    await clerks.act(to, 'Specialist', path, complete(answer));
    expect((await last(documentId)).data).toMatchObject({ reply: { documentId: answer, agency: to } });
  });

  it('DocumentSuperseded once the replacement is received, and not before', async () => {
    const documentId = await clerks.inProcess(from, to);
    const replacement = await clerks.arrived(from, to, { replaces: documentId });
    expect((await last(documentId)).type).toBe('ProcessingStarted.v1');
    await clerks.act(to, 'Clerk', inbox(replacement, 'receipt'));
    const { data } = await province.waitFor(at(documentId), 'DocumentSuperseded');
    expect(data).toMatchObject({ replacement: { documentId: replacement, agency: from } });
    expect(await clerks.refused(to, 'Specialist', inbox(documentId, 'completion'), { result: 'Xong' })).toBe(
      'delivery:already-superseded',
    );
  });
});

describe('asked back', () => {
  const reason = { reason: 'Ban hành nhầm nội dung' };
  const takeBack = (documentId: string) =>
    clerks.act(from, 'Clerk', deliveryPath(documentId, to, 'take-back'), reason);

  it('RecallRequested stops all work; RecallAgreed cancels it, and its number stays', async () => {
    const documentId = await clerks.inProcess(from, to);
    await takeBack(documentId);
    expect(await clerks.refused(to, 'Specialist', inbox(documentId, 'completion'), { result: 'Xong' })).toBe(
      'delivery:recall-pending',
    );
    const { position } = await clerks.act(to, 'Clerk', inbox(documentId, 'recall-agreement'));
    expect((await clerks.factsAt(documentId, to)).slice(-3)).toEqual([
      'RecallRequested',
      'RecallAgreed',
      'DocumentCancelledAtRecipient',
    ]);
    const view = await clerks.get<DocumentView>(from, 'Clerk', `/documents/${documentId}?after=${position}`);
    expect(view.deliveries).toMatchObject([{ agency: to, state: 'Cancelled' }]);
  });

  it('RecallRequested after completion is allowed and flagged', async () => {
    const documentId = await clerks.inProcess(from, to);
    await clerks.act(to, 'Specialist', inbox(documentId, 'completion'), { result: 'Xong' });
    await takeBack(documentId);
    expect((await last(documentId)).data).toMatchObject({ afterCompletion: true, form: 'take-back' });
  });

  it('RecallRequestWithdrawn leaves it where it was', async () => {
    const documentId = await clerks.arrived(from, to);
    await takeBack(documentId);
    await clerks.act(from, 'Clerk', deliveryPath(documentId, to, 'take-back-withdrawal'), {
      reason: 'Giữ nguyên',
    });
    await clerks.act(to, 'Clerk', inbox(documentId, 'receipt'));
    expect((await clerks.factsAt(documentId, to)).slice(-2)).toEqual([
      'RecallRequestWithdrawn',
      'ReceiptAccepted',
    ]);
  });

  it.each([
    ['kept', ['RecallRefused', 'RecallDisputeClosed']],
    ['cancelled', ['RecallDisputeClosed', 'DocumentCancelledAtRecipient']],
  ])('RecallRefused with a reason, and RecallDisputeClosed: %s', async (outcome, facts) => {
    const documentId = await clerks.inProcess(from, to);
    await takeBack(documentId);
    await clerks.act(to, 'Clerk', inbox(documentId, 'recall-refusal'), { reason: 'Đã thi hành' });
    const closing = { outcome, decision: '12/TB-UBND' };
    await clerks.act(from, 'Leader', deliveryPath(documentId, to, 'dispute-closing'), closing);
    expect((await clerks.factsAt(documentId, to)).slice(-2)).toEqual(facts);
  });

  it('the recall of the leader comes before a take-back, and only he withdraws it', async () => {
    const documentId = await clerks.arrived(from, to);
    await takeBack(documentId);
    await clerks.act(from, 'Leader', `/documents/${documentId}/recall`, reason);
    await province.waitFor(at(documentId), 'RecallRequested', 2);
    const path = deliveryPath(documentId, to, 'take-back-withdrawal');
    expect(await clerks.refused(from, 'Clerk', path, reason)).toBe('delivery:formal-recall-pending');
    await clerks.act(to, 'Clerk', inbox(documentId, 'recall-agreement'));
    await province.waitFor(documentStream(documentId), 'RecallSettled');
  });
});

describe('asked to be changed', () => {
  const changes = { subject: 'Về việc đã sửa', reason: 'Sửa trích yếu' };

  it.each([
    ['UpdateAgreed', 'update-agreement', {}],
    ['UpdateRefused', 'update-refusal', { reason: 'Đã xử lý xong' }],
  ])('UpdateRequested and %s, then it goes on', async (fact, answer, body) => {
    const documentId = await clerks.accepted(from, to);
    await clerks.act(from, 'Clerk', `/documents/${documentId}/update`, changes);
    await province.waitFor(at(documentId), 'UpdateRequested');
    const assignment = { assignee: officerId('Specialist', to) };
    expect(await clerks.refused(to, 'Leader', inbox(documentId, 'assignment'), assignment)).toBe(
      'delivery:update-pending',
    );
    await clerks.act(to, 'Clerk', inbox(documentId, answer), body);
    await clerks.act(to, 'Leader', inbox(documentId, 'assignment'), assignment);
    expect((await clerks.factsAt(documentId, to)).slice(-3)).toEqual([
      'UpdateRequested',
      fact,
      'ProcessingAssigned',
    ]);
  });
});

describe('statuses of a carrier', () => {
  it('a skipped 01 is inferred, a late one is history, a repeated message leaves no trace', async () => {
    const documentId = await dispatched();
    for (const code of ['03', '06', '04', '01', '04']) await status(documentId, code);
    expect((await clerks.factsAt(documentId, outside)).slice(2)).toEqual([
      'DocumentArrived',
      'ReceiptAccepted',
      'ProcessingCompleted',
      'StatusReceivedOutOfOrder',
      'StatusReceivedOutOfOrder',
    ]);
  });

  it('02 needs its code and reason, which reach the sender', async () => {
    const documentId = await dispatched();
    const path = `/carrier/deliveries/${documentId}/${outside}/status`;
    const told = { statusCode: '02', toldAt: '2026-11-22T01:00:02.000Z' };
    expect(await clerks.refused('H99', 'AxisAdapter', path, told)).toBe('delivery:reason-required');
    const why = { reasonCode: 'integrity', description: 'Tệp hỏng' };
    const { position } = await status(documentId, '02', why);
    const view = await clerks.get<DocumentView>(from, 'Clerk', `/documents/${documentId}?after=${position}`);
    expect(view.deliveries[0]?.history.at(-1)).toMatchObject({ reasonCode: 'integrity', reason: 'Tệp hỏng' });
  });

  it('14 is read as 15: a recall that went to the agency outside is agreed to', async () => {
    const documentId = await dispatched();
    await clerks.act(from, 'Clerk', deliveryPath(documentId, outside, 'take-back'), { reason: 'Gửi nhầm' });
    await status(documentId, '14');
    expect((await clerks.factsAt(documentId, outside)).slice(-2)).toEqual([
      'RecallAgreed',
      'DocumentCancelledAtRecipient',
    ]);
  });

  it('come from a carrier only', async () => {
    const documentId = await queuedOutside();
    for (const [agency, role] of [
      [from, 'Clerk'],
      [outside, 'Clerk'],
    ] as const) {
      const path = `/carrier/deliveries/${documentId}/${outside}/arrival`;
      expect(await clerks.refused(agency, role, path)).toBe('request:role-not-allowed');
    }
    expect(await clerks.factsAt(documentId, outside)).toEqual(['DeliveryRequested']);
  });

  it('are told of the agencies that the token is good for', async () => {
    const documentId = await queuedOutside();
    const path = `/carrier/deliveries/${documentId}/${outside}/arrival`;
    const tell = async (carries: readonly string[]) => {
      const token = await edge.issuer.issue({
        sub: 'truc',
        agency: outside,
        roles: ['AxisAdapter'],
        carries,
      });
      return (await edge.withToken(token).post(path)).status;
    };
    expect(await tell([to, other])).toBe(404);
    expect(await clerks.factsAt(documentId, outside)).toEqual(['DeliveryRequested']);
    expect(await tell([to, outside])).toBe(200);
    expect(await clerks.factsAt(documentId, outside)).toEqual(['DeliveryRequested', 'DocumentArrived']);
  });

  it('are told of agencies outside only', async () => {
    const documentId = await clerks.arrived(from, to);
    const path = `/carrier/deliveries/${documentId}/${to}/status`;
    const told = { statusCode: '03', toldAt: '2026-11-22T01:00:03.000Z' };
    expect(await clerks.refused('H99', 'AxisAdapter', path, told)).toBe('delivery:not-found');
    expect(await clerks.factsAt(documentId, to)).toEqual(['DeliveryRequested', 'DocumentArrived']);
  });
});

describe('what looks like a document that came earlier', () => {
  /** As an adapter brings it in: another document with the number and symbol of the first. */
  async function again(documentId: string): Promise<string> {
    const { events } = await province.store.readStream(at(documentId), { max: 1 });
    const [first] = events as [StoredEvent];
    const second = randomUUID();
    const data = first.data as { readonly at: string };
    const request = { ...data, type: 'RequestDelivery', documentId: second } as unknown as Parameters<
      typeof delivery.decider.decide
    >[0];
    const meta = { ...first.metadata, commandId: randomUUID() };
    await transact(province.store, delivery, at(second), request, meta);
    await province.waitFor(at(second), 'DocumentArrived');
    return second;
  }

  it('is told with its arrival, decided by the clerk, and only then received', async () => {
    const first = await clerks.accepted(from, to);
    const second = await again(first);
    const { data } = await province.waitFor(at(second), 'DuplicateSuspected');
    expect(data).toMatchObject({ grounds: 'document-code', earlier: { documentId: first, agency: from } });
    expect(await clerks.refused(to, 'Clerk', inbox(second, 'receipt'))).toBe('delivery:duplicate-undecided');
    const decision = { isDuplicate: false, reason: 'Hai văn bản khác nội dung' };
    await clerks.act(to, 'Clerk', inbox(second, 'duplicate-decision'), decision);
    await clerks.act(to, 'Clerk', inbox(second, 'receipt'));
    expect((await clerks.factsAt(second, to)).slice(-2)).toEqual(['DuplicateDecided', 'ReceiptAccepted']);
    expect(await clerks.factsAt(first, to)).not.toContain('DuplicateSuspected');
  });

  it('is known after a restart', async () => {
    const first = await clerks.arrived(from, to);
    await province.stopService('exchange');
    await province.startService('exchange');
    expect(await clerks.factsAt(await again(first), to)).toContain('DuplicateSuspected');
  });
});

it('moves for neither side what is the other one’s, and tells a stranger nothing', async () => {
  const documentId = await clerks.inProcess(from, to);
  const before = await clerks.factsAt(documentId, to);
  const reason = { reason: 'Thử' };
  const act = (agency: string, path: string) => clerks.refused(agency, 'Clerk', path, reason);
  expect([
    await act(to, deliveryPath(documentId, to, 'take-back')),
    await act(other, deliveryPath(documentId, to, 'take-back')),
    await act(from, deliveryPath(documentId, other, 'take-back')),
    await clerks.refused(from, 'Clerk', inbox(documentId, 'receipt')),
    await clerks.refused(other, 'Clerk', inbox(documentId, 'recall-agreement')),
    await clerks.refused(to, 'Clerk', inbox(randomUUID(), 'receipt')),
  ]).toEqual([
    'delivery:only-the-sender',
    'delivery:not-found',
    'delivery:not-found',
    'delivery:not-found',
    'delivery:not-found',
    'delivery:not-found',
  ]);
  expect(await clerks.factsAt(documentId, to)).toEqual(before);
  expect(await clerks.factsAt(documentId, other)).toEqual([]);
});

it(`one document to ${recipientsMany} agencies is recalled from all of them, each delivery once`, async () => {
  const many: Founded[] = Array.from({ length: recipientsMany }, (_, index) => {
    const code = `H99.4.${index + 1}`;
    return {
      code,
      name: `Đơn vị thử nghiệm ${index + 1}`,
      abbreviation: 'DVT',
      tier: 'commune',
      parent: 'H99.4',
    };
  });
  const operator = await edge.as('H99', 'Operator');
  const registered = await atMost(8, many, ({ code, ...card }) => operator.put(`/agencies/${code}`, card));
  expect(registered.filter(({ status: answered }) => answered !== 200)).toEqual([]);

  const documentId = await clerks.issued(
    from,
    many.map(({ code }) => code),
  );
  await Promise.all(many.map(({ code }) => province.waitFor(at(documentId, code), 'DocumentArrived')));
  await clerks.act(from, 'Leader', `/documents/${documentId}/recall`, { reason: 'Ban hành nhầm' });
  await Promise.all(many.map(({ code }) => province.waitFor(at(documentId, code), 'RecallRequested')));
  const facts = await Promise.all(many.map(({ code }) => clerks.factsAt(documentId, code)));
  expect(new Set(facts.map((each) => each.join()))).toEqual(
    new Set(['DeliveryRequested,DocumentArrived,RecallRequested']),
  );
  expect(facts.flat()).toHaveLength(recipientsMany * 3);
}, 600_000);

it('every answer is what the OpenAPI document says', async () =>
  expect(await wronglyDescribed(edge, 'deliveries')).toEqual([]));
