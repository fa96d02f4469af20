import { play } from '@domain/decider';
import { type LegCommand, legDecider } from '@domain/leg';
import { legs } from '../../../../test/transitions/leg-examples';
import { legsOnSlip } from './slip-legs.policy';

const { open, openClosed, take, giveBack, deliver, refuse, propose, agree, declare, close, agency } = legs;
const { pause, resume, recompute } = legs;
const planned = { agency, task: 'Thẩm định', dueAt: open.plan.plannedDueAt };
const { task, plannedDueAt: dueAt } = open.plan;
const given = { order: 1, agency, task, givenAt: open.at, dueAt };

/** The one leg of a route, after these commands. */
function slipAfter(...commands: readonly LegCommand[]) {
  const { events } = play(legDecider, commands);
  const route = { legs: [planned] } as unknown as Parameters<typeof legsOnSlip>[0];
  return legsOnSlip(route, (order) => (order === 1 ? events : []));
}

it('a leg whose turn has not come is told as it was planned', () =>
  expect(slipAfter()).toEqual([{ order: 1, agency, task, dueAt, outcome: 'planned' }]));

it('a leg is with its agency until that has done it', () => {
  expect(slipAfter(open)).toEqual([{ ...given, outcome: 'pending' }]);
  expect(slipAfter(open, take)).toEqual([{ ...given, outcome: 'active', officer: take.officer }]);
  const done = { ...given, outcome: 'done', officer: deliver.officer, endedAt: deliver.at, note: '45/TĐ' };
  expect(slipAfter(open, take, deliver)).toEqual([{ ...done, timeliness: 'early' }]);
});

it.each([
  ['2026-11-29T16:59:59.999Z', 'early'],
  ['2026-11-30T02:00:00.000Z', 'on-time'],
  [dueAt, 'on-time'],
  ['2026-11-30T17:00:00.000Z', 'late'],
] as const)('done at %s it is %s', (at, timeliness) => {
  expect(slipAfter(open, take, { ...deliver, at })).toMatchObject([{ timeliness }]);
  expect(slipAfter(open, take, { ...refuse, at })).toMatchObject([{ outcome: 'refused', timeliness }]);
});

it('tells why it was refused, returned or not begun', () => {
  const { reason } = giveBack;
  expect(slipAfter(open, take, refuse)).toMatchObject([{ note: refuse.reason, officer: refuse.officer }]);
  expect(slipAfter(open, giveBack)).toEqual([
    { ...given, outcome: 'returned', officer: giveBack.officer, endedAt: giveBack.at, note: reason },
  ]);
  expect(slipAfter(openClosed)).toEqual([{ ...given, outcome: 'not-opened', endedAt: open.at }]);
});

it('is late as soon as that is declared, and its new agency is not', () => {
  expect(slipAfter(open, declare)).toMatchObject([{ outcome: 'pending', timeliness: 'late' }]);
  const [late, anew, ...none] = slipAfter(open, take, declare, propose, agree);
  expect(late).toMatchObject({ agency, outcome: 'rerouted', timeliness: 'late', note: propose.reason });
  expect(anew).toMatchObject({ order: 1, agency: propose.to, task, givenAt: agree.at, outcome: 'pending' });
  expect(anew).not.toHaveProperty('timeliness');
  expect(none).toEqual([]);
});

it('has the end that its last clock says', () => {
  expect(slipAfter(open, recompute)).toMatchObject([{ dueAt: '2026-12-01T16:59:59.999Z' }]);
  const [leg] = slipAfter(open, declare, pause, resume);
  expect(leg).toMatchObject({ dueAt: '2026-12-03T16:59:59.999Z', outcome: 'pending' });
  expect(leg).not.toHaveProperty('timeliness');
});

it('what was returned stays so when another agency has it', () =>
  expect(slipAfter(open, giveBack, propose, agree)).toMatchObject([
    { agency, outcome: 'returned', endedAt: giveBack.at },
    { agency: propose.to, outcome: 'pending' },
  ]));

it('is over with its dossier, unless it was before', () => {
  expect(slipAfter(open, take, close)).toMatchObject([{ outcome: 'closed', endedAt: close.at }]);
  expect(slipAfter(open, giveBack, close)).toMatchObject([{ outcome: 'returned' }]);
});
