import fc from 'fast-check';
import { fold, play } from '@domain/decider';
import {
  type AgencyCommand,
  agencyDecider,
  type AgencyEvent,
  authorityOn,
  codeOn,
  coveredOn,
  isInPost,
  isOpenOn,
  nameOn,
  overlap,
  ownsCertificate,
  parentOn,
  postsOn,
  type RegisteredAgency,
  sameAround,
} from '.';

const agency = 'H26.1';
const at = '2026-11-22T01:00:00.000Z';
const basis = { agency, legalBasis: '15/QĐ-UBND', at } as const;
const registered: AgencyEvent = {
  type: 'AgencyRegistered',
  data: {
    code: agency,
    scheme: 'qd20',
    name: 'Sở Tài chính',
    abbreviation: 'STC',
    tier: 'province',
    parent: 'H26',
    at,
  },
};
const officer = (id: string, role: 'Leader' | 'Clerk'): AgencyEvent => ({
  type: 'OfficerAppointed',
  data: { agency, officer: id, displayName: id, roles: [role], at },
});
const given = (authority: 'KT' | 'TM' | 'TUQ' | 'TL', to: string): AgencyEvent => ({
  type: 'AuthorityDelegated',
  data: {
    ...basis,
    delegationId: `${authority}.${to}`,
    officer: to,
    authority,
    givenBy: 'gd.01',
    validFromDate: '2026-12-01',
    validToDate: '2026-12-31',
  },
});

function after(...events: AgencyEvent[]): RegisteredAgency {
  const state = fold(agencyDecider, [registered, ...events]);
  if (state.status === 'absent') throw new Error('nobody registered it');
  return state;
}

it('answers the name and the agency above that were in force', () => {
  const renamed = { ...basis, effectiveDate: '2025-07-01', name: 'Sở Tài chính mới', abbreviation: 'STCM' };
  const moved = { ...basis, effectiveDate: '2026-01-01', parent: 'H27' };
  const now = after({ type: 'AgencyRenamed', data: renamed }, { type: 'AgencyMoved', data: moved });
  expect(['1990-01-01', '2025-06-30', '2025-07-01'].map((date) => nameOn(now, date).abbreviation)).toEqual([
    'STC',
    'STC',
    'STCM',
  ]);
  expect(['2025-12-31', '2026-01-01'].map((date) => parentOn(now, date).parent)).toEqual(['H26', 'H27']);
});

it('is open until the day before it closes', () => {
  const closed = {
    ...basis,
    effectiveDate: '2026-12-01',
    how: 'merged',
    successors: ['H26.2'],
  } as const;
  const now = after({ type: 'AgencyClosed', data: closed });
  expect(['2026-11-30', '2026-12-01'].map((date) => isOpenOn(now, date))).toEqual([true, false]);
});

it('answers the code assigned for the date, else the one it was registered under', () => {
  const old = { agency, scheme: 'qcvn102', value: '000.00.01.H26', at } as const;
  const renumbered = { agency, scheme: 'qd20', value: 'H26.11', validFromDate: '2026-07-01', at } as const;
  const now = after(
    {
      type: 'AgencyCodeAssigned',
      data: { ...old, validFromDate: '2020-01-01', validToDate: '2020-12-31' },
    },
    { type: 'AgencyCodeAssigned', data: renumbered },
  );
  const codes = (scheme: 'qd20' | 'qcvn102', dates: string[]) =>
    dates.map((date) => codeOn(now, scheme, date));
  expect(codes('qcvn102', ['2019-12-31', '2020-01-01', '2020-12-31', '2021-01-01'])).toEqual([
    undefined,
    '000.00.01.H26',
    '000.00.01.H26',
    undefined,
  ]);
  expect(codes('qd20', ['2026-06-30', '2026-07-01', '2030-01-01'])).toEqual(['H26.1', 'H26.11', 'H26.11']);
});

