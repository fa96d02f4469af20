import { Terms, vietnamCalendar } from '@domain/calendar';
import { play } from '@domain/decider';
import { type LegCommand, legDecider } from '@domain/leg';
import { legs } from '../../../../test/transitions/leg-examples';
import { awaitedOfLeg, type LegWaiting, legWaitingAfter } from './awaited-leg.policy';

const { open, openClosed, take, giveBack, deliver, refuse, propose, agree, declare, close } = legs;
const { pause, resume, recompute, revised } = legs;
const calendars = { now: vietnamCalendar, revision: { version: 1, source: '' }, of: () => vietnamCalendar };
const terms = new Terms(calendars, { acknowledgementHours: 8, recallAnswerDays: 2 });
const late = '2026-12-01T02:00:00.000Z';
const agreed = { ...agree, at: '2026-12-01T02:00:00.000Z' };

function awaited(...commands: readonly LegCommand[]) {
  const { events } = play(legDecider, commands);
  const waiting = events.reduce<LegWaiting | undefined>(legWaitingAfter, undefined);
  return waiting === undefined ? [] : awaitedOfLeg(waiting, terms);
}

it.each<[string, LegCommand[], string[]]>([
  ['that begins', [open], [declare.dueAt]],
  ['that is worked on', [open, take], [declare.dueAt]],
  ['that another agency has', [open, declare, propose, agreed], ['2026-12-03T16:59:59.999Z']],
  ['that stands still with its dossier', [open, take, pause], []],
  ['that went on with it', [open, take, pause, resume], ['2026-12-03T16:59:59.999Z']],
  [
    'that was late when it stood still',
    [open, take, { ...pause, stood: [{ pausedAt: late }] }],
    [declare.dueAt],
  ],
  ['that is late already', [open, declare], []],
  ['that no agency has', [openClosed], []],
  ['that came back', [open, giveBack], []],
  ['that is done', [open, take, deliver], []],
  ['that is refused', [open, take, refuse], []],
  ['that is over with its dossier', [open, close], []],
])('a leg %s is awaited until', (_, commands, expected) =>
  expect(awaited(...commands).map(({ at }) => at)).toEqual(expected),
);

it('what is awaited is a fact once its time has passed, and no longer awaited then', () => {
  for (const each of awaited(open, take)) {
    const told = each.command(new Date(Date.parse(each.at) + 1).toISOString());
    expect(play(legDecider, [open, take, told]).events.at(-1)?.type).toBe('LegOverdueDeclared');
    expect(awaited(open, take, told)).toEqual([]);
  }
});

it('a deadline of an earlier calendar is computed again, once', () => {
  const by = new Terms(
    { now: revised, revision: recompute.revision, of: () => revised },
    { acknowledgementHours: 8, recallAnswerDays: 2 },
  );
  const awaitedBy = (...commands: readonly LegCommand[]) => {
    const { events } = play(legDecider, commands);
    return awaitedOfLeg(events.reduce<LegWaiting | undefined>(legWaitingAfter, undefined) as LegWaiting, by);
  };
  const [first] = awaitedBy(open, take);
  expect(first).toMatchObject({ at: open.at, since: open.at, occasion: 'calendar 2' });
  const told = first?.command(recompute.at) as LegCommand;
  expect(play(legDecider, [open, take, told]).events.at(-1)).toMatchObject({
    ...{ type: 'LegDeadlineRecomputed', data: { dueAt: '2026-12-01T16:59:59.999Z' } },
  });
  expect(awaitedBy(open, take, told).map(({ at }) => at)).toEqual(['2026-12-01T16:59:59.999Z']);
});
