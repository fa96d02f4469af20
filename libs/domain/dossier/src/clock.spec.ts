import fc from 'fast-check';
import { vietnamCalendar as calendar, workCalendar } from '@domain/calendar';
import { fold, given, play } from '@domain/decider';
import { rules, staged, submittedFor } from '../../../../test/transitions/staged-examples';
import type { ClockCommand, ClockRefusal } from './clock';
import { type DossierCommand, dossierDecider } from './dossier.decider';
import type { DossierEvent } from './dossier.events';
import type { DossierRules } from './dossier-rules';
import type { ProcessCommand, ProcessRefusal } from './process';

const { assign, consult, opinion, silence, verification, request, submit, agree, lapse, halt } = staged;
const { ask, withdraw, reject, apology, prediction, declaration, tooLate, lapsed, competent } = staged;
const { recomputation, revised } = staged;
const resuming: DossierRules = { ...rules, supplement: { ...rules.supplement, clock: 'resume' } };
const routed: DossierRules = {
  ...rules,
  route: {
    ...{ mode: 'sequential', lead: competent.by },
    legs: [{ agency: competent.by, task: 'Thẩm định', time: { amount: 2, unit: 'working-days' } }],
  },
};

const factsOf = (commands: readonly DossierCommand[], under = rules) =>
  play(dossierDecider, [...submittedFor(under), ...commands]).events;
const when = (...commands: readonly DossierCommand[]) => given(dossierDecider)(...factsOf(commands));
const stateAfter = (...commands: readonly DossierCommand[]) => fold(dossierDecider, factsOf(commands));
const later = <C extends DossierCommand>(command: C, at: string): C => ({ ...command, at });