describe('leave cover', () => {
  const lent = (lendingId: string, away: string, cover: string): AgencyEvent => ({
    type: 'DeskLent',
    data: {
      ...{ agency, lendingId, officer: away, cover, givenBy: 'gd.01', legalBasis: '04/TB-STC', at },
      ...{ validFromDate: '2026-12-01', validToDate: '2026-12-05' },
    },
  });
  const people = [officer('cv.01', 'Clerk'), officer('cv.02', 'Clerk'), officer('cv.03', 'Clerk')];
  const dates = ['2026-11-30', '2026-12-01', '2026-12-03', '2026-12-05', '2026-12-06'];
  const covered = (state: RegisteredAgency, cover = 'cv.02') =>
    dates.map((date) => coveredOn(state, cover, date));

  it('is limited to its days, the first and the last included', () => {
    const now = after(...people, lent('v1', 'cv.01', 'cv.02'));
    expect(covered(now)).toEqual([[], ['cv.01'], ['cv.01'], ['cv.01'], []]);
    expect(covered(now, 'cv.01')).toEqual([[], [], [], [], []]);
  });

  it('may be of several desks', () =>
    expect(
      coveredOn(
        after(...people, lent('v1', 'cv.01', 'cv.02'), lent('v2', 'cv.03', 'cv.02')),
        'cv.02',
        dates[1]!,
      ),
    ).toEqual(['cv.01', 'cv.03']));

  it('ends with its end and with the post of either of the two', () => {
    const ended = '2026-12-03T01:00:00.000Z';
    const ends: AgencyEvent[] = [
      { type: 'DeskLentEnded', data: { agency, lendingId: 'v1', reason: 'Đi làm lại sớm', at: ended } },
      { type: 'OfficerDismissed', data: { agency, officer: 'cv.01', at: ended } },
      { type: 'OfficerDismissed', data: { agency, officer: 'cv.02', at: ended } },
    ];
    for (const end of ends) {
      const now = after(...people, lent('v1', 'cv.01', 'cv.02'), end);
      expect(covered(now)).toEqual([[], ['cv.01'], [], [], []]);
    }
  });
});

describe('the authority to sign', () => {
  const people = [officer('gd.01', 'Leader'), officer('pgd.01', 'Leader'), officer('tp.01', 'Clerk')];
  const may = (state: RegisteredAgency, who: string, date = '2026-12-10') =>
    (['head', 'KT', 'TM', 'TUQ', 'TL'] as const).filter((authority) =>
      authorityOn(state, who, authority, date),
    );

  it('is that of the role as long as nothing was delegated', () => {
    expect(may(after(...people), 'pgd.01')).toEqual(['head', 'KT', 'TM']);
    expect(may(after(...people), 'tp.01')).toEqual([]);
    expect(may(after(...people), 'nobody')).toEqual([]);
  });

  it('rests on delegations from the first one on', () => {
    const now = after(...people, given('TL', 'tp.01'), given('KT', 'pgd.01'));
    expect(may(now, 'gd.01')).toEqual(['head']);
    expect(may(now, 'pgd.01')).toEqual(['head', 'KT']);
    expect(may(now, 'tp.01')).toEqual(['TL']);
    expect(may(now, 'pgd.01', '2026-11-30')).toEqual(['head', 'KT', 'TM']);
  });

  it('is limited in time, to both days', () => {
    const now = after(...people, given('TUQ', 'tp.01'));
    const dates = ['2026-11-30', '2026-12-01', '2026-12-31', '2027-01-01'];
    expect(dates.map((date) => may(now, 'tp.01', date))).toEqual([[], ['TUQ'], ['TUQ'], []]);
  });

  it('ends with the revocation, the post and the agency', () => {
    const later = '2026-12-10T01:00:00.000Z';
    const now = after(...people, given('TUQ', 'tp.01'));
    const ends: AgencyEvent[] = [
      { type: 'DelegationRevoked', data: { agency, delegationId: 'TUQ.tp.01', reason: 'đã về', at: later } },
      { type: 'OfficerDismissed', data: { agency, officer: 'tp.01', at: later } },
      {
        type: 'AgencyClosed',
        data: { ...basis, effectiveDate: '2026-12-10', how: 'dissolved', successors: [] },
      },
    ];
    for (const end of ends) {
      const ended = agencyDecider.evolve(now, end) as RegisteredAgency;
      expect(['2026-12-09', '2026-12-10'].map((date) => may(ended, 'tp.01', date))).toEqual([['TUQ'], []]);
    }
  });

  it('does not come back with a new appointment', () => {
    const dismissal: AgencyEvent = { type: 'OfficerDismissed', data: { agency, officer: 'tp.01', at } };
    const back = after(...people, given('TUQ', 'tp.01'), dismissal, officer('tp.01', 'Clerk'));
    expect(isInPost(back, 'tp.01', '2026-12-10')).toBe(true);
    expect(may(back, 'tp.01')).toEqual([]);
  });
});

