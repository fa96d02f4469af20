import { type Delivered, type StoredEvent } from '@adapters/event-store';
import { MappingInForce, UnreadableFact } from '@formats/public-facts';
import { Chronicle, Scribe } from '../../../../test/flows/scribe';
import { type Expected, type KnownNumbers, Numbering, type Numbers, UnnumberedFact } from './numbering';

async function history(): Promise<readonly StoredEvent[]> {
  const chronicle = new Chronicle();
  const scribe = new Scribe(chronicle);
  for (let day = 0; day < 30; day++) {
    const documentId = await scribe.issued('H99.1', ['H99.2']);
    await scribe.arrive(documentId, 'H99.2');
    await scribe.accept(documentId, 'H99.2');
  }
  return chronicle.events;
}

/** Answers when it is told to; each copy has the number of its fact in the history. */
class Asked implements Numbers {
  readonly questions: {
    readonly expected: readonly Expected[];
    readonly through: bigint;
    answer: () => void;
  }[] = [];
  heldBack: ReadonlySet<string> = new Set();

  constructor(
    private readonly events: readonly StoredEvent[],
    private readonly isPrompt = true,
  ) {}

  async of(expected: readonly Expected[], through: bigint): Promise<KnownNumbers> {
    await new Promise<void>((answer) => {
      this.questions.push({ expected, through, answer });
      if (this.isPrompt) answer();
    });
    const numbers = expected.flatMap(({ fact, copies }) =>
      copies.map(({ msgId }): [string, number] => [msgId, this.events.indexOf(fact) + 1]),
    );
    return { numbers: new Map(numbers), heldBack: this.heldBack };
  }
}

const installation = { storeId: '00000000-0000-4000-8000-000000000000' };

const over = (numbers: Numbers) => {
  const { signal } = new AbortController();
  const mapping = new MappingInForce();
  return new Numbering({ history: installation, numbers, mapping, isHeld: () => false, oldest: '', signal });
};

async function* delivering(events: readonly StoredEvent[]): AsyncGenerator<Delivered> {
  for (const event of events) yield await Promise.resolve(event);
}

it('gives each copy its number and the one before', async () => {
  const events = await history();
  const issued = events.find(({ type }) => type.startsWith('DocumentIssued')) as StoredEvent;
  const [copy] = await over(new Asked(events)).of(issued, issued.position);
  const number = events.indexOf(issued) + 1;
  expect(copy?.cloudEvent).toMatchObject({ id: issued.id, feednumber: number, feedprevious: number - 1 });
});

it('asks for many facts at once, ahead of who takes them, and for none twice', async () => {
  const events = await history();
  const asked = new Asked(events);
  const numbering = over(asked);
  const seen: Delivered[] = [];
  for await (const each of numbering.ahead(delivering(events))) seen.push(each);
  expect(seen).toEqual(events);
  const copies = await Promise.all(events.map((event) => numbering.of(event, event.position)));
  const facts = asked.questions.flatMap(({ expected }) => expected.map(({ fact }) => fact.id));
  expect(new Set(facts).size).toBe(facts.length);
  expect(facts).toHaveLength(copies.filter(({ length }) => length > 0).length);
  expect(asked.questions.length).toBeLessThan(facts.length / 10);
  for (const { expected } of asked.questions) expect(expected.length).toBeLessThanOrEqual(64);
});

it('asks the next question while one is under way, and no third', async () => {
  const events = await history();
  const asked = new Asked(events, false);
  const numbering = over(asked);
  for (let round = 0; round < 3; round++) {
    for (const event of events.slice(round * 30, round * 30 + 30)) void numbering.of(event, event.position);
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(asked.questions).toHaveLength(2);
  asked.questions[0]?.answer();
  while (asked.questions.length < 3) await new Promise((resolve) => setImmediate(resolve));
});

it('says what is held back, cannot be read, or is too old', async () => {
  const events = await history();
  const issued = events.find(({ type }) => type.startsWith('DocumentIssued')) as StoredEvent;
  const asked = new Asked(events);
  asked.heldBack = new Set([issued.id]);
  await expect(over(asked).of(issued, issued.position)).rejects.toBeInstanceOf(UnnumberedFact);
  const strange = { ...issued, type: 'DocumentIssued.v9' };
  await expect(over(asked).of(strange, issued.position)).rejects.toBeInstanceOf(UnreadableFact);
  const { signal } = new AbortController();
  const oldest = '2099-01-01T00:00:00.000Z';
  const mapping = new MappingInForce();
  const later = new Numbering({
    history: installation,
    numbers: asked,
    mapping,
    isHeld: () => false,
    oldest,
    signal,
  });
  expect(await later.of(issued, issued.position)).toEqual([]);
});
