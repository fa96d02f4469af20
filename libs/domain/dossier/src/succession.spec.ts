import fc from 'fast-check';
import { vietnamCalendar as calendar } from '@domain/calendar';
import { fold, given, play } from '@domain/decider';
import { rules, staged, submittedFor } from '../../../../test/transitions/staged-examples';
import { type DossierCommand, dossierDecider } from './dossier.decider';
import type { ItemAnswer } from './dossier.events';
import type { DossierRules } from './dossier-rules';
import type { Existing } from './dossier-state';
import { type ClosedAgency, turnOf } from './succession';

type CommandOf<T extends DossierCommand['type']> = Extract<DossierCommand, { type: T }>;

const at = '2026-11-26T02:00:00.000Z';
const [opener, first, second, heir] = ['H26.1', 'H26.2', 'H26.3', 'H26.9'] as const;
const act = (by: string) => ({ by, officer: `mc.${by}`, at });
const legs = [first, second].map((agency) => ({
  ...{ agency, task: 'Thẩm định', time: { amount: 2, unit: 'working-days' as const } },
}));
const routed: DossierRules = { ...rules, route: { mode: 'sequential', lead: first, legs } };
const merged: readonly ClosedAgency[] = [{ code: first, successors: [heir] }];
const split: readonly ClosedAgency[] = [{ code: first, successors: [second, heir] }];

const offer = (
  to: string,
  closed: readonly ClosedAgency[],
  by: string = opener,
): CommandOf<'OfferHandoff'> => ({
  ...{ type: 'OfferHandoff', handoffId: `${by}>${to}`, to, recipientKnown: true, closed },
  ...{ reason: 'Thẩm định', ...act(by) },
});
const whole: readonly ItemAnswer[] = [
  { key: 'to-khai', answer: 'accepted', originals: 0 },
  { key: 'ban-ve', answer: 'accepted', originals: 2 },
  { key: 'anh', answer: 'accepted', originals: 1 },
];
const taking = (handoffId: string, by: string): CommandOf<'AcceptHandoff'> => ({
  ...{ type: 'AcceptHandoff', handoffId, items: whole, calendar, ...act(by) },
});
const after = (under: DossierRules, ...commands: readonly DossierCommand[]) =>
  play(dossierDecider, [...submittedFor(under), ...commands]).events;
const when = (under: DossierRules, ...commands: readonly DossierCommand[]) =>
  given(dossierDecider)(...after(under, ...commands));

describe('what is offered to a closed agency', () => {
  it('goes to the one that took over from it, and says instead of whom', () =>
    expect(when(rules).when(offer(first, merged))).toMatchObject({
      events: [{ type: 'HandoffOffered', data: { from: opener, to: heir, insteadOf: first } }],
    }));

  it.each([
    ['nobody', [{ code: first, successors: [] }], []],
    ['several', split, [second, heir]],
  ])('is refused where %s took over, naming them', (_, closed, successors) =>
    expect(when(rules).when(offer(first, closed))).toEqual({
      refused: 'recipient-closed',
      about: { successors },
    }),
  );

  it('is refused where its holder took over itself', () =>
    expect(when(rules).when(offer(first, [{ code: first, successors: [opener] }]))).toEqual({
      refused: 'recipient-is-holder',
    }));

  it.each([first, heir])('follows a route that names the closed one, written to %s', (to) => {
    const offered = offer(to, merged);
    expect(when(routed).when(offered)).toMatchObject({ events: [{ data: { to: heir, insteadOf: first } }] });
    const taken = after(routed, offered, taking(offered.handoffId, heir));
    expect(fold(dossierDecider, taken)).toMatchObject({
      ...{ holder: heir, stage: 'InProcess' },
      file: { reached: 1, handOverBy: '2026-11-30T16:59:59.999Z' },
    });
  });

  it('is outside a route that leads elsewhere, which names the open ones', () =>
    expect(when(routed).when(offer('H26.8', merged))).toEqual({
      refused: 'outside-the-route',
      about: { allowed: [heir] },
    }));

  it('asks the successor for its opinion', () =>
    expect(
      when(rules, staged.assign).when({ ...staged.consult, to: first, recipientKnown: true, closed: merged }),
    ).toMatchObject({ events: [{ data: { to: heir, insteadOf: first } }] }));
});

