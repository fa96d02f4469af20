import { createHash, randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { eventId, type StoredEvent } from '@adapters/event-store';
import { sql } from '@adapters/read-store';
import { agencyStream } from '@domain/agency';
import { deliveryId, deliveryStream } from '@domain/delivery';
import { documentStream } from '@domain/document';
import { anyInstallation, copiesOf } from '@formats/public-facts';
import { Chronicle, Scribe } from '../flows/scribe';
import { ClientLog, type Sent } from './client-log';
import {
  acceptedOnce,
  byStream,
  cameToRest,
  deliveredOnce,
  factOf,
  foldsAlike,
  kinds,
  numbersComplete,
  oneHolder,
  storeViolations,
  toldAsFolded,
  toldOf,
} from './invariants';
import {
  contentsWhole,
  leavesNoTrace,
  nobodyBehind,
  rebuilt,
  rowsAsRebuilt,
  shownIsVisible,
  visibleTo,
} from './outside-invariants';

jest.setTimeout(120_000);

const [sender, first, second] = ['H99.1', 'H99.2', 'H99.3'] as const;
const bytes = 'công văn';
const sha256 = createHash('sha256').update(bytes).digest('hex');
const chronicle = new Chronicle();
const events = chronicle.events as readonly StoredEvent[];
let documentId: string;
let dossierId: string;
let folder: string;

beforeAll(async () => {
  const scribe = new Scribe(chronicle);
  for (const code of [sender, first, second]) await scribe.register(code);
  documentId = await scribe.issued(sender, [first, second], 'Trích yếu', { sha256 });
  await scribe.arrive(documentId, first);
  await scribe.accept(documentId, first);
  await scribe.arrive(documentId, second);
  await scribe.number('incoming', second, deliveryId({ documentId, to: second }));
  await scribe.refuse(documentId, second);
  await scribe.voided('incoming', second, deliveryId({ documentId, to: second }));
  dossierId = await scribe.opened(sender);
  const { handoffId } = await scribe.offer(dossierId, sender, first);
  await scribe.settle(dossierId, handoffId, first, 'AcceptHandoff');
  folder = await mkdtemp(join(tmpdir(), 'lienthong-invariants-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const find = (fact: string): StoredEvent => events.find((event) => factOf(event) === fact) as StoredEvent;
const without = (...gone: readonly StoredEvent[]) => events.filter((event) => !gone.includes(event));
const changed = (event: StoredEvent, data: object) =>
  events.map((each) => (each === event ? { ...each, data: { ...(each.data as object), ...data } } : each));
/** The same fact once more, at the end of its stream. */
const again = (event: StoredEvent): StoredEvent => {
  const revision = BigInt(events.filter(({ stream }) => stream === event.stream).length);
  return { ...event, id: randomUUID(), revision, position: chronicle.position + 7n };
};
const accepted = (event: StoredEvent): Sent => ({
  commandId: event.metadata.commandId,
  operation: 'x',
  outcome: 'ok',
  expected: { fact: factOf(event), stream: event.stream },
});

it('finds nothing wrong with a history that is right', () => {
  expect(storeViolations(events.map(accepted), events)).toEqual([]);
});

describe('I1', () => {
  it('tells a lost fact, a doubled one, a doubled id, and what was refused and yet done', () => {
    const issue = find('DocumentIssued');
    const sent = [accepted(issue)];
    expect(acceptedOnce(sent, without(issue))).toEqual([expect.stringContaining('0 times')]);
    expect(acceptedOnce(sent, [...events, again(issue)]).join()).toMatch(/twice.*2 times/);
    expect(acceptedOnce([], [...events, issue])).toEqual([expect.stringContaining('there twice')]);
    const refused: Sent = { ...accepted(issue), outcome: 'refused' };
    expect(acceptedOnce([refused], events)).toEqual([expect.stringContaining('refused, yet left')]);
  });

  it('lets an unknown command be there or not, but not twice', () => {
    const issue = find('DocumentIssued');
    const unknown: Sent = { ...accepted(issue), outcome: 'unknown' };
    expect(acceptedOnce([unknown], events)).toEqual([]);
    expect(acceptedOnce([unknown], without(issue))).toEqual([]);
    expect(acceptedOnce([unknown], [...events, again(issue)])).toHaveLength(1);
  });

  it('takes a fact for done that the reaction to its number finished', () => {
    const receipt = find('ReceiptAccepted');
    const book = 'register-H99.2.incoming.2026';
    const { commandId } = receipt.metadata;
    const metadata = {
      ...receipt.metadata,
      commandId: randomUUID(),
      $causationId: eventId(book, commandId, 0),
    };
    const finished = events.map((event) => (event === receipt ? { ...event, metadata } : event));
    const sent = accepted(receipt);
    expect(acceptedOnce([sent], finished)).toHaveLength(1);
    const expected = { ...(sent.expected as NonNullable<Sent['expected']>), begunIn: [book] };
    expect(acceptedOnce([{ ...sent, expected }], finished)).toEqual([]);
  });

  it('reads a log that was cut off', async () => {
    const path = join(folder, 'client.log');
    const log = await ClientLog.open(path);
    await log.intent({ commandId: 'a', operation: 'x' });
    await log.intent({ commandId: 'b', operation: 'x' });
    await log.answer('a', 'ok', { fact: 'F', stream: 's' });
    await log.intent({ commandId: 'a', operation: 'x' });
    await log.close();
    await writeFile(path, '{"what":"answer","commandId":"b","outc', { flag: 'a' });
    const reopened = await ClientLog.open(path);
    expect(await reopened.read()).toEqual([
      { commandId: 'a', operation: 'x', outcome: 'ok', expected: { fact: 'F', stream: 's' } },
      { commandId: 'b', operation: 'x', outcome: 'unknown' },
    ]);
    await reopened.close();
  });
});

it.each(['DeliveryRequested', 'DocumentArrived', 'ReceiptAccepted', 'NumberAllocated'])(
  'I2 tells a second %s',
  (fact) => {
    expect(deliveredOnce([...events, again(find(fact))])).toEqual([expect.stringContaining('I2: a second')]);
  },
);

describe('I3', () => {
  it('tells a gap and a number out of order', () => {
    expect(numbersComplete(changed(find('NumberAllocated'), { number: 2 })).join()).toContain(
      'goes from 0 to 2',
    );
  });
  it('tells a number that stands for nothing', () => {
    expect(numbersComplete(without(find('NumberVoided'))).join()).toContain('stands for nothing');
    expect(numbersComplete(without(find('ReceiptAccepted'))).join()).toContain('stands for nothing');
  });
  it('tells a number that is borne, and not in the book', () => {
    const receipt = find('ReceiptAccepted');
    expect(numbersComplete(changed(receipt, { number: 9 })).join()).toContain('is borne');
  });
  it('tells a number that was given up and stands in the book', () => {
    const numbered = find('DocumentNumbered');
    const givenUp = { ...numbered, type: 'DocumentNumberVoided.v1' };
    expect(numbersComplete([...events, givenUp]).join()).toContain('stands for nothing');
    expect(numbersComplete([...events, givenUp, numbered]).join()).toContain('is borne');
  });
  it('tells a voided number that was never given', () => {
    expect(numbersComplete(changed(find('NumberVoided'), { number: 9 })).join()).toContain('does not stand');
  });
});

describe('I4', () => {
  it('tells a delivery that hangs, unless it was parked', () => {
    const arrived = find('DocumentArrived');
    expect(cameToRest(without(arrived))).toEqual([expect.stringContaining('hangs after')]);
    const stream = deliveryStream({ documentId, to: second });
    const parked = {
      ...arrived,
      type: 'EventParked.v1',
      stream: 'parked-x',
      data: { stream: arrived.stream },
    };
    expect(cameToRest([...without(arrived), parked])).toEqual([]);
    const never = events.filter((event) => event.stream !== stream);
    expect(cameToRest(never)).toEqual([expect.stringContaining('hangs after its document was issued')]);
  });
  it('tells a delivery that nobody promised', () => {
    expect(cameToRest(without(find('DocumentIssued'))).join()).toContain('nobody issued');
  });
  it('tells a merger of which one side is missing, unless it was parked', () => {
    const [stream, other] = [agencyStream(first), agencyStream(second)];
    const closing = { agency: first, successors: [second] };
    const closed = { ...find('AgencyRegistered'), type: 'AgencyClosed.v1', stream, data: closing };
    const taking = { agency: second, predecessor: first };
    const succeeded = { ...closed, type: 'AgencySucceeded.v1', stream: other, data: taking };
    const parked = { ...closed, type: 'EventParked.v1', stream: 'parked-x', data: { stream } };
    for (const side of [closed, succeeded]) {
      expect(cameToRest([...events, side])).toEqual([expect.stringContaining(`${first} → ${second}`)]);
    }
    expect(cameToRest([...events, closed, succeeded])).toEqual([]);
    expect(cameToRest([...events, closed, parked])).toEqual([]);
  });
});

describe('I5', () => {
  it('tells a fold that hangs on more than its facts, and one that changes what others hold', () => {
    let calls = 0;
    const moody = { ...kinds['document'], decider: { initial: 0, evolve: () => ++calls } };
    expect(foldsAlike(events, { document: moody as never }).join()).toContain('folds to two states');
    const { codec } = kinds['document'] as NonNullable<(typeof kinds)[string]>;
    const initial: string[] = [];
    const evolve = (state: string[], { type }: { type: string }) => (state.push(type), state);
    const greedy = { codec, decider: { initial, evolve } };
    expect(foldsAlike(events, { document: greedy }).join()).toContain('changed a state');
  });
  it('tells what the audit leaves out and tells differently', () => {
    const stream = documentStream(documentId);
    const states = [...byStream(events)].map(([name, history]): [string, unknown] => [
      name,
      toldOf(name, history),
    ]);
    expect(toldAsFolded(new Map(states), events)).toEqual([]);
    const without = states.filter(([name]) => name !== stream);
    expect(toldAsFolded(new Map(without), events)).toEqual([expect.stringContaining(stream)]);
    const other = new Map([...without, [stream, { status: 'Draft' }]] as [string, unknown][]);
    expect(toldAsFolded(other, events)).toEqual([expect.stringContaining('Draft')]);
  });
  it('tells a hole in a stream and an event it cannot read', () => {
    expect(foldsAlike(without(find('DocumentSigned'))).join()).toContain('revisions');
    const strange = events.map((event) =>
      event === find('DocumentSigned') ? { ...event, type: 'X.v1' } : event,
    );
    expect(foldsAlike(strange).join()).toContain('unknown');
  });
});

it('I6 tells one row that a rebuild has not', async () => {
  const { reads: live, close } = await rebuilt('store', events);
  expect(await rowsAsRebuilt(live, 'store', events)).toEqual([]);
  await live.query(sql`update leg set subject = 'khác' where document_id = ${documentId}`);
  expect(await rowsAsRebuilt(live, 'store', events)).toEqual([expect.stringContaining('I6')]);
  await close();
});

it('I8 tells bytes that are missing, damaged, or never finished', async () => {
  const contents = join(folder, 'contents');
  const kept = join(contents, 'sha256', sha256.slice(0, 2), sha256);
  await mkdir(dirname(kept), { recursive: true });
  expect(await contentsWhole(contents, events)).toEqual([expect.stringContaining('missing')]);
  await writeFile(kept, bytes);
  expect(await contentsWhole(contents, events)).toEqual([]);
  await writeFile(kept, `${bytes}!`);
  expect(await contentsWhole(contents, events)).toEqual([expect.stringContaining('damaged')]);
  await writeFile(kept, bytes);
  const draft = join(contents, '.receiving-x');
  await writeFile(draft, 'công');
  expect(await contentsWhole(contents, events)).toEqual([]);
  const before = Date.now() / 1_000 - 7_200;
  await utimes(draft, before, before);
  expect(await contentsWhole(contents, events)).toEqual([expect.stringContaining('never finished')]);
});

it('I9 tells what is shown too much and too little', () => {
  const visible = visibleTo(first, events);
  expect(visible).toEqual({ inbox: [documentId], outbox: [], held: [dossierId] });
  expect(shownIsVisible(first, visible, events)).toEqual([]);
  expect(shownIsVisible(first, { ...visible, inbox: [] }, events)).toEqual([
    expect.stringContaining('not shown'),
  ]);
  const other = { ...visible, outbox: [documentId] };
  expect(shownIsVisible(first, other, events)).toEqual([expect.stringContaining('not its own')]);
});

it('I10 tells who fell back, who is behind, who waits beyond the end, and a wrong copy', () => {
  const published = events.flatMap((event) => copiesOf(event, anyInstallation)).map(({ msgId }) => msgId);
  const right = {
    checkpoints: new Map([['r', [1n, 2n, 2n]]]),
    projected: chronicle.position,
    published,
    lastSequence: published.length,
    consumers: [{ name: 'inbox-H99-2', floor: 3 }],
  };
  expect(nobodyBehind(right, events)).toEqual([]);
  const wrong = (over: Partial<typeof right>) => nobodyBehind({ ...right, ...over }, events).join();
  expect(wrong({ checkpoints: new Map([['r', [2n, 1n]]]) })).toContain('r fell back');
  expect(wrong({ projected: 1n })).toContain('the read models stand at 1');
  expect(wrong({ consumers: [{ name: 'i', floor: 10_000 }] })).toContain('i waits for 10000');
  expect(wrong({ published: published.slice(1) })).toContain('1 copies are not in PUBLIC');
  expect(wrong({ published: [...published, published[0] as string] })).toContain('twice');
  expect(wrong({ published: [...published, 'strange'] })).toContain('no fact explains');
});

it('I11 tells two holders, a second offer, and a foreign hand', () => {
  expect(oneHolder(without(find('DossierOpened'))).join()).toContain('undefined holds');
  expect(oneHolder(changed(find('HandoffOffered'), { from: second })).join()).toContain('offers what');
  expect(oneHolder(without(find('HandoffOffered'))).join()).toContain('not open');
  expect(oneHolder([...events, again(find('DossierOpened'))]).join()).toContain('second time');
});

it('I13 tells a trace of refused bytes', async () => {
  expect(await leavesNoTrace(folder, 'canary')).toEqual([]);
  await writeFile(join(folder, 'contents', 'trace'), 'x canary y');
  expect(await leavesNoTrace(folder, 'canary')).toEqual([expect.stringContaining('contents/trace')]);
});
