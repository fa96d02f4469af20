import { askBack } from './asking-back.policy';

const asking = { by: 'H26', officer: 'ld.01', reason: 'Sai thẩm quyền', at: '2026-11-22T02:00:00.000Z' };

it.each([
  [undefined, 'RequestRecall'],
  ['not-arrived-yet', 'CancelDelivery'],
  ['already-arrived', 'RequestRecall'],
  ['already-dispatched', 'RequestRecall'],
  ['already-refused', undefined],
  ['already-cancelled', undefined],
  ['already-superseded', undefined],
  ['recall-pending', undefined],
  ['not-found', undefined],
])('after %s it is asked %s', (refused, command) =>
  expect(askBack(asking, refused, 'formal')?.type).toBe(command),
);
