import { Terms, vietnamCalendar as calendar } from '@domain/calendar';
import { play } from '@domain/decider';
import { type DossierCommand, dossierDecider } from '@domain/dossier';
import { configuration } from '@runtime';
import { rules, staged, submittedFor } from '../../../../test/transitions/staged-examples';
import { awaitedOf, type Waiting, waitingAfter } from './awaited.policy';

const terms = Terms.of(configuration({}));
const { assign, consult, opinion, silence, request, submit, agree, halt, ask, reject, withdraw } = staged;
const { apology, prediction, declaration, propose, deny, approve, number, forward, competent } = staged;

const waitingOf = (commands: readonly DossierCommand[]) =>
  play(dossierDecider, [...submittedFor(rules), ...commands]).events.reduce<Waiting | undefined>(
    waitingAfter,
    undefined,
  );
/** `<occasion> <when>` of everything awaited. */
const awaited = (...commands: readonly DossierCommand[]): readonly string[] | undefined => {
  const waiting = waitingOf(commands);
  if (waiting === undefined) return undefined;
  return awaitedOf(waiting, terms).map((each) =>
    'refused' in each ? each.refused : `${each.occasion.split(' ')[0]} ${each.at}`,
  );
};

const near = (day: string) => `near 2026-${day}T00:00:00.000Z`;
const late = (day: string) => `overdue 2026-${day}T16:59:59.999Z`;
const all = [near('11-27'), near('11-30'), late('12-01')];

const untaken = 'handoff 2026-11-26T16:59:59.999Z';

it.each<[string, DossierCommand[], readonly string[] | undefined]>([
  ['that it is taken over, once it is offered', [staged.offer('h')], [untaken, ...all]],
  ['two warnings and the end, once it is accepted', [], all],
  ['the same, in process', [assign], all],
  ['what was not told yet', [assign, prediction], all.slice(1)],
  ['nothing of a deadline that was declared missed', [assign, declaration], []],
  ['nothing while the applicant is asked', [assign, request], []],
  ['the new deadline, once the supplement came', [assign, request, submit, agree], all],
  ['the new appointment', [assign, apology], [near('12-04'), near('12-07'), late('12-08')]],
  ['nothing while a withdrawal is decided on', [assign, ask], []],
  ['what was before, once it is rejected', [assign, ask, reject], all],
  ['an opinion beside', [assign, consult], ['consultation 2026-11-30T10:00:00.000Z', ...all]],
  ['no opinion that came', [assign, consult, opinion], all],
  ['no opinion that lapsed', [assign, consult, silence], all],
  ['nothing while the result is decided on', [assign, propose], []],
  ['what was before, once it is denied', [assign, propose, deny], all],
  ['nothing ever, once it is stopped', [assign, halt], undefined],
  ['nothing ever, once it is withdrawn', [ask, withdraw], undefined],
  ['nothing ever, once its result is there', [assign, propose, approve, number, forward], undefined],
])('of a dossier is awaited %s', (_, commands, expected) => expect(awaited(...commands)).toEqual(expected));

it('what is awaited is a fact once its time has passed, and no longer awaited then', () => {
  const history = [...submittedFor(rules), assign, consult];
  const { events } = play(dossierDecider, history);
  const waiting = events.reduce<Waiting | undefined>(waitingAfter, undefined);
  for (const each of awaitedOf(waiting as Waiting, terms)) {
    if ('refused' in each) throw new Error(each.refused);
    const now = new Date(Date.parse(each.at) + 1).toISOString();
    const told = play(dossierDecider, [...history, each.command(now)]).events;
    expect(told).toHaveLength(events.length + 1);
    const after = told.reduce<Waiting | undefined>(waitingAfter, undefined);
    const left = awaitedOf(after as Waiting, terms).map((one) => ('refused' in one ? '' : one.occasion));
    expect(left).not.toContain(each.occasion);
  }
});

it('a hand-off changes nothing of it', () => {
  const items = [
    { key: 'to-khai', answer: 'accepted', originals: 0 },
    { key: 'ban-ve', answer: 'accepted', originals: 2 },
    { key: 'anh', answer: 'accepted', originals: 1 },
  ] as const;
  const take: DossierCommand = { type: 'AcceptHandoff', handoffId: 'h', items, calendar, ...competent };
  expect(awaited(staged.offer('h'), take)).toEqual(all);
});
