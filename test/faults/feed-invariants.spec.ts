import type { StoredEvent } from '@adapters/event-store';
import { feedOf } from '../flows/feed-of';
import { Chronicle, Scribe } from '../flows/scribe';
import { type Came, feedsAgree, keptOf, keptWhole, type ToldEvent } from './feed-invariants';

let events: readonly StoredEvent[];
let told: ReadonlyMap<string, readonly ToldEvent[]>;

beforeAll(async () => {
  const chronicle = new Chronicle();
  const scribe = new Scribe(chronicle);
  const documentId = await scribe.issued('H99.1', ['H99.2', 'H99.3']);
  await scribe.arrive(documentId, 'H99.2');
  await scribe.accept(documentId, 'H99.2');
  ({ events } = chronicle);
  const feeds = new Map<string, ToldEvent[]>();
  for (const { agency, number, eventId: id } of await feedOf(events)) {
    const feed = feeds.get(agency) ?? [];
    feeds.set(agency, feed);
    feed.push({ id, feednumber: number, feedprevious: number - 1 });
  }
  told = feeds;
});

const changed = (change: (messages: readonly ToldEvent[]) => readonly ToldEvent[]) =>
  new Map([...told].map(([agency, messages]) => [agency, change(messages)]));
const judged = async (published: typeof told, served = told) =>
  (await feedsAgree({ published, served }, events)).join();

it('finds nothing where everybody is told the same, in whatever order messages come', async () => {
  expect(await judged(told)).toBe('');
  expect(await judged(changed((messages) => [...messages].reverse()))).toBe('');
});

it('tells a gap, a double, another event under a number, and a wrong one before', async () => {
  const [one] = [...told.values()].flat();
  expect(await judged(changed((messages) => messages.slice(1)))).toContain('lacks 1');
  expect(await judged(changed((messages) => [...messages, ...messages]))).toContain('1 twice');
  const shifted = changed((messages) =>
    messages.map((each) => ({
      ...each,
      feednumber: each.feednumber + 1,
      feedprevious: each.feedprevious + 1,
    })),
  );
  expect(await judged(shifted)).toContain('the store says');
  const bare = changed((messages) => messages.map((each) => ({ ...each, feedprevious: 0 })));
  expect(await judged(bare)).toContain('names 0 as the one before');
  expect(one?.feednumber).toBe(1);
});

it('tells an agency without messages, and what is read on in another order', async () => {
  expect(await judged(new Map([...told].slice(1)))).toContain('is empty');
  const reversed = changed((messages) => [...messages].reverse());
  expect(await judged(told, reversed)).toContain('not in the order');
});

describe('what somebody outside keeps', () => {
  const whole = (kept: typeof told) => keptWhole('a system', kept, events);
  /** As they came, each with its text. */
  const came = (...all: readonly ToldEvent[]): Came[] =>
    all.map((event) => ({ event, text: JSON.stringify(event) }));
  const ids = (kept: readonly ToldEvent[]) => kept.map(({ id }) => id);

  it('is whole as it was told, and not with a gap, a double or in another order', async () => {
    expect(await whole(told)).toEqual([]);
    expect((await whole(changed((messages) => messages.slice(1)))).join()).toContain('lacks 1');
    expect((await whole(changed((messages) => [...messages, ...messages]))).join()).toContain('1 twice');
    expect((await whole(changed((messages) => [...messages].reverse()))).join()).toContain(
      'not in the order',
    );
  });

  it('is each event once, and after a restore what stands', () => {
    const [a, b, c, other, next] = [1, 2, 3, 2, 3].map((feednumber, index) => ({
      ...{ id: 'abcde'[index] as string, feednumber, feedprevious: feednumber - 1 },
    })) as [ToldEvent, ToldEvent, ToldEvent, ToldEvent, ToldEvent];
    expect(ids(keptOf(came(a, b, b, a, c, c)))).toEqual(['a', 'b', 'c']);
    expect(ids(keptOf(came(a, b, c, a, other, next)))).toEqual(['a', 'd', 'e']);
    expect(() => keptOf([...came(a), { event: a, text: 'another' }])).toThrow('a came as');
  });
});
