import { randomUUID } from 'node:crypto';
import { feedCursor, type FeedRows, firstEpochOf, type QueryReply, tokenAt } from '@contracts';
import { feedOf } from '../../../../test/flows/feed-of';
import { answered, ToldRows } from '../../../../test/flows/told-rows';
import { Visibility } from '../asking/visibility';
import { FeedNumbersHandler, FeedNumbersOf } from './feed-numbers.query';
import { FeedRowsHandler, FeedRowsOf } from './feed-rows.query';
import { RowsWhole } from './rows-whole';

const known = firstEpochOf('5d0f6a52-1111-4222-8333-944455556666');
const told = new ToldRows();
const token = (position: bigint) => tokenAt(known, position);
const lost = { ok: false, context: 'position', refused: 'of-a-lost-future' };

async function aDay(): Promise<void> {
  const { scribe } = told;
  const documentId = await scribe.issued('H99.1', ['H99.2', 'H99.3']);
  await scribe.arrive(documentId, 'H99.2');
  await scribe.accept(documentId, 'H99.2');
  const dossierId = await scribe.opened('H99');
  await scribe.offer(dossierId, 'H99', 'H99.2');
}

interface Asked {
  readonly from?: string;
  readonly limit?: number;
  readonly agency?: string;
  readonly role?: 'Clerk' | 'System';
  readonly state?: 'live' | 'catching-up';
}

/** Asks once everything that was told is in the rows. */
async function asked(own: string, { role = 'Clerk', state = 'live', limit = 500, ...body }: Asked = {}) {
  await told.projected();
  const visibility = new Visibility(known, 20);
  visibility.advanceTo(told.chronicle.position);
  const whole = new RowsWhole({ state: { state } });
  const handler = new FeedRowsHandler(told.reads, told.parties, visibility, whole);
  const actor = { agency: own, officer: 'vt.01', role };
  return handler.execute(new FeedRowsOf(actor, { limit, ...body }));
}

const feedTo = async (agency: string) =>
  (await feedOf(told.chronicle.events)).filter((each) => each.agency === agency);
const numbers = (reply: QueryReply<FeedRows>) => answered(reply).rows.map(({ number }) => number);

told.onDatabase({
  'the feed of an agency': () => {
    it('is numbered from 1 on in the order of the store, whatever the batches', async () => {
      for (let day = 0; day < 3; day++) {
        await aDay();
        await told.projected();
      }
      for (const agency of ['H99', 'H99.1', 'H99.2']) {
        const { rows, end, hasMore } = answered(await asked(agency));
        const feed = await feedTo(agency);
        expect(rows.map(({ number, eventId }) => ({ number, eventId }))).toEqual(
          feed.map(({ number, eventId }) => ({ number, eventId })),
        );
        expect(rows.map(({ number }) => number)).toEqual(feed.map((_, index) => index + 1));
        expect({ end, hasMore }).toEqual({ end: feed.length, hasMore: false });
      }
    });

    it('is read on from any event of it, page by page', async () => {
      await aDay();
      await aDay();
      const feed = await feedTo('H99.2');
      const read: number[] = [];
      for (let from = '0'; ;) {
        const { rows, hasMore } = answered(await asked('H99.2', { from, limit: 3 }));
        read.push(...rows.map(({ number }) => number));
        const last = rows.at(-1);
        if (last !== undefined) from = feedCursor(last);
        if (!hasMore) break;
      }
      expect(read).toEqual(feed.map(({ number }) => number));
      const last = feed.at(-1);
      expect(numbers(await asked('H99.2', { from: feedCursor(last as typeof last & object) }))).toEqual([]);
    });

    it('is read on from a position: from the first event that counts behind it', async () => {
      await aDay();
      const from = token(told.chronicle.position);
      const before = (await feedTo('H99.2')).length;
      await aDay();
      const after = (await feedTo('H99.2')).slice(before).map(({ number }) => number);
      expect(numbers(await asked('H99.2', { from }))).toEqual(after);
      expect(numbers(await asked('H99.2', { from: token(0n) }))[0]).toBe(1);
      const ahead = token(told.chronicle.position + 1n);
      expect(await asked('H99.2', { from: ahead })).toMatchObject({ refused: 'not-visible-yet' });
    });

    it('is not read on behind an event of a lost future, whether another has its number or none', async () => {
      await aDay();
      const feed = await feedTo('H99.2');
      const other = feedCursor({ number: 1, eventId: randomUUID() });
      expect(await asked('H99.2', { from: other })).toEqual(lost);
      expect(await asked('H99.2', { from: other, state: 'catching-up' })).toEqual(lost);
      const beyond = feedCursor({ number: feed.length + 1, eventId: randomUUID() });
      expect(await asked('H99.2', { from: beyond })).toEqual(lost);
      // It may be among what is not built again yet.
      expect(await asked('H99.2', { from: beyond, state: 'catching-up' })).toMatchObject({
        refused: 'not-visible-yet',
      });
    });

    it('says what is no place in it', async () =>
      expect(await asked('H99.2', { from: '7' })).toMatchObject({
        refused: 'malformed',
        errors: [{ pointer: '/body/after' }],
      }));

    it('is told to its agency and the house, and to nobody else', async () => {
      await aDay();
      expect(await asked('H99.3', { agency: 'H99.2' })).toMatchObject({
        context: 'agency',
        refused: 'not-found',
      });
      const all = (await feedTo('H99.2')).map(({ number }) => number);
      expect(numbers(await asked('H99.2', { agency: 'H99.2' }))).toEqual(all);
      expect(numbers(await asked('System', { agency: 'H99.2', role: 'System' }))).toEqual(all);
      expect(answered(await asked('H99.9'))).toMatchObject({ rows: [], end: 0, after: 0 });
    });

    it('tells the numbers of facts by their positions, and none of what does not count', async () => {
      await aDay();
      await told.projected();
      const visibility = new Visibility(known, 20);
      const handler = new FeedNumbersHandler(told.reads, visibility);
      const { events, position } = told.chronicle;
      const positions = events.map((event) => String(event.position));
      const asking = new FeedNumbersOf({ positions, through: token(position) });
      expect(await handler.execute(asking)).toMatchObject({ refused: 'not-visible-yet' });
      visibility.advanceTo(position);
      const { numbers: found } = answered(await handler.execute(asking));
      const all = (await feedOf(events)).map(({ eventId, agency, number }) => ({ eventId, agency, number }));
      expect(new Set(found.map((each) => JSON.stringify(each)))).toEqual(
        new Set(all.map((each) => JSON.stringify(each))),
      );
    });
  },
});
