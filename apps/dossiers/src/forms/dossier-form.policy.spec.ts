import type { DossierFormData } from '@contracts';
import type { DossierEvent } from '@domain/dossier';
import type { LegEvent } from '@domain/leg/events';
import { formOf } from './dossier-form.policy';

const dossierId = '6fa459ea-ee8a-5ca4-894e-db77e160355e';
const applicantRef = '7fa459ea-ee8a-5ca4-894e-db77e160355e';
const rules = {
  name: 'Cấp giấy phép xây dựng',
  components: [{ key: 'to-khai', name: 'Tờ khai', mandatory: true, originals: 0 }],
};

type Told = readonly [type: string, at: string, data?: object];

/** Facts on given days; what forms do not read of them is left out. */
function history(told: readonly Told[]): DossierEvent[] {
  const facts = told.map(([type, at, data]) => ({
    type,
    data: { dossierId, agency: 'H99', officer: 'mc.01', at, ...data },
  }));
  return facts as unknown as DossierEvent[];
}

const submitted = (at: string) =>
  [
    'DossierSubmitted',
    at,
    {
      ...{ procedure: '1.009994', rules, applicantRef },
      components: [{ key: 'to-khai', sha256: 'a'.repeat(64), originals: 0 }],
    },
  ] as const;
const accepted = (at: string) =>
  [
    'DossierAccepted',
    at,
    {
      code: { scheme: 'tt01-2018', value: 'H99-261130-0001' },
      startedAt: at,
      dueAt: '2026-12-04T09:30:00.000Z',
    },
  ] as const;
const [day1, day2, day3] = [
  '2026-11-30T01:00:00.000Z',
  '2026-12-01T01:00:00.000Z',
  '2026-12-02T01:00:00.000Z',
];
const taken = [submitted(day1), accepted(day1)] as const;

const of = (form: DossierFormData['form'], ...told: readonly Told[]) => formOf(form, history(told));

it('a receipt tells what was given, as it was given last', () => {
  const anew = { components: [{ key: 'to-khai', originals: 1 }] };
  const later = { components: [{ key: 'to-khai', originals: 7 }] };
  const form = of('receipt', submitted(day1), ['IntakeSupplementReceived', day1, anew], accepted(day2), [
    'SupplementSubmitted',
    day3,
    later,
  ]);
  expect(form).toMatchObject({
    ...{ form: 'receipt', number: '01', code: 'H99-261130-0001', issuedAt: day2, startedAt: day2 },
    components: [{ key: 'to-khai', name: 'Tờ khai', originals: 1, electronic: false }],
  });
});

it('a receipt tells the appointment that holds since the clock restarted', () => {
  const dueAt = '2026-12-11T09:30:00.000Z';
  const form = of('receipt', ...taken, ['DeadlineRecomputed', day3, { startedAt: day3, dueAt }]);
  expect(form).toMatchObject({ startedAt: day3, dueAt });
});

it.each(['receipt', 'supplement-request', 'refusal', 'apology', 'stopping-notice', 'control-slip'] as const)(
  '%s of a dossier that was just submitted tells of nothing',
  (form) => expect(of(form, submitted(day1))).toBe('form-not-issued'),
);

it('a supplement request is the newest one, at intake or after', () => {
  const asked = (detail: string) => ({
    ...{ wanting: [{ key: 'to-khai', detail }], reason: detail, answerByDate: '2026-12-10' },
  });
  const guided = ['IntakeSupplementGuided', day1, asked('Thiếu chữ ký')] as const;
  const form = of('supplement-request', submitted(day1), guided);
  expect(form).toMatchObject({ wanting: [{ name: 'Tờ khai', detail: 'Thiếu chữ ký' }] });
  expect(form).not.toHaveProperty('code');
  const after = of('supplement-request', ...taken, guided, [
    'SupplementRequested',
    day2,
    asked('Thiếu trang 2'),
  ]);
  expect(after).toMatchObject({ reason: 'Thiếu trang 2', code: 'H99-261130-0001' });
});