describe('a dossier in process', () => {
  const facts: Record<
    ClockCommand['type'] | ProcessCommand['type'],
    [DossierCommand[], DossierCommand, DossierEvent['type'][]]
  > = {
    AssignProcessor: [[], assign, ['ProcessorAssigned']],
    HandOverDossier: [[assign, request], staged.replace, ['ProcessorReplaced']],
    RequestConsultation: [[assign], consult, ['ConsultationRequested']],
    AnswerConsultation: [[assign, consult], opinion, ['ConsultationAnswered']],
    LapseConsultation: [[assign, consult], silence, ['ConsultationLapsed']],
    RecordVerification: [[assign], verification, ['VerificationRecorded']],
    RequestSupplement: [[assign], request, ['SupplementRequested']],
    SubmitSupplement: [[assign, request], submit, ['SupplementSubmitted']],
    AcceptSupplement: [[assign, request, submit], agree, ['SupplementAccepted', 'DeadlineRecomputed']],
    LapseSupplement: [[assign, request], lapse, ['SupplementLapsed', 'ProcessingStopped']],
    StopProcessing: [[assign], halt, ['ProcessingStopped']],
    RequestWithdrawal: [[assign, request], ask, ['WithdrawalRequested']],
    WithdrawDossier: [[ask], withdraw, ['DossierWithdrawn']],
    RejectWithdrawal: [[ask], reject, ['WithdrawalRejected']],
    IssueApology: [[assign], apology, ['ApologyIssued', 'AppointmentMoved']],
    PredictOverdue: [[assign], prediction, ['OverduePredicted']],
    DeclareOverdue: [[assign], declaration, ['OverdueDeclared']],
    NoteLateApology: [[assign], tooLate, ['LateApologyRefused']],
    RecomputeDeadline: [[assign], recomputation, ['DeadlineRecomputed']],
  };
  it.each(Object.entries(facts))('%s is recorded', (_, [before, command, types]) => {
    const decision = when(...before).when(command);
    expect('refused' in decision ? decision : decision.events.map(({ type }) => type)).toEqual(types);
  });

  it('leaves the desk with what its officer is assigned and has offered, each by its own fact', () => {
    const offer = staged.offer('h');
    const over = { ...staged.replace, from: offer.officer };
    const [before, toSelf] = [factsOf([assign, offer]), { ...over, to: staged.replace.from }];
    const replaced = { handoffId: 'h', giver: over.to, formerGiver: over.from, handoverId: over.handoverId };
    expect(given(dossierDecider)(...before).when(over)).toMatchObject({
      events: [{ type: 'HandoffGiverReplaced', data: replaced }],
    });
    const state = play(dossierDecider, [...submittedFor(rules), assign, offer, over]).state;
    expect(state).toMatchObject({ status: 'offered', pending: { giver: over.to } });
    const both = play(dossierDecider, [...submittedFor(rules), assign, offer, toSelf, staged.replace]).events;
    expect(both.slice(-2).map(({ type }) => type)).toEqual(['ProcessorReplaced', 'HandoffGiverReplaced']);
    expect(when(assign, offer, over).when(over)).toEqual({ events: [] });
  });

  const refusals: Record<
    ClockRefusal | ProcessRefusal | 'only-the-one-stop',
    [DossierCommand[], DossierCommand, object?][]
  > = {
    'only-the-one-stop': [
      [
        [staged.offer('h'), { type: 'ReturnHandoff', handoffId: 'h', reason: 'x', ...competent }],
        { ...ask, ...competent },
      ],
    ],
    'not-competent': [],
    'not-on-that-desk': [
      [[staged.offer('h')], { ...staged.replace, from: 'cv.01' }],
      [[], staged.replace],
      [[assign], { ...staged.replace, from: 'cv.03' }],
    ],
    'consultation-not-found': [[[assign], { ...opinion, ...staged.counter }]],
    'consultation-already-answered': [[[assign, consult, opinion], opinion, { answeredAt: opinion.at }]],
    'not-the-consulted': [[[assign, consult], { ...opinion, ...staged.counter }]],
    'answer-date-not-ahead': [[[assign], { ...consult, answerBy: consult.at }]],
    'verified-in-the-future': [[[assign], { ...verification, verifiedAt: lapsed }]],
    'supplement-request-too-late': [
      [[assign], later(request, '2026-12-01T17:00:00.000Z'), { requestBy: '2026-12-01T16:59:59.999Z' }],
    ],
    'supplement-already-requested': [[[assign, request, submit, agree], request, { requestsMax: '1' }]],
    'supplement-not-submitted': [[[assign, request], agree]],
    'supplement-not-lapsed': [
      [[assign, request], later(lapse, '2026-12-10T16:59:59.999Z'), { answerByDate: '2026-12-10' }],
      [[assign, request, submit], lapse],
    ],
    'apology-too-late': [
      [[assign], later(apology, '2026-12-01T00:00:00.000Z'), { dueAt: '2026-12-01T16:59:59.999Z' }],
    ],
    'appointment-not-later': [[[assign], { ...apology, newDueDate: '2026-12-01' }]],
    'appointment-already-moved': [
      [
        [assign, apology],
        { ...apology, newDueDate: '2026-12-20' },
        { movedFrom: '2026-12-01T16:59:59.999Z' },
      ],
    ],
  };
  it.each(
    Object.entries(refusals).flatMap(([refused, cases]) =>
      cases.map(([before, command, about]) => [command.type, refused, before, command, about] as const),
    ),
  )('%s is refused with %s', (_, refused, before, command, about) =>
    expect(when(...before).when(command)).toMatchObject({ refused, ...(about && { about }) }),
  );

  it('is not taken into process where its route leads elsewhere', () =>
    expect(given(dossierDecider)(...factsOf([], routed)).when(assign)).toEqual({ refused: 'not-competent' }));

  it('gives the papers back when it is stopped or withdrawn', () => {
    for (const end of [
      [assign, halt],
      [ask, withdraw],
      [assign, request, lapse],
    ])
      expect(stateAfter(...end)).toMatchObject({
        file: { originals: [{ holder: 'applicant' }, { holder: 'applicant' }] },
      });
  });

  it('stands where it stood when a withdrawal is rejected', () => {
    expect(stateAfter(ask, reject)).toEqual(stateAfter());
    expect(stateAfter(assign, request, ask, reject)).toEqual(stateAfter(assign, request));
  });

  it('may be asked for a supplement again by the next agency that takes it over', () => {
    const items = [
      { key: 'to-khai', answer: 'accepted', originals: 0 },
      { key: 'ban-ve', answer: 'accepted', originals: 2 },
      { key: 'anh', answer: 'accepted', originals: 1 },
    ] as const;
    const take = { type: 'AcceptHandoff', handoffId: 'h', items, calendar, ...competent } as const;
    const decision = when(assign, request, submit, agree, staged.offer('h'), take).when({
      ...request,
      ...competent,
    });
    expect(decision).toMatchObject({ events: [{ type: 'SupplementRequested' }] });
  });
});

