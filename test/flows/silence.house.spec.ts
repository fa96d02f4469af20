import { randomUUID } from 'node:crypto';
import { transact } from '@adapters/event-store';
import { acknowledgementBy, type Due, vietnamCalendar } from '@domain/calendar';
import { delivery, deliveryStream } from '@domain/delivery';
import type { Silence } from '@domain/delivery/events';
import { Clock } from '@runtime';
import { randomFrom, repeatEvents } from '../faults/chance';
import { type Province, startProvince } from './province';
import { inStore, Scribe } from './scribe';

jest.setTimeout(60_000);

/** Stands still until a test moves it on. */
class HandClock extends Clock {
  constructor(private at: string) {
    super();
  }
  now(): string {
    return this.at;
  }
  moveTo(localTime: string): string {
    this.at = local(localTime);
    return this.at;
  }
}

const local = (text: string): string => new Date(`${text.replace(' ', 'T')}:00.000+07:00`).toISOString();
const endOfDay = (date: string): string => new Date(`${date}T23:59:59.999+07:00`).toISOString();

/** Friday; the next working day is Monday the 8th. */
const begin = local('2026-06-05 08:00');
const [from, to] = ['H99.1', 'H99.2'];
const { calendarVersion } = vietnamCalendar;
/** Bytes that nobody uploaded: a document with them never arrives. */
const missing = { sha256: 'c'.repeat(64), size: 7, mediaType: 'application/pdf', name: 'van-ban.pdf' };

let province: Province;
let scribe: Scribe;
let clock: HandClock;

// Whoever watches is given every event again and again.
const repeating = repeatEvents(randomFrom(1));
afterAll(() => {
  repeating.stop();
  expect(repeating.repeats).toBeGreaterThan(0);
});

beforeEach(async () => {
  clock = new HandClock(begin);
  province = await startProvince({ services: ['exchange'], clock });
  scribe = new Scribe(inStore(province.store), Date.parse(begin));
});
afterEach(() => province.stop());

/** A delivery without a document behind it; with `contents` it never arrives, without them it does at once. */
function request(more: { readonly contents?: readonly (typeof missing)[]; readonly dueDate?: string } = {}) {
  const documentId = randomUUID();
  const about = { symbol: '01/BC-STC', documentType: 'BC', subject: 'Báo cáo', urgency: 'normal' } as const;
  const command = { type: 'RequestDelivery', documentId, from, to, ...about, contents: [], ...more } as const;
  return { documentId, stream: deliveryStream({ documentId, to }), command };
}

async function requested(
  more: Parameters<typeof request>[0] = {},
): Promise<{ documentId: string; stream: string }> {
  const begun = request(more);
  await scribe.onDelivery(begun.documentId, to, begun.command);
  if (more.contents === undefined) await province.waitFor(begun.stream, 'DocumentArrived');
  return begun;
}

const accept = (documentId: string, number: number) =>
  scribe.onDelivery(documentId, to, {
    type: 'AcceptReceipt',
    by: to,
    officer: 'vt.02',
    number,
    bookYear: 2026,
  });

const restart = async () => {
  await province.stopService('exchange');
  await province.startService('exchange');
};

const factAt = async (stream: string, fact: string): Promise<string> =>
  ((await province.waitFor(stream, fact)).data as { at: string }).at;

const dueAt = (due: Due): string => ('refused' in due ? due.refused : due.dueAt);

const recordedBy = async (): Promise<Partial<Record<Silence, number>>> => {
  const { values } = await province.context.metrics.silences.get();
  return Object.fromEntries(values.map(({ labels, value }) => [labels.silence, value]));
};

it('an arrival that does not come in time is recorded, with its cause and the calendar it rests on', async () => {
  const { stream } = await requested({ contents: [missing] });
  const cause = await province.waitFor(stream, 'DeliveryRequested');
  const since = await factAt(stream, 'DeliveryRequested');
  const due = dueAt(acknowledgementBy({ requestedAt: since }));
  expect(due).toBe(local('2026-06-05 14:00'));
  const at = clock.moveTo('2026-06-05 14:01');
  const { data, metadata } = await province.waitFor(stream, 'AcknowledgementOverdue');
  expect(data).toMatchObject({ from, to, since, dueAt: due, calendarVersion, at });
  expect(metadata).toMatchObject({
    $causationId: cause.id,
    $correlationId: cause.metadata.$correlationId,
    actor: { officer: 'System', role: 'System' },
    source: 'reactor',
    ruleVersion: calendarVersion,
  });
});