it('a refused result is a refusal, a granted one none', () => {
  const approved = (outcome: string) =>
    ['ResultApproved', day2, { outcome, reason: 'Trái quy hoạch' }] as const;
  expect(of('refusal', ...taken, approved('granted'))).toBe('form-not-issued');
  expect(of('refusal', ...taken, approved('refused'))).toMatchObject({ reason: 'Trái quy hoạch' });
});

it('a refused interlinked dossier has one as well', () =>
  expect(
    of('refusal', ...taken, ['LinkedDossierRefused', day2, { order: 1, reason: 'Trái quy hoạch' }]),
  ).toMatchObject({ reason: 'Trái quy hoạch' }));

it('an apology tells both appointments', () => {
  const moved = { before: '2026-12-04T09:30:00.000Z', dueAt: '2026-12-09T09:30:00.000Z' };
  const apology = ['ApologyIssued', day2, { reason: 'Chờ xác minh' }] as const;
  expect(of('apology', ...taken, apology, ['AppointmentMoved', day2, moved])).toMatchObject({
    ...{ reason: 'Chờ xác minh', dueBefore: moved.before, dueAt: moved.dueAt },
  });
});

it('a control slip of an interlinked dossier has its legs, whether or not anything was handed over', () => {
  const planned = { agency: 'H99.1', task: 'Thẩm định', dueAt: '2026-12-02T16:59:59.999Z' };
  const route = ['RouteFixed', day2, { legs: [planned, { ...planned, agency: 'H99.2' }] }] as const;
  const opened = { type: 'LegOpened', data: { order: 1, ...planned, at: day3 } } as unknown as LegEvent;
  const form = formOf('control-slip', history([...taken, route]), [[opened], []]);
  expect(form).toMatchObject({
    ...{ issuedAt: day3, dueAt: '2026-12-04T09:30:00.000Z' },
    legs: [
      { order: 1, ...planned, givenAt: day3, outcome: 'pending' },
      { order: 2, agency: 'H99.2', outcome: 'planned' },
    ],
  });
  expect(of('control-slip', ...taken)).toBe('form-not-issued');
  expect(of('control-slip', ...taken, ['HandoffOffered', day2, {}])).not.toHaveProperty('legs');
});

describe('the circular of a form', () => {
  const stopped = (at: string) => ['ProcessingStopped', at, { reason: 'x', legalBasis: 'y' }] as const;
  const old = '2025-09-14T01:00:00.000Z';
  const handed = (at: string) => ['HandoffOffered', at, { from: 'H99', to: 'H99.1' }] as const;

  it('is that of the day the dossier was accepted', () => {
    const form = of('control-slip', submitted(old), accepted(old), handed(day1));
    expect(form).toMatchObject({ number: '05', circular: 'Thông tư 01/2018/TT-VPCP' });
    expect(of('control-slip', ...taken, handed(day1))).toMatchObject({ number: '06' });
  });

  it('is that of the day of the fact where that day knew no such form', () => {
    const form = of('stopping-notice', submitted(old), accepted(old), stopped(day1));
    expect(form).toMatchObject({ number: '05', circular: 'Thông tư 03/2025/TT-VPCP' });
    expect(of('stopping-notice', submitted(old), accepted(old), stopped(old))).toBe('form-not-prescribed');
  });

  it('is that of the day of the fact before it is accepted', () => {
    expect(of('refusal', submitted(old), ['AcceptanceRefused', old, { reason: 'x' }])).toMatchObject({
      ...{ number: '03', circular: 'Thông tư 01/2018/TT-VPCP' },
    });
  });
});

it('a dossier without a version has a slip with the code it bears', () => {
  const opened = {
    procedure: '2.000635',
    applicantRef,
    codes: [{ scheme: 'tt01-2018', value: '000.00.15.H51-230415-0007' }],
  };
  const form = of(
    'control-slip',
    ['DossierOpened', day1, opened],
    ['HandoffOffered', day2, { from: 'H99', to: 'H99.1' }],
  );
  expect(form).toMatchObject({ code: '000.00.15.H51-230415-0007', agency: 'H99', issuedAt: day2 });
  expect(form).not.toHaveProperty('procedureName');
});
