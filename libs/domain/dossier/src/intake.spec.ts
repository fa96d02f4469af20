import { vietnamCalendar, workCalendar } from '@domain/calendar';
import { fold, given } from '@domain/decider';
import { type DossierCommand, dossierDecider } from './dossier.decider';
import type { DossierEvent } from './dossier.events';
import type { DossierRules, GivenComponent } from './dossier-rules';
import type { IntakeCommand, IntakeRefusal, SubmitDossier } from './intake';

const dossierId = '3f0c4b1e-7c9d-5a51-9f55-0a4c7e6a1d10';
const applicantRef = '5f1d7a52-0000-4000-8000-000000000001';
/** Thursday, 09:00 local time. */
const at = '2026-02-12T02:00:00.000Z';
const code = { scheme: 'tt01-2018', value: 'H26.1-260212-0001' };
const sha256 = 'a'.repeat(64);
const act = { by: 'H26.1', officer: 'mc.01', at };
const whose = { dossierId, agency: 'H26.1', officer: 'mc.01', at };
const calendar = vietnamCalendar;

const rules: DossierRules = {
  version: '1',
  name: 'Cấp giấy phép xây dựng',
  legalTime: { amount: 5, unit: 'working-days' },
  publishedTime: { amount: 3, unit: 'working-days' },
  convention: 'endOfDay',
  channels: ['counter', 'online', 'post'],
  components: [
    { key: 'to-khai', name: 'Tờ khai', mandatory: true, originals: 0 },
    { key: 'ban-ve', name: 'Bản vẽ', mandatory: true, originals: 2 },
    { key: 'uy-quyen', name: 'Giấy ủy quyền', mandatory: false, originals: 1 },
  ],
  supplement: { clock: 'restart', requestsMax: 1, answerDays: 10 },
  legalBasis: '12/QĐ-UBND',
};
const form: GivenComponent = { key: 'to-khai', sha256, originals: 0 };
const drawing: GivenComponent = { key: 'ban-ve', originals: 2 };

type CommandOf<T extends IntakeCommand['type']> = Extract<IntakeCommand, { type: T }>;

const submit: SubmitDossier = {
  ...{ type: 'SubmitDossier', ...whose, procedure: '2.000635', rules, channel: 'counter', applicantRef },
  ...{ components: [form, drawing], reuseNotFound: [] },
};
const handover: CommandOf<'RecordPostalHandover'> = {
  ...{ type: 'RecordPostalHandover', handedOverAt: '2026-02-11T09:00:00.000Z', slip: 'EE1', postman: 'BD-1' },
  ...act,
};
const guide: CommandOf<'GuideIntakeSupplement'> = {
  ...{ type: 'GuideIntakeSupplement', wanting: [{ key: 'ban-ve', detail: 'Thiếu một bản' }] },
  ...{ reason: 'Chưa đủ bản chính', answerByDate: '2026-02-25', ...act },
};
const receive: CommandOf<'ReceiveIntakeSupplement'> = {
  ...{ type: 'ReceiveIntakeSupplement', components: [drawing], reuseNotFound: [], ...act },
};
const turnDown = { type: 'RefuseAcceptance', reason: 'Không thuộc thẩm quyền', ...act } as const;
const accept = { type: 'AcceptDossier', code, calendar, ...act } as const;

const submittedAs = (more: Partial<SubmitDossier> = {}): DossierEvent => {
  const { type: _, reuseNotFound: __, linkNotFound: ___, ...data } = { ...submit, ...more };
  return { type: 'DossierSubmitted', data: { ...data, rules } };
};
const submitted = submittedAs();
const byPost = submittedAs({ channel: 'post' });
const handedOver: DossierEvent = {
  type: 'PostalHandoverRecorded',
  data: { ...whose, handedOverAt: '2026-02-11T09:00:00.000Z', slip: 'EE1', postman: 'BD-1' },
};
const guided: DossierEvent = {
  type: 'IntakeSupplementGuided',
  data: { ...whose, wanting: guide.wanting, reason: guide.reason, answerByDate: '2026-02-25' },
};
const received: DossierEvent = {
  type: 'IntakeSupplementReceived',
  data: { ...whose, components: [drawing], at: '2026-02-13T08:01:00.000Z' },
};
const turnedDown: DossierEvent = { type: 'AcceptanceRefused', data: { ...whose, reason: turnDown.reason } };
const times = {
  startedAt: at,
  dueAt: '2026-02-24T16:59:59.999Z',
  legalDueAt: '2026-02-26T16:59:59.999Z',
  convention: 'endOfDay',
  calendarVersion: calendar.calendarVersion,
  handOverBy: '2026-02-12T16:59:59.999Z',
} as const;
const accepted: DossierEvent = { type: 'DossierAccepted', data: { ...whose, code, ...times } };

