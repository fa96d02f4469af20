import fc from 'fast-check';
import { vietnamCalendar as calendar } from '@domain/calendar';
import { fold, given, play } from '@domain/decider';
import { rules, staged, submittedFor } from '../../../../test/transitions/staged-examples';
import { type DossierCommand, dossierDecider } from './dossier.decider';
import type { DossierEvent } from './dossier.events';
import type { ResultCommand, ResultRefusal } from './results';

const { assign, propose, deny, approve, number, forward, give, correct, archive, competent, counter } =
  staged;
const done = [assign, propose, approve, number, forward];

const factsOf = (commands: readonly DossierCommand[]) =>
  play(dossierDecider, [...submittedFor(rules), ...commands]).events;
const when = (...commands: readonly DossierCommand[]) => given(dossierDecider)(...factsOf(commands));

describe('the result of a dossier', () => {
  const facts: Record<ResultCommand['type'], [DossierCommand[], DossierCommand, DossierEvent['type'][]]> = {
    ProposeResult: [[assign], propose, ['ResultProposed']],
    DenyApproval: [[assign, propose], deny, ['ApprovalDenied']],
    ApproveResult: [[assign, propose], approve, ['ResultApproved']],
    NumberResult: [[assign, propose, approve], number, ['ResultNumbered', 'ResultSealed']],
    ForwardResult: [[assign, propose, approve, number], forward, ['ResultForwardedToOneStop']],
    ReturnResult: [done, give, ['ResultReturned']],
    CorrectResult: [[...done, give], correct, ['ResultCorrected']],
    ArchiveDossier: [[...done, give], archive, ['DossierArchived']],
  };
  it.each(Object.entries(facts))('%s is recorded', (_, [before, command, types]) => {
    const decision = when(...before).when(command);
    expect('refused' in decision ? decision : decision.events.map(({ type }) => type)).toEqual(types);
  });

  const refusal = { ...approve, outcome: 'refused', reason: 'Không phù hợp quy hoạch' } as const;
  const { slip: _, ...withoutSlip } = give;
  const refusals: Record<ResultRefusal, [DossierCommand[], DossierCommand][]> = {
    'outcome-not-proposed': [[[assign, propose], refusal]],
    'reason-for-refusal-missing': [
      [[assign, propose], { ...approve, reason: 'x' }],
      [[assign, { ...propose, outcome: 'refused' }], { ...approve, outcome: 'refused' }],
    ],
    'dated-in-the-future': [[[assign, propose, approve], { ...number, documentDate: '2026-11-27' }]],
    'not-at-the-one-stop': [],
    'slip-for-post-alone': [
      [done, { ...give, channel: 'counter' }],
      [done, withoutSlip],
    ],
  };
  it.each(
    Object.entries(refusals).flatMap(([refused, cases]) => cases.map((each) => [refused, ...each] as const)),
  )('is refused with %s', (refused, before, command) =>
    expect(when(...before).when(command)).toMatchObject({ refused }),
  );

  it('may be a refusal, with its reason, and is returned as any other', () => {
    const proposed = [assign, { ...propose, outcome: 'refused' }, refusal, number, forward] as const;
    expect(when(...proposed).when(give)).toMatchObject({ events: [{ type: 'ResultReturned' }] });
  });

  it('gives the originals back with it', () =>
    expect(fold(dossierDecider, factsOf([...done, give]))).toMatchObject({
      stage: 'Returned',
      file: { originals: [{ holder: 'applicant' }, { holder: 'applicant' }] },
    }));

  const items = [
    { key: 'to-khai', answer: 'accepted', originals: 0 },
    { key: 'ban-ve', answer: 'accepted', originals: 2 },
    { key: 'anh', answer: 'accepted', originals: 1 },
  ] as const;
  const take = (handoffId: string, who: typeof competent): DossierCommand => ({
    ...{ type: 'AcceptHandoff', handoffId, items, calendar, ...who },
  });
  const there = [staged.offer('there'), take('there', competent)];
  const worked = [propose, approve, number].map((each): DossierCommand => ({ ...each, ...competent }));
  const back: DossierCommand = { ...staged.offer('back'), ...competent, to: counter.by };

  it('comes to the one-stop unit by a hand-off, with which processing ends', () => {
    expect(when(...there, ...worked).when({ ...forward, ...competent })).toEqual({
      refused: 'not-at-the-one-stop',
      about: { oneStop: counter.by },
    });
    expect(when(...there, ...worked, back).when(take('back', counter))).toMatchObject({
      events: [
        { type: 'HandoffAccepted', data: { to: counter.by } },
        {
          type: 'ResultForwardedToOneStop',
          data: { agency: competent.by, to: counter.by, finishedAt: counter.at },
        },
      ],
    });
    expect(fold(dossierDecider, factsOf([...there, ...worked, back, take('back', counter)]))).toMatchObject({
      ...{ stage: 'Finished', holder: counter.by },
      file: { originals: [{ holder: counter.by }, { holder: counter.by }] },
    });
  });

  it('goes nowhere else', () =>
    expect(when(...there, ...worked).when({ ...back, to: 'H26.9' })).toEqual({
      refused: 'outside-the-route',
      about: { allowed: [counter.by] },
    }));

  it('nothing is archived twice, returned twice or worked on after its end, whatever is tried', () => {
    const tried = fc.constantFrom<DossierCommand>(
      ...[assign, propose, deny, approve, number, forward, give, correct, archive],
    );
    fc.assert(
      fc.property(fc.array(tried, { maxLength: 60 }), (played) => {
        const types = factsOf(played).map(({ type }) => type);
        for (const once of ['ResultReturned', 'DossierArchived', 'ResultForwardedToOneStop'])
          expect(types.filter((type) => type === once).length).toBeLessThanOrEqual(1);
        const end = types.indexOf('DossierArchived');
        if (end !== -1) expect(end).toBe(types.length - 1);
      }),
    );
  });
});
