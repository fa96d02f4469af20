import { endOf, FellBehind, Stalled, type SubscriptionEnd, SubscriptionEnds } from './subscription-ends';

const slow = new Error('Consumer too slow to handle event while live. Client resubscription required.');
const gone = new Error('14 UNAVAILABLE: No connection established');

function watched() {
  const warnings: string[] = [];
  const ended: SubscriptionEnd[] = [];
  const problems: (string | undefined)[] = [];
  const ends = new SubscriptionEnds(
    'document-',
    { warn: (_, message) => void warnings.push(message) },
    { ended: (reason) => void ended.push(reason), troubled: (_, problem) => void problems.push(problem) },
  );
  return { ends, warnings, ended, problems };
}

it.each<[Error | undefined, SubscriptionEnd]>([
  [slow, 'too-slow'],
  [new Error('Consumer too slow to handle event while transitioning to live'), 'too-slow'],
  [new FellBehind(), 'behind'],
  [new Stalled(30_000), 'stalled'],
  [gone, 'lost'],
  [undefined, 'ended'],
])('%s is counted as %s', (error, reason) => {
  expect(endOf(error)).toBe(reason);
  const { ends, ended } = watched();
  ends.ended(error, true);
  expect(ended).toEqual([reason]);
});

it('takes an end with progress for the way of the store: no warning, and on at once', () => {
  const { ends, warnings, problems } = watched();
  for (let i = 0; i < 10; i++) expect(ends.ended(slow, true, i)).toBe(true);
  expect([warnings, problems]).toEqual([[], []]);
});

it('tells once of three ends without progress in a minute, until there is progress', () => {
  const { ends, warnings, problems } = watched();
  for (const atMs of [0, 100, 200, 300]) expect(ends.ended(slow, false, atMs)).toBe(false);
  expect(warnings).toEqual(['a subscription ends again and again without progress']);
  expect(problems).toEqual([expect.stringContaining('too slow')]);
  ends.progressed();
  expect(problems).toEqual([expect.any(String), undefined]);
});

it('does not tell of ends further apart', () => {
  const { ends, warnings } = watched();
  for (const atMs of [0, 59_000, 61_000, 120_500]) ends.ended(slow, false, atMs);
  expect(warnings).toEqual([]);
});

it('tells once of an outage, and again of the next one', () => {
  const { ends, warnings } = watched();
  for (let i = 0; i < 5; i++) ends.ended(gone, false, i);
  expect(warnings).toEqual(['a subscription was lost; subscribing again']);
  ends.confirmed();
  ends.ended(gone, false, 10);
  expect(warnings.length).toBe(2);
});
