import { deliveredTo, deliveriesOf } from './deliveries';

const forwarded = [
  { from: 'H99.81', to: 'H99.2' },
  { from: 'H99.82', to: 'H99.2' },
];

it('each recipient once, in the order they were written to', () => {
  expect(deliveriesOf({ recipients: ['H99.3', 'H99.2'] })).toEqual([
    { to: 'H99.3', forwardedFrom: [] },
    { to: 'H99.2', forwardedFrom: [] },
  ]);
});

it('the successor of a closed one in its place, and it says so', () => {
  const issued = { recipients: ['H99.81', 'H99.3', 'H99.82'], forwarded };
  expect(deliveredTo(issued)).toEqual(['H99.2', 'H99.3']);
  expect(deliveriesOf(issued)[0]).toEqual({
    ...{ to: 'H99.2', addressedTo: 'H99.81', forwardedFrom: ['H99.81', 'H99.82'] },
  });
});

it.each([[['H99.81', 'H99.2']], [['H99.2', 'H99.81']]])(
  'a successor that was written to itself stands in nobody else’s place: %j',
  (recipients) =>
    expect(deliveriesOf({ recipients, forwarded })).toEqual([{ to: 'H99.2', forwardedFrom: ['H99.81'] }]),
);
