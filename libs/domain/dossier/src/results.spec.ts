import fc from 'fast-check';
import { vietnamCalendar as calendar } from '@domain/calendar';
import { fold, given, play } from '@domain/decider';
import { rules, staged, submittedFor } from '../../../../test/transitions/staged-examples';
import { type DossierCommand, dossierDecider } from './dossier.decider';
import type { DossierEvent } from './dossier.events';
import type { ResultDocument } from './result-document';
import type { ResultCommand, ResultRefusal } from './results';

const { assign, propose, deny, approve, number, issue, forward, give, correct, archive } = staged;
const { competent, counter } = staged;
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
    IssueResult: [[assign, propose, approve], issue, ['ResultNumbered', 'ResultSealed']],
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
  const approved = [assign, propose, approve];
  const issued = issue.document as ResultDocument;
  const ofDocument = (more: Partial<ResultDocument>): DossierCommand => ({
    ...issue,
    document: { ...issued, ...more },
  });
  const signed = (has: (signature: ResultDocument['signatures'][number]) => boolean): DossierCommand =>
    ofDocument({ signatures: issued.signatures.filter(has) });
  const corrected: DossierCommand = {
    ...correct,
    symbol: '99/GPXD',
    documentId: issue.documentId,
    document: issued,
  };
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
    'result-document-required': [],
    'result-document-not-found': [
      [approved, { ...issue, document: undefined as never }],
      [approved, ofDocument({ agency: 'H26.9' })],
      [[...done, give], { ...corrected, document: undefined as never }],
    ],
    'result-document-not-sealed': [
      [approved, ofDocument({ status: 'Numbered' })],
      [approved, ofDocument({ status: 'Recalled' })],
      [approved, ofDocument({ numbered: undefined as never })],
    ],
    'result-document-differs': [
      [approved, ofDocument({ contents: ['c'.repeat(64)] })],
      [[...done, give], corrected],
    ],
    'result-signature-missing': [
      [approved, ofDocument({ signatures: [] })],
      [approved, signed(({ by }) => by === 'agency')],
      [approved, signed(({ by }) => by === 'officer')],
      [
        approved,
        ofDocument({ signatures: issued.signatures.map((each) => ({ ...each, status: 'undecided' })) }),
      ],
      // Of another person than the one who approved it.
      [
        approved,
        ofDocument({
          signatures: issued.signatures.map((each) => ({ ...each, certificate: 'd'.repeat(64) })),
        }),
      ],
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

  it('is its document, where it has one: number, symbol and seal are those that stand there', () => {
    const { number: taken, bookYear, symbol, documentDate } = issued.numbered ?? {};
    expect(when(...approved).when(issue)).toMatchObject({
      events: [
        {
          data: { symbol, documentDate, document: { documentId: issue.documentId, number: taken, bookYear } },
        },
        { data: { certificate: 'b'.repeat(64) } },
      ],
    });
    const sha256 = 'e'.repeat(64);
    const another = {
      ...issued,
      contents: [sha256],
      signatures: issued.signatures.map((each) => ({ ...each, content: sha256 })),
    };
    const anew = { ...corrected, symbol: '45/GPXD', sha256, document: another } as typeof correct;
    expect(when(...done, give).when(anew)).toMatchObject({
      events: [{ type: 'ResultCorrected', data: { documentId: issue.documentId } }],
    });
  });

  it('takes no told number where its procedure wants a document, unless it happened before', () => {
    const strict = [...submittedFor({ ...rules, resultDocument: true }), ...approved];
    const then = given(dossierDecider)(...play(dossierDecider, strict).events);
    expect(then.when(number)).toEqual({ refused: 'result-document-required' });
    expect(then.when({ ...number, isImport: true })).toMatchObject({ events: [{}, {}] });
    expect(then.when(issue)).toMatchObject({ events: [{}, {}] });
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