const when = (...history: DossierEvent[]) => given(dossierDecider)(...history);

describe('at the counter', () => {
  const facts: Record<
    IntakeCommand['type'] | 'SubmitDossier',
    [DossierEvent[], DossierCommand, DossierEvent]
  > = {
    SubmitDossier: [[], submit, submitted],
    RecordPostalHandover: [[byPost], handover, handedOver],
    GuideIntakeSupplement: [[submitted], guide, guided],
    ReceiveIntakeSupplement: [[submitted, guided], receive, { ...received, data: { ...received.data, at } }],
    RefuseAcceptance: [[submitted, guided], turnDown, turnedDown],
    AcceptDossier: [[submitted], accept, accepted],
  };
  it.each(Object.entries(facts))('a fact is recorded on %s', (_, [history, command, event]) =>
    expect(when(...history).when(command)).toEqual({ events: [event] }),
  );

  const { rules: _, ...withoutRules } = submit;
  const { procedure, applicantRef: applicant, dossierId: begun, agency, officer } = submit;
  const opening: DossierCommand = {
    ...{ type: 'OpenDossier', dossierId: begun, agency, officer, procedure, applicantRef: applicant },
    ...{ channel: 'counter', codes: [], startedAt: at, at },
  };
  const lacking = (...components: GivenComponent[]) => submittedAs({ components });
  const refusals: Record<
    IntakeRefusal | 'unknown-component' | 'calendar-year-not-covered' | 'not-at-this-stage',
    [DossierEvent[], DossierCommand, object?][]
  > = {
    'not-by-import': [[[], { ...withoutRules, isImport: true }]],
    'agency-closed': [[[], { ...submit, agencyClosed: true }]],
    'procedure-in-catalogue': [[[], { ...opening, inCatalogue: true }]],
    'unknown-applicant': [
      [[], { ...submit, unknownApplicant: true }],
      [[], { ...opening, unknownApplicant: true }],
      [
        [],
        { ...submit, channel: 'proxy', proxyRef: applicantRef, unknownProxy: true },
        { reference: 'proxyRef' },
      ],
    ],
    'code-already-opened': [[[], { ...opening, sameCode: [begun] }, { dossiers: [begun] }]],
    'procedure-not-in-force': [[[], withoutRules]],
    'channel-not-allowed': [[[], { ...submit, channel: 'kiosk' }]],
    'proxy-not-named': [
      [[], { ...submit, channel: 'proxy' }],
      [[], { ...submit, proxyRef: applicantRef }],
    ],
    'unknown-component': [
      [[], { ...submit, components: [form, { key: 'khác', originals: 0 }] }, { components: ['khác'] }],
      [[submitted], { ...guide, wanting: [{ key: 'khác', detail: 'x' }] }, { components: ['khác'] }],
      [[submitted, guided], { ...receive, components: [{ key: 'khác', originals: 0 }] }],
    ],
    'reused-component-not-found': [
      [[], { ...submit, reuseNotFound: ['to-khai'] }, { components: ['to-khai'] }],
      [[submitted, guided], { ...receive, reuseNotFound: ['ban-ve'] }, { components: ['ban-ve'] }],
    ],
    'linked-dossier-not-found': [
      [[], { ...submit, linkedTo: { dossierId: applicantRef, as: 'follows' }, linkNotFound: true }],
    ],
    'component-not-uploaded': [
      [[], { ...submit, notUploaded: ['to-khai'] }, { components: ['to-khai'] }],
      [[submitted, guided], { ...receive, notUploaded: ['ban-ve'] }, { components: ['ban-ve'] }],
    ],
    'component-content-missing': [
      [[], { ...submit, contentMissing: ['to-khai'] }, { components: ['to-khai'] }],
      [[submitted, guided], { ...receive, contentMissing: ['ban-ve'] }, { components: ['ban-ve'] }],
    ],
    'component-missing': [
      [[lacking(drawing)], accept, { components: ['to-khai'] }],
      [[lacking({ key: 'to-khai', originals: 0 })], accept, { components: ['to-khai', 'ban-ve'] }],
    ],
    'original-missing': [
      [[lacking(form, { ...drawing, originals: 1 })], accept, { components: ['ban-ve'] }],
      [
        [lacking(form, drawing, { key: 'uy-quyen', sha256, originals: 0 })],
        accept,
        { components: ['uy-quyen'] },
      ],
    ],
    'not-by-post': [[[submitted], handover]],
    'postal-handover-already-recorded': [
      [[byPost, handedOver], handover, { handedOverAt: handover.handedOverAt }],
    ],
    'postal-handover-missing': [[[byPost], accept]],
    'handed-over-in-the-future': [[[byPost], { ...handover, handedOverAt: '2026-02-12T02:00:00.001Z' }]],
    'already-guided': [
      [[submitted, guided], guide, { answerByDate: '2026-02-25' }],
      [[submitted, guided, received], guide],
    ],
    'answer-date-passed': [
      [[submitted], { ...guide, answerByDate: '2026-02-11' }],
      [[submitted, guided], { ...receive, at: '2026-02-25T17:00:00.000Z' }],
    ],
    'calendar-year-not-covered': [
      [[submitted], { ...accept, at: '2031-02-12T02:00:00.000Z' }, { year: '2031' }],
    ],
    'not-at-this-stage': [
      [[submitted, accepted], accept, { stage: 'Accepted' }],
      [[submitted, turnedDown], accept, { stage: 'NotAccepted' }],
      [[submitted, guided], accept, { stage: 'IntakeSupplement' }],
      [[submitted], receive],
      [[submitted, accepted], turnDown],
      [[submitted, accepted], guide],
      [[byPost, handedOver, accepted], handover],
      [[submitted], { type: 'CompleteDossier', outcome: 'granted', endedAt: at, ...act }],
      [
        [submitted],
        { type: 'OfferHandoff', handoffId: 'h', to: 'H26.2', recipientKnown: true, reason: 'x', ...act },
      ],
    ],
  };
  it.each(
    Object.entries(refusals).flatMap(([refused, cases]) =>
      cases.map(([history, command, about]) => [command.type, refused, history, command, about] as const),
    ),
  )('%s is refused with %s', (_, refused, history, command, about) =>
    expect(when(...history).when(command)).toMatchObject({ refused, ...(about && { about }) }),
  );

  it('only the agency it was submitted to knows of it', () =>
    expect(when(submitted).when({ ...accept, by: 'H26.2' })).toEqual({ refused: 'not-found' }));

  it('somebody else may hand it in where the counter is open', () =>
    expect(
      when().when({ ...submit, channel: 'proxy', proxyRef: '5f1d7a52-0000-4000-8000-000000000002' }),
    ).toMatchObject({ events: [{ type: 'DossierSubmitted' }] }));

  it('what was missing stands in place of what was there', () => {
    const before = submittedAs({ components: [form, { ...drawing, originals: 1 }] });
    expect(fold(dossierDecider, [before, guided, received])).toMatchObject({
      stage: 'Submitted',
      file: { components: [form, drawing] },
    });
    expect(when(before, guided, received).when(accept)).toMatchObject({
      events: [{ type: 'DossierAccepted' }],
    });
  });
});

