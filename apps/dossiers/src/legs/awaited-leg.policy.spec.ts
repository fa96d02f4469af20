import { Terms, vietnamCalendar } from '@domain/calendar';
import { play } from '@domain/decider';
import { type LegCommand, legDecider } from '@domain/leg';
import { legs } from '../../../../test/transitions/leg-examples';
import { awaitedOfLeg, type LegWaiting, legWaitingAfter } from './awaited-leg.policy';

const { open, openClosed, take, giveBack, deliver, refuse, propose, agree, declare, close } = legs;
const calendars = { now: vietnamCalendar, revision: { version: 1, source: '' }, of: () => vietnamCalendar };
const terms = new Terms(calendars, { acknowledgementHours: 8, recallAnswerDays: 2 });
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
