import { FairTurns } from './fair-turns';

/** Everybody who was let in, in order; each gives its turn back when told. */
function opened(atOnce: number, waitingMax: number) {
  const turns = new FairTurns(atOnce, waitingMax);
  const began: string[] = [];
  const held: (() => void)[] = [];
  const enter = (agency: string, signal = new AbortController().signal) => {
    if (!turns.hasRoomFor(agency)) return 'full';
    return turns.take(agency, signal).then((giveBack) => {
      began.push(agency);
      held.push(giveBack);
    });
  };
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  const next = async () => {
    held.shift()?.();
    await settled();
  };
  return { enter, began, next, settled };
}

it('gives an agency one turn at a time, and the round goes by agency', async () => {
  const { enter, began, next, settled } = opened(2, 32);
  for (const agency of ['A', 'A', 'A', 'B', 'C', 'C']) void enter(agency);
  await settled();
  expect(began).toEqual(['A', 'B']);
  for (let n = 0; n < 4; n += 1) await next();
  expect(began).toEqual(['A', 'B', 'C', 'A', 'C', 'A']);
});

it('leaves a place free rather than give one agency two', async () => {
  const { enter, began, settled } = opened(2, 32);
  for (const agency of ['A', 'A', 'A']) void enter(agency);
  await settled();
  expect(began).toEqual(['A']);
  void enter('B');
  await settled();
  expect(began).toEqual(['A', 'B']);
});

it('lets one agency fill half of the places to wait, and all of them together no more than there are', () => {
  const { enter } = opened(1, 4);
  const answers = ['A', 'A', 'A', 'A', 'B', 'B', 'C', 'D'].map((agency) => enter(agency));
  expect(answers.map((answer) => answer === 'full')).toEqual([
    ...[false, false, false, true],
    ...[false, false, true, true],
  ]);
});

it('forgets whoever goes while it waits', async () => {
  const { enter, began, next, settled } = opened(1, 4);
  const gone = new AbortController();
  void enter('A');
  const left = enter('B', gone.signal);
  void enter('C');
  gone.abort(new Error('gone'));
  await expect(left).rejects.toThrow('gone');
  await settled();
  await next();
  expect(began).toEqual(['A', 'C']);
});