describe('the clock', () => {
  const supplemented = [assign, request, later(submit, '2026-12-07T02:00:00.000Z')];
  const resumedAt = '2026-12-08T02:00:00.000Z';
  const dueAfter = (under: DossierRules) => {
    const events = factsOf([...supplemented, later(agree, resumedAt)], under);
    return events.find((event) => event.type === 'DeadlineRecomputed')?.data;
  };

  it('begins from zero where the version of the procedure says so', () =>
    expect(dueAfter(rules)).toMatchObject({
      ...{ clock: 'restart', before: '2026-12-01T16:59:59.999Z', startedAt: resumedAt },
      ...{ dueAt: '2026-12-11T16:59:59.999Z', legalDueAt: '2026-12-15T16:59:59.999Z' },
    }));

  it('goes on where it says that, with what was left', () =>
    expect(dueAfter(resuming)).toMatchObject({
      ...{ clock: 'resume', startedAt: '2026-11-26T02:00:00.000Z' },
      ...{ dueAt: '2026-12-11T16:59:59.999Z', legalDueAt: '2026-12-15T16:59:59.999Z' },
    }));

  it('a deadline recomputed by the same calendar gives the same instant, by another one another', () => {
    const by = (each: typeof calendar) => {
      const events = factsOf([...supplemented, { ...later(agree, resumedAt), calendar: each }]);
      return events.find((event) => event.type === 'DeadlineRecomputed')?.data;
    };
    expect(by(workCalendar())).toEqual(by(calendar));
    const closed = {
      date: '2026-12-09',
      kind: 'LOCAL_CLOSURE',
      source: 'tỉnh',
      validFrom: '2026-12-01',
    } as const;
    expect(by(workCalendar({ more: [closed] }))).toMatchObject({ dueAt: '2026-12-14T16:59:59.999Z' });
  });

  it('is computed again by a revised calendar, and says what moved it', () => {
    expect(when(assign).when(recomputation)).toEqual({
      events: [
        {
          type: 'DeadlineRecomputed',
          data: {
            ...{ dossierId: expect.any(String) as string, agency: staged.counter.by, at: recomputation.at },
            ...{ before: '2026-12-01T16:59:59.999Z', dueAt: '2026-12-02T16:59:59.999Z' },
            ...{ legalBefore: '2026-12-03T16:59:59.999Z', legalDueAt: '2026-12-04T16:59:59.999Z' },
            ...{ startedAt: staged.counter.at, calendarVersion: revised.calendarVersion },
            revision: { version: 2, source: '12/QĐ-UBND' },
          },
        },
      ],
    });
    expect(when(assign, recomputation).when(recomputation)).toEqual({ events: [] });
    expect(when(assign, recomputation).when({ ...recomputation, calendar })).toMatchObject({
      events: [{ data: { dueAt: '2026-12-01T16:59:59.999Z' } }],
    });
  });

  it('is computed again while it stands still, and goes on from there', () => {
    const still = [assign, request, { ...recomputation, at: '2026-11-28T02:00:00.000Z' }];
    expect(stateAfter(...still)).toMatchObject({
      ...{ stage: 'AwaitingSupplement' },
      file: { running: { pausedAt: request.at, dueAt: '2026-12-02T16:59:59.999Z' } },
    });
    const agreed = later({ ...agree, calendar: revised }, resumedAt);
    const [direct, recomputed] = [[assign, request], still].map((before) =>
      play(dossierDecider, [
        ...submittedFor(resuming),
        ...[...before, later(submit, '2026-12-07T02:00:00.000Z'), agreed],
      ]).events.at(-1),
    );
    // Whether the house or the officer came first.
    expect(recomputed?.data).toMatchObject({ dueAt: (direct?.data as { dueAt: string }).dueAt });
  });

  it('is left alone where it runs no longer', () => {
    for (const end of [
      [assign, halt],
      [ask, withdraw],
    ])
      expect(when(...end).when(recomputation)).toEqual({ events: [] });
    expect(given(dossierDecider)().when(recomputation)).toEqual({ refused: 'not-found' });
  });

  it('warns of the same deadline once at each mark, and declares it missed once', () => {
    expect(when(assign, prediction).when(prediction)).toEqual({ events: [] });
    expect(when(assign, prediction).when({ ...prediction, workingDaysLeft: 1 })).toMatchObject({
      events: [{}],
    });
    expect(when(assign, declaration).when(declaration)).toEqual({ events: [] });
  });

  it('tells nothing of a deadline that no longer runs', () => {
    for (const command of [prediction, declaration]) {
      expect(when(assign, apology).when(command)).toEqual({ events: [] });
      expect(when(assign, request).when(command)).toEqual({ events: [] });
      expect(when(assign, halt).when(command)).toEqual({ events: [] });
    }
  });

  it('tells once of each appointment that an apology came too late, and of none that came in time', () => {
    expect(when(assign, tooLate).when({ ...tooLate, officer: 'ld.02' })).toEqual({ events: [] });
    expect(when(assign).when({ ...tooLate, at: '2026-11-30T16:59:59.999Z' })).toEqual({ events: [] });
    expect(when(assign, apology).when({ ...tooLate, at: '2026-12-08T02:00:00.000Z' })).toEqual({
      events: [],
    });
    expect(when(assign, request).when(tooLate)).toEqual({ events: [] });
  });

  it('ends no consultation that was answered', () =>
    expect(when(assign, consult, opinion).when(silence)).toEqual({ events: [] }));

  const commands = fc
    .tuple(
      fc.constantFrom<DossierCommand>(
        ...[assign, request, submit, agree, ask, reject, apology, prediction, declaration, lapse, halt],
        { ...apology, newDueDate: '2026-12-30' },
      ),
      fc.integer({ min: 0, max: 20 }),
    )
    .map(([command, days]): DossierCommand => {
      const at = new Date(Date.parse('2026-11-26T02:00:00.000Z') + days * 86_400_000).toISOString();
      return { ...command, at };
    });
  const inOrder = (played: readonly DossierCommand[]) => [...played].sort((a, b) => (a.at < b.at ? -1 : 1));

  it('never runs backwards, and the appointment is moved once at most', () =>
    fc.assert(
      fc.property(fc.array(commands, { maxLength: 30 }), fc.boolean(), (played, isResuming) => {
        const events = factsOf(inOrder(played), isResuming ? resuming : rules);
        const dues = events.flatMap((event) => ('dueAt' in event.data ? [event.data.dueAt ?? ''] : []));
        expect(dues).toEqual([...dues].sort());
        expect(events.filter(({ type }) => type === 'AppointmentMoved').length).toBeLessThanOrEqual(1);
      }),
    ));

  const hours: DossierRules = {
    ...{ ...resuming, convention: 'exactHours' },
    ...{
      publishedTime: { amount: 20, unit: 'working-hours' },
      legalTime: { amount: 5, unit: 'working-days' },
    },
  };
  it('a deadline recomputed gives the same instant, whatever came before, and the way back as well', () =>
    fc.assert(
      fc.property(
        fc.array(commands, { maxLength: 30 }),
        fc.constantFrom(rules, resuming, hours),
        (played, by) => {
          const again = { ...recomputation, calendar, at: '2026-12-30T02:00:00.000Z' };
          const before = factsOf(inOrder(played), by);
          const then = given(dossierDecider)(...before);
          expect(then.when(again)).toEqual({ events: [] });
          const there = then.when({ ...again, calendar: revised });
          if ('refused' in there || there.events.length === 0) return;
          const back = given(dossierDecider)(...before, ...there.events).when(again);
          const [first, second] = [there.events[0], 'refused' in back ? undefined : back.events[0]];
          expect(second?.data).toMatchObject({
            ...{ dueAt: (first?.data as { before: string }).before },
            legalDueAt: (first?.data as { legalBefore: string }).legalBefore,
          });
        },
      ),
    ));

  it('what is redelivered appends nothing', () =>
    fc.assert(
      fc.property(fc.array(commands, { maxLength: 20 }), (played) => {
        const { events, recorded } = play(dossierDecider, [...submittedFor(rules), ...inOrder(played)]);
        const last = recorded.at(-1) as DossierCommand;
        const decision = given(dossierDecider)(...events).when(last);
        expect('refused' in decision || decision.events.length === 0).toBe(true);
      }),
    ));
});