it('owns a certificate until it is withdrawn, each officer their own', () => {
  const [mine, own] = ['ab'.repeat(32), 'cd'.repeat(32)];
  const withdrawnAt = '2026-12-01T00:00:00.000Z';
  const now = after(
    officer('gd.01', 'Leader'),
    { type: 'CertificateRegistered', data: { agency, officer: 'gd.01', certificate: mine, at } },
    { type: 'CertificateRegistered', data: { agency, certificate: own, at } },
    { type: 'CertificateWithdrawn', data: { agency, certificate: own, reason: 'hết hạn', at: withdrawnAt } },
  );
  expect(ownsCertificate(now, mine, 'gd.01', at)).toBe(true);
  expect(ownsCertificate(now, mine, undefined, at)).toBe(false);
  expect(ownsCertificate(now, own, undefined, at)).toBe(true);
  expect(ownsCertificate(now, own, undefined, withdrawnAt)).toBe(false);
  expect(ownsCertificate(now, 'ef'.repeat(32), undefined, at)).toBe(false);
});

describe('for random histories', () => {
  const dates = fc.constantFrom('2025-12-31', '2026-01-01', '2026-06-30', '2026-11-22', '2026-12-01');
  const code = fc.constantFrom('H26.1', 'H26.2', 'H26.3');
  const who = fc.constantFrom('gd.01', 'tp.01');
  const change = { agency: fc.constant(agency), at: fc.constant(at) };
  const restructured = { ...change, effectiveDate: dates, legalBasis: fc.constantFrom('1/QĐ', '2/QĐ') };
  const interval = { validFromDate: dates, validToDate: fc.option(dates, { nil: undefined }) };
  const command = <T extends AgencyCommand['type']>(type: T, fields: object) =>
    fc
      .record({ type: fc.constant(type), ...fields })
      .map(withoutUndefined) as unknown as fc.Arbitrary<AgencyCommand>;

  const commands = fc.oneof(
    command('RegisterAgency', {
      ...{ at: change.at, code: change.agency, scheme: fc.constant('qd20'), tier: fc.constant('province') },
      name: fc.constantFrom('A', 'B'),
      abbreviation: fc.constant('A'),
      parentRegistered: fc.boolean(),
    }),
    command('RenameAgency', {
      ...restructured,
      name: fc.constantFrom('A', 'B'),
      abbreviation: fc.constant('A'),
    }),
    command('MoveAgency', {
      ...restructured,
      parent: code,
      parentRegistered: fc.boolean(),
      parentIsBelow: fc.boolean(),
    }),
    command('CloseAgency', {
      ...restructured,
      how: fc.constantFrom('merged', 'split', 'dissolved'),
      successors: fc.uniqueArray(code, { maxLength: 2 }),
      unknownSuccessors: fc.constant([]),
      closedSuccessors: fc.constant([]),
    }),
    command('RecordSuccession', {
      ...restructured,
      predecessors: fc.array(code, { minLength: 1, maxLength: 3 }),
    }),
    command('AssignCode', {
      ...change,
      ...interval,
      scheme: fc.constantFrom('qd20', 'qcvn102'),
      value: fc.constantFrom('H26.7', '000.00.01.H26', '000.00.02.H26'),
      heldByAnother: fc.boolean(),
    }),
    command('AppointOfficer', {
      ...change,
      officer: who,
      displayName: fc.constant('x'),
      roles: fc.subarray(['Clerk', 'Leader', 'Importer']),
    }),
    command('DismissOfficer', { ...change, officer: who }),
    command('DelegateAuthority', {
      ...change,
      ...interval,
      delegationId: fc.constantFrom('d1', 'd2'),
      officer: who,
      givenBy: who,
      authority: fc.constantFrom('KT', 'TUQ'),
      legalBasis: fc.constant('1/GUQ'),
    }),
    command('RevokeDelegation', {
      ...change,
      delegationId: fc.constantFrom('d1', 'd2'),
      reason: fc.constantFrom('a', 'b'),
    }),
    command('RegisterCertificate', {
      ...change,
      certificate: fc.constantFrom('ab', 'cd'),
      officer: fc.option(who, { nil: undefined }),
      heldByAnother: fc.boolean(),
    }),
    command('WithdrawCertificate', {
      ...change,
      certificate: fc.constantFrom('ab', 'cd'),
      reason: fc.constant('a'),
    }),
  );
  const first: AgencyCommand = {
    type: 'RegisterAgency',
    ...{ code: agency, scheme: 'qd20', name: 'A', abbreviation: 'A', tier: 'province', at },
    parentRegistered: true,
  };
  const histories = fc.array(commands, { maxLength: 40 });
  const always = (holds: (state: RegisteredAgency) => void) =>
    fc.assert(
      fc.property(histories, (history) => {
        const { state } = play(agencyDecider, [first, ...history]);
        if (state.status === 'registered') holds(state);
      }),
    );

  it('deciding twice appends once', () =>
    fc.assert(
      fc.property(histories, commands, (before, last) => {
        const once = play(agencyDecider, [...before, last]).events;
        expect(play(agencyDecider, [...before, last, last]).events).toEqual(once);
      }),
    ));

  it('two codes of one scheme never hold on one day', () =>
    always(({ codes }) =>
      codes.forEach((one, index) =>
        codes
          .slice(index + 1)
          .filter(({ scheme }) => scheme === one.scheme)
          .forEach((other) => expect(overlap(one, other)).toBe(false)),
      ),
    ));

  it('names and places follow each other in time, so that a date answers one', () =>
    always(({ names, parents, closing }) => {
      for (const steps of [names, parents]) {
        const from = steps.map(({ fromDate }) => fromDate ?? '');
        expect(from).toEqual([...new Set(from)].sort());
        expect(closing === undefined || (from.at(-1) ?? '') <= closing.effectiveDate).toBe(true);
      }
    }));

  it('no agency is succeeded by itself or by what it succeeded', () =>
    always(({ code: own, predecessors, closing }) => {
      const before = [own, ...predecessors.map((known) => known.agency)];
      expect(new Set(before).size).toBe(before.length);
      expect(closing?.successors.filter((code) => before.includes(code)) ?? []).toEqual([]);
    }));

  it('what was answered for a past date stays, whatever is decided later from then on', () =>
    fc.assert(
      fc.property(histories, histories, (before, later) => {
        const now = play(agencyDecider, [first, ...before]).state as RegisteredAgency;
        const last = now.names.at(-1)?.fromDate ?? '2000-01-01';
        const then = play(agencyDecider, [first, ...before, ...later]).state as RegisteredAgency;
        expect(nameOn(then, last)).toEqual(nameOn(now, last));
        expect(nameOn(then, '1990-01-01')).toEqual(nameOn(now, '1990-01-01'));
      }),
    ));
});