it('a result is at the one-stop unit where its successor has it', () => {
  const { assign, propose, approve, number, forward } = staged;
  const gone: readonly ClosedAgency[] = [{ code: opener, successors: [first] }];
  const moving = { ...offer(first, [], opener) };
  const byFirst = <C extends object>(command: C) => ({ ...command, ...act(first) });
  const issued = after(
    rules,
    ...[assign, moving, taking(moving.handoffId, first), byFirst(propose), byFirst(approve), byFirst(number)],
  );
  const told = given(dossierDecider)(...issued);
  expect(told.when(byFirst(forward))).toMatchObject({ refused: 'not-at-the-one-stop' });
  expect(told.when({ ...byFirst(forward), closed: gone })).toMatchObject({
    events: [{ type: 'ResultForwardedToOneStop', data: { agency: first, to: opener } }],
  });
});

describe('whose turn it is', () => {
  const offered = offer(first, []);
  const state = fold(dossierDecider, after(rules, offered)) as Existing;
  const { handoffId } = offered;

  it.each<[string, { type: string; handoffId?: string; consultationId?: string }, string]>([
    ['its recipient accepts', { type: 'AcceptHandoff', handoffId }, first],
    ['its recipient returns', { type: 'ReturnHandoff', handoffId }, first],
    ['its giver recalls', { type: 'RecallHandoff', handoffId }, opener],
    ['another offer is its holder’s', { type: 'AcceptHandoff', handoffId: 'other' }, opener],
    ['the one-stop unit returns the result', { type: 'ReturnResult' }, opener],
    ['an unknown opinion is its holder’s', { type: 'AnswerConsultation', consultationId: 'x' }, opener],
  ])('%s', (_, command, turn) => expect(turnOf(command, state)).toBe(turn));

  it('is of whoever was asked for an opinion', () => {
    const asked = fold(dossierDecider, after(rules, staged.assign, staged.consult)) as Existing;
    expect(turnOf(staged.opinion, asked)).toBe(staged.competent.by);
  });
});

/** As the house gives a command: by the agency whose turn it is, when that one is closed and the asking one follows. */
function givenAs(asking: string, command: DossierCommand, state: Existing, follows: ReadonlySet<string>) {
  if (!('by' in command)) return command;
  const own = { ...command, by: asking } as DossierCommand;
  if (!('refused' in dossierDecider.decide(own, state))) return own;
  const turn = turnOf(command, state);
  return follows.has(turn) ? ({ ...command, by: turn } as DossierCommand) : own;
}

const moves = fc.array(
  fc.record({
    kind: fc.constantFrom('offer', 'accept', 'return', 'recall', 'merge'),
    who: fc.constantFrom(opener, first, second, heir),
    to: fc.constantFrom(opener, first, second, heir),
    which: fc.constantFrom('h1', 'h2', 'h3'),
  }),
  { maxLength: 30 },
);

it('each paper original has exactly one holder across mergers, and custody changes by acceptance alone', () =>
  fc.assert(
    fc.property(moves, (played) => {
      const gone = new Set<string>();
      const closed = () => [...gone].map((code) => ({ code, successors: [heir] }));
      let events = after(rules);
      let custody: string = opener;
      for (const { kind, who, to, which: handoffId } of played) {
        if (kind === 'merge') {
          if (who !== heir) gone.add(who);
          continue;
        }
        if (gone.has(who)) continue;
        const told: Record<string, DossierCommand> = {
          offer: { ...offer(to, closed(), who), handoffId },
          accept: taking(handoffId, who),
          return: { type: 'ReturnHandoff', handoffId, reason: 'Thiếu', ...act(who) },
          recall: { type: 'RecallHandoff', handoffId, reason: 'Nhầm', ...act(who) },
        };
        const state = fold(dossierDecider, events) as Existing;
        const command = givenAs(who, told[kind] as DossierCommand, state, who === heir ? gone : new Set());
        const decision = dossierDecider.decide(command, state);
        if ('refused' in decision) continue;
        events = [...events, ...decision.events];
        const [fact] = decision.events;
        if (fact?.type === 'HandoffOffered') expect(gone.has(fact.data.to)).toBe(false);
        if (fact?.type === 'HandoffAccepted') custody = fact.data.to;
        const now = fold(dossierDecider, events) as Existing;
        expect(now.holder).toBe(custody);
        expect(now.file?.originals).toEqual([
          { key: 'ban-ve', count: 2, holder: custody },
          { key: 'anh', count: 1, holder: custody },
        ]);
      }
    }),
  ));