describe('the clock begins', () => {
  const begun = (history: DossierEvent[], command: Partial<typeof accept> = {}) => {
    const decision = when(...history).when({ ...accept, ...command });
    return 'refused' in decision ? decision.refused : decision.events[0]?.data;
  };

  it('with the acceptance, however long the applicant waited', () =>
    expect(begun([submitted, guided, received], { at: '2026-02-23T02:00:00.000Z' })).toMatchObject({
      startedAt: '2026-02-23T02:00:00.000Z',
      dueAt: '2026-02-26T16:59:59.999Z',
    }));

  it('by post with the record of the hand-over, and with the supplement when one was needed', () => {
    expect(begun([byPost, handedOver])).toMatchObject({ startedAt: handover.handedOverAt });
    expect(begun([byPost, handedOver, guided, received], { at: '2026-02-23T02:00:00.000Z' })).toMatchObject({
      startedAt: received.data.at,
    });
  });

  it('and the counter hands over by 15:00 the same day, else with the next working day', () => {
    const handOver = (instant: string) => begun([submitted], { at: instant });
    expect(handOver('2026-02-12T08:00:00.000Z')).toMatchObject({ handOverBy: '2026-02-12T16:59:59.999Z' });
    expect(handOver('2026-02-12T08:00:01.000Z')).toMatchObject({ handOverBy: '2026-02-13T00:00:00.000Z' });
    expect(handOver('2026-02-13T08:01:00.000Z')).toMatchObject({ handOverBy: '2026-02-23T00:00:00.000Z' });
  });

  it('by the calendar of the day, which the fact names', () => {
    const closed = {
      date: '2026-02-13',
      kind: 'LOCAL_CLOSURE',
      source: 'tỉnh',
      validFrom: '2026-02-01',
    } as const;
    const other = workCalendar({ more: [closed] });
    expect(begun([submitted], { calendar: other })).toMatchObject({
      dueAt: '2026-02-25T16:59:59.999Z',
      calendarVersion: other.calendarVersion,
    });
  });
});
