import { Wakeups } from './wakeups';

const never = new AbortController().signal;

it('wakes the readers of a touched stream and those of everything, and no others', async () => {
  const wakeups = new Wakeups();
  const woken: string[] = [];
  void wakeups.wait('b', never).then(() => woken.push('b'));
  const touched = ['a', undefined].map((stream) =>
    wakeups.wait(stream, never).then(() => woken.push(String(stream))),
  );
  wakeups.wake(['a']);
  await Promise.all(touched);
  expect(woken).toEqual(['undefined', 'a']);
  expect(wakeups.waiting).toBe(1);
});

it('lets an aborted reader go and keeps nothing of it', async () => {
  const wakeups = new Wakeups();
  const leaving = new AbortController();
  const waits = [wakeups.wait('a', leaving.signal), wakeups.wait(undefined, leaving.signal)];
  leaving.abort();
  await Promise.all([...waits, wakeups.wait('a', leaving.signal)]);
  expect(wakeups.waiting).toBe(0);
});