it('a receipt missed on the day is recorded by the service that starts on the next', async () => {
  const { stream } = await requested();
  const since = await factAt(stream, 'DocumentArrived');
  await province.stopService('exchange');
  const at = clock.moveTo('2026-06-08 07:00');
  await province.startService('exchange');
  const { data } = await province.waitFor(stream, 'SameDayReceiptMissed');
  expect(data).toMatchObject({ since, dueAt: endOfDay('2026-06-05'), calendarVersion, at });
});

it('a recall that nobody answers is recorded, and nothing else while it is open', async () => {
  const { documentId, stream } = await requested();
  await accept(documentId, 1);
  const recall = { by: from, officer: 'vt.01', form: 'formal', reason: 'Gửi nhầm cơ quan' } as const;
  await scribe.onDelivery(documentId, to, { type: 'RequestRecall', ...recall });
  const since = await factAt(stream, 'RecallRequested');
  const at = clock.moveTo('2026-06-09 00:00');
  const { data } = await province.waitFor(stream, 'RecallUnanswered');
  expect(data).toMatchObject({ since, dueAt: endOfDay('2026-06-08'), calendarVersion, at });
  await province.stopService('exchange');
  expect((await province.factsOf(stream)).slice(2)).toEqual([
    'ReceiptAccepted',
    'RecallRequested',
    'RecallUnanswered',
  ]);
});

it('everything missed in a long stop is recorded once, also by two instances and after two restarts', async () => {
  const withDate = await requested({ dueDate: '2026-06-10' });
  const lost = await requested({ contents: [missing] });
  const brought = request({ contents: [missing] });
  const { events } = await province.store.readStream(lost.stream);
  const imported = { source: 'import', importedFrom: `so-van-ban.csv#${'d'.repeat(64)}` } as const;
  const meta = { ...events[0]!.metadata, commandId: randomUUID(), ...imported };
  await transact(province.store, delivery, brought.stream, { ...brought.command, at: begin }, meta);
  await accept(withDate.documentId, 1);
  await province.stopService('exchange');

  const at = clock.moveTo('2026-06-15 08:00');
  await province.startService('exchange');
  await province.startService('exchange');
  await province.waitFor(withDate.stream, 'DueDatePassed');
  await province.waitFor(lost.stream, 'AcknowledgementOverdue');
  const said = async () => (await province.store.readStream(withDate.stream)).events.slice(3);
  expect((await said()).map(({ data }) => (data as { at: string }).at)).toEqual([at, at, at, at]);
  expect((await said()).map(({ type, data }) => [type, (data as { dueAt: string }).dueAt])).toEqual([
    ['SubmissionOverdue.v1', endOfDay('2026-06-08')],
    ['DueDateNear.v1', local('2026-06-08 07:00')],
    ['DueDateNear.v1', local('2026-06-09 07:00')],
    ['DueDatePassed.v1', endOfDay('2026-06-10')],
  ]);

  await restart();
  await restart();
  // A new delivery that is missed shows that they looked again; a stopped service has finished what it began.
  const marker = await requested({ contents: [missing] });
  clock.moveTo('2026-06-16 08:00');
  await province.waitFor(marker.stream, 'AcknowledgementOverdue');
  await province.stopService('exchange');
  expect(await said()).toHaveLength(4);
  expect(await province.factsOf(lost.stream)).toEqual(['DeliveryRequested', 'AcknowledgementOverdue']);
  expect(await province.factsOf(brought.stream)).toEqual(['DeliveryRequested']);
  const facts = { AcknowledgementOverdue: 2, SubmissionOverdue: 1, DueDateNear: 2, DueDatePassed: 1 };
  const counted = await recordedBy();
  expect(Object.keys(counted).sort()).toEqual(Object.keys(facts).sort());
  for (const [silence, recorded] of Object.entries(facts)) {
    // Two that write the same fact at the same instant both count it.
    expect(counted[silence as Silence]).toBeGreaterThanOrEqual(recorded);
    expect(counted[silence as Silence]).toBeLessThanOrEqual(2 * recorded);
  }
});