function withoutUndefined<T extends object>(record: T): T {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as T;
}

it('tells the days on which the same officers are in post as on a date', () => {
  const dismissed = (id: string, date: string): AgencyEvent => ({
    type: 'OfficerDismissed',
    data: { agency, officer: id, at: `${date}T01:00:00.000Z` },
  });
  const now = after(
    ...['gd.01', 'vt.01', 'vt.02'].map((id) => officer(id, 'Clerk')),
    dismissed('gd.01', '2026-03-01'),
    dismissed('vt.01', '2026-05-01'),
  );
  expect(sameAround(after(officer('gd.01', 'Leader')), '2026-01-01')).toEqual({});
  expect(sameAround(now, '2026-02-28')).toEqual({ untilDate: '2026-03-01' });
  expect(sameAround(now, '2026-03-01')).toEqual({ fromDate: '2026-03-01', untilDate: '2026-05-01' });
  expect(sameAround(now, '2027-01-01')).toEqual({ fromDate: '2026-05-01' });
  const posts = (date: string) => postsOn(now, date).map(([id]) => id);
  expect(['2026-03-01', '2026-04-30'].map(posts)).toEqual([
    ['vt.01', 'vt.02'],
    ['vt.01', 'vt.02'],
  ]);
});

it('keeps every name of an officer with its first day, also of one who has left', () => {
  const called = (displayName: string, date: string): AgencyEvent => ({
    type: 'OfficerAppointed',
    data: { agency, officer: 'vt.01', displayName, roles: ['Clerk'], at: `${date}T01:00:00.000Z` },
  });
  const left = { agency, officer: 'vt.01', at: '2026-07-01T01:00:00.000Z' };
  const now = after(
    called('Bà A', '2026-01-10'),
    called('Bà A', '2026-02-01'),
    called('Bà B', '2026-03-01'),
    { type: 'OfficerDismissed', data: left },
    called('Bà C', '2026-09-01'),
  );
  expect(now.officers['vt.01']?.displayNames).toEqual([
    { displayName: 'Bà A' },
    { displayName: 'Bà B', fromDate: '2026-03-01' },
    { displayName: 'Bà C', fromDate: '2026-09-01' },
  ]);
});
