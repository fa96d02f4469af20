import { type RecordedEvent } from './event';
import { Followers } from './followers';

const event = (stream: string, n: number): RecordedEvent => ({
  id: `0${n}`,
  type: 'T',
  isJson: false,
  data: Buffer.alloc(0),
  metadata: Buffer.alloc(0),
  stream,
  revision: n,
  position: n,
  createdMs: 0,
});

it('tells those of a touched stream its events, those of everything all, and others nothing', () => {
  const followers = new Followers();
  const told: string[] = [];
  for (const stream of ['a', 'b', undefined]) {
    followers.add(stream, (events) =>
      told.push(`${stream}: ${events.map(({ revision }) => revision).join(' ')}`),
    );
  }
  followers.tell([event('a', 1), event('c', 2), event('a', 3)]);
  expect(told).toEqual(['undefined: 1 2 3', 'a: 1 3']);
});

it('keeps nothing of who has left, even while others are told', () => {
  const followers = new Followers();
  const leaving = ['a', undefined].map((stream) => followers.add(stream, () => leaving[1]?.()));
  followers.tell([event('a', 1)]);
  leaving[0]?.();
  expect(followers.size).toBe(0);
});
