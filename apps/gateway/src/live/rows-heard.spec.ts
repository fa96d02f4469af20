import { positionToken } from '@contracts';
import { type Listening, RowsHeard, type WaitedFor } from './rows-heard';

const storeId = '0f8e6f3e-1a52-4c55-9d0f-0a5c7e6a1d10';
const at = (commit: number, epoch = 1): string => positionToken({ storeId, epoch, commit: BigInt(commit) });
const never = new AbortController().signal;

let rows: RowsHeard;
beforeEach(() => {
  rows = new RowsHeard();
  rows.heard({ after: at(0), through: at(0) });
});

/** A stream that knows everything up to 0 and waits for something. */
function waiting(awaited: WaitedFor): Listening {
  const listening = rows.listen();
  listening.awaits(awaited);
  return listening;
}
/** Nothing when it was woken. */
const quiet = (listening: Listening, after = at(0)) => listening.quietUntil(after, 0, never);

it('wakes whom a piece of news concerns, and nobody else', async () => {
  const [inbox, other] = [waiting({ agencies: ['H1', 'H9'] }), waiting({ agencies: ['H2'] })];
  const [document, stranger] = [waiting({ documentId: 'a' }), waiting({ documentId: 'b' })];
  rows.heard({ after: at(0), through: at(7), documents: ['a'], agencies: ['H9'] });
  expect(await Promise.all([inbox, other, document, stranger].map((each) => quiet(each)))).toEqual([
    undefined,
    at(7),
    undefined,
    at(7),
  ]);
});

it('wakes once for what was heard before it was asked', async () => {
  const inbox = waiting({ agencies: ['H1'] });
  rows.heard({ after: at(0), through: at(7), agencies: ['H1'] });
  expect(await quiet(inbox)).toBeUndefined();
  expect(await quiet(inbox, at(7))).toBe(at(7));
});

it('wakes while it is waited for, at once', async () => {
  const inbox = waiting({ agencies: ['H1'] });
  const asked = inbox.quietUntil(at(0), 600_000, never);
  rows.heard({ after: at(0), through: at(7), agencies: ['H1'] });
  expect(await asked).toBeUndefined();
});

it('waits no longer than its reader', async () => {
  const reader = new AbortController();
  const asked = waiting({ agencies: ['H1'] }).quietUntil(at(0), 600_000, reader.signal);
  reader.abort();
  expect(await asked).toBe(at(0));
});

it.each([
  ['does not begin where the one before ended', { after: at(5), through: at(7) }],
  ['tells of another history', { after: at(0, 2), through: at(7, 2) }],
  ['is none', {}],
])('wakes everybody when a piece of news %s', async (_, news) => {
  const inbox = waiting({ agencies: ['H1'] });
  rows.heard(news);
  expect(await quiet(inbox)).toBeUndefined();
});

it('misses nothing more once what was missed was made up for', async () => {
  const inbox = waiting({ agencies: ['H1'] });
  rows.heard({ after: at(5), through: at(7) });
  expect(await quiet(inbox)).toBeUndefined();
  rows.heard({ after: at(7), through: at(9) });
  expect(await quiet(inbox, at(7))).toBe(at(9));
});

it('is woken by anything until it says what it awaits, and by nothing else once it awaits something else', async () => {
  const stream = rows.listen();
  rows.heard({ after: at(0), through: at(1) });
  expect(await quiet(stream)).toBeUndefined();
  stream.awaits({ agencies: ['H1'] });
  stream.awaits({ agencies: ['H1', 'H9'] });
  rows.heard({ after: at(1), through: at(2), agencies: ['H9'] });
  expect(await quiet(stream)).toBeUndefined();
  stream.awaits({ agencies: ['H1'] });
  rows.heard({ after: at(2), through: at(3), agencies: ['H9'] });
  expect(await quiet(stream)).toBe(at(3));
});

it('goes back to no earlier position', async () =>
  expect(await quiet(waiting({ agencies: ['H1'] }), at(50))).toBe(at(50)));

it('wakes nobody who has gone', async () => {
  const inbox = waiting({ agencies: ['H1'] });
  inbox.end();
  inbox.awaits({ agencies: ['H1'] });
  rows.heard({ after: at(5), through: at(7), agencies: ['H1'] });
  expect(await quiet(inbox)).not.toBeUndefined();
});
