import type { StoredEvent } from '@adapters/event-store';
import { localYear } from '@domain/codes';
import { registerStream } from '@domain/register';
import { randomFrom, shuffled } from './chance';
import { armedHouse, diesAt } from './crash-plan';
import type { FaultHouse } from './fault-house';
import { allAtRest } from './inspection';
import { factOf, numbersComplete } from './invariants';
import type { Load } from './load';
import { ours, prepare, RegisterWriters } from './register-writers';
import { inHouse } from './under-load';

jest.setTimeout(900_000);

const writers = 64;
const seed = Number(process.env['FAULT_SEED'] ?? 20261122);

type Fault = (house: FaultHouse) => Promise<unknown>;

/** Between the two streams of each command, and between the store and the answer. */
const points = [
  'outgoing-number-allocated-document-not-appended',
  'incoming-number-allocated-delivery-not-appended',
  'number-voided-register-not-told',
  'appended-not-answered',
];
const diesAtPoint =
  (point: string): Fault =>
  async (house) => {
    const isReached = await diesAt(house, { service: 'exchange', point, hit: 3 });
    expect({ point, isReached }).toEqual({ point, isReached: true });
  };
const killed =
  (...parts: readonly ('exchange' | 'event-store')[]): Fault =>
  (house) =>
    Promise.all(parts.map((part) => house.kill(part)));
const faults: readonly Fault[] = [
  ...points.map(diesAtPoint),
  ...[killed('exchange'), killed('exchange'), killed('event-store'), killed('event-store')],
  ...[killed('exchange', 'event-store'), killed('exchange', 'event-store')],
];

it(`two books bear ${writers} writers while the exchange and the store are killed (seed ${seed})`, async () => {
  const random = randomFrom(seed);
  await inHouse(armedHouse(), async ({ house, load }) => {
    const clerks = new RegisterWriters(load, await prepare(load));
    const working = clerks.run(writers);
    const breaking = async () => {
      for (const fault of shuffled(faults, random)) {
        await load.gainsAnother(10 + Math.floor(random() * 30));
        await fault(house);
      }
      await load.gainsAnother(writers);
    };
    // A writer that fails ends the test at once; a fault may wait for commands that would never come.
    await Promise.race([breaking(), working]);
    clerks.stop();
    await working;
    await expectBooks(clerks, await allAtRest(house), load);
  });
});

async function expectBooks(clerks: RegisterWriters, events: readonly StoredEvent[], load: Load) {
  expect(numbersComplete(events)).toEqual([]);
  const numbers = bornOf(events);
  for (const [stream, told] of clerks.told) expect([stream, numbers.get(stream)]).toEqual([stream, told]);
  const takenBack = events.filter((event) => factOf(event) === 'DocumentNumberVoided');
  expect(takenBack.map(({ stream }) => stream).sort()).toEqual([...clerks.voided].sort());
  const sizes: string[] = [];
  for (const series of ['outgoing', 'incoming']) {
    const entries = entriesOf(events, series);
    expect(entries.map(({ number }) => number)).toEqual(entries.map((_, index) => index + 1));
    expect(await shown(load, series)).toEqual(entries);
    sizes.push(`${series} 1..${entries.length}, ${entries.filter(({ isVoided }) => isVoided).length} voided`);
  }
  process.stdout.write(`${writers} writers, ${faults.length} kills: ${sizes.join('; ')}\n`);
}

/** Every number that a document or delivery ever bore, in order. */
function bornOf(events: readonly StoredEvent[]): ReadonlyMap<string, readonly number[]> {
  const numbers = new Map<string, number[]>();
  for (const event of events) {
    if (!/^(DocumentNumbered|ReceiptAccepted)$/.test(factOf(event))) continue;
    const { number } = event.data as { number: number };
    numbers.set(event.stream, [...(numbers.get(event.stream) ?? []), number]);
  }
  return numbers;
}

interface Entry {
  readonly number: number;
  readonly documentId: string;
  readonly isVoided: boolean;
}

const year = localYear(new Date().toISOString());

/** A book by its own facts. */
function entriesOf(events: readonly StoredEvent[], series: string): readonly Entry[] {
  const book = events.filter(
    ({ stream }) => stream === registerStream({ agency: ours, series, bookYear: year }),
  );
  const given = (fact: string) =>
    book
      .filter((event) => factOf(event) === fact)
      .map(({ data }) => data as { readonly number: number; readonly key: string });
  const voided = new Set(given('NumberVoided').map(({ number }) => number));
  return given('NumberAllocated').map(({ number, key }) => {
    const [documentId = ''] = key.split(/[.#]/);
    return { number, documentId, isVoided: voided.has(number) };
  });
}

/** The same book as the agency's clerk is shown it. */
async function shown(load: Load, series: string): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  for (let next = ''; ;) {
    const cursor = next === '' ? '' : `&cursor=${encodeURIComponent(next)}`;
    const path = `/registers/${series}/${year}?limit=200${cursor}`;
    const answer = await load.ask(ours, 'Clerk', 'GET', path);
    if (answer?.status !== 200) throw new Error(`${path}: ${JSON.stringify(answer)}`);
    const page = answer.body as unknown as { rows: (Entry & { voided?: string })[]; next?: string };
    for (const { number, documentId, voided } of page.rows)
      entries.push({ number, documentId, isVoided: voided !== undefined });
    if (page.next === undefined) return entries;
    next = page.next;
  }
}
