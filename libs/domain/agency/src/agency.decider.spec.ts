import { fold, given, play } from '@domain/decider';
import { type AgencyCommand, agencyDecider, type AgencyRefusal, entryOf } from '.';
import type { AgencyEvent } from './agency.events';

type Command<T extends AgencyCommand['type']> = Extract<AgencyCommand, { type: T }>;
type Data<T extends AgencyEvent['type']> = Extract<AgencyEvent, { type: T }>['data'];

const at = '2026-11-22T01:00:00.000Z';
const agency = 'H26.1';
const card = {
  code: agency,
  scheme: 'qd20',
  name: 'Sở Tài chính',
  abbreviation: 'STC',
  tier: 'province',
  parent: 'H26',
} as const;
const basis = { agency, effectiveDate: '2026-12-01', legalBasis: '15/QĐ-UBND', at } as const;

const register: Command<'RegisterAgency'> = {
  type: 'RegisterAgency',
  ...card,
  parentRegistered: true,
  parentCode: 'H26',
  at,
};
const registered: AgencyEvent = { type: 'AgencyRegistered', data: { ...card, at } };
const level1: AgencyEvent = {
  type: 'AgencyRegistered',
  data: { code: 'H26', scheme: 'qd20', name: 'UBND tỉnh', abbreviation: 'UBND', tier: 'province', at },
};

const clerk = { agency, officer: 'vt.01', displayName: 'Văn thư 1', roles: ['Clerk'], at } as const;
const appoint: Command<'AppointOfficer'> = { type: 'AppointOfficer', ...clerk };
const appointed: AgencyEvent = { type: 'OfficerAppointed', data: clerk };
const head: AgencyEvent = {
  type: 'OfficerAppointed',
  data: { ...clerk, officer: 'ld.01', roles: ['Leader'] },
};
const dismiss: Command<'DismissOfficer'> = { type: 'DismissOfficer', agency, officer: 'vt.01', at };
const dismissed: AgencyEvent = { type: 'OfficerDismissed', data: { agency, officer: 'vt.01', at } };

const renaming: Data<'AgencyRenamed'> = { ...basis, name: 'Sở Tài chính và Đầu tư', abbreviation: 'STCDT' };
const rename: Command<'RenameAgency'> = { type: 'RenameAgency', ...renaming };
const renamed: AgencyEvent = { type: 'AgencyRenamed', data: renaming };
const moving: Data<'AgencyMoved'> = { ...basis, parent: 'H27' };
const move: Command<'MoveAgency'> = {
  type: 'MoveAgency',
  ...moving,
  parentRegistered: true,
  parentIsBelow: false,
};
const moved: AgencyEvent = { type: 'AgencyMoved', data: moving };
const closing: Data<'AgencyClosed'> = { ...basis, how: 'merged', successors: ['H26.2'] };
const close: Command<'CloseAgency'> = {
  type: 'CloseAgency',
  ...closing,
  unknownSuccessors: [],
  closedSuccessors: [],
};
const closed: AgencyEvent = { type: 'AgencyClosed', data: closing };
const closedByNow: AgencyEvent = { type: 'AgencyClosed', data: { ...closing, effectiveDate: '2026-11-22' } };
const succession: Data<'AgencySucceeded'> = { ...basis, predecessor: 'H26.3' };
const succeed: Command<'RecordSuccession'> = {
  type: 'RecordSuccession',
  ...basis,
  predecessors: ['H26.3'],
};
const succeeded: AgencyEvent = { type: 'AgencySucceeded', data: succession };

const assignment: Data<'AgencyCodeAssigned'> = {
  agency,
  scheme: 'qcvn102',
  value: '000.00.01.H26',
  validFromDate: '2026-01-01',
  at,
};
const assign: Command<'AssignCode'> = { type: 'AssignCode', ...assignment, heldByAnother: false };
const assigned: AgencyEvent = { type: 'AgencyCodeAssigned', data: assignment };
const untilJune: AgencyEvent = {
  type: 'AgencyCodeAssigned',
  data: { ...assignment, validToDate: '2026-06-30' },
};

const delegating: Data<'AuthorityDelegated'> = {
  agency,
  delegationId: 'd1',
  officer: 'vt.01',
  authority: 'TUQ',
  givenBy: 'ld.01',
  validFromDate: '2026-11-22',
  validToDate: '2026-12-31',
  legalBasis: '03/GUQ-STC',
  at,
};
const { validToDate: _, ...endless } = delegating;
const delegate: Command<'DelegateAuthority'> = { type: 'DelegateAuthority', ...delegating };
const delegated: AgencyEvent = { type: 'AuthorityDelegated', data: delegating };
const revocation = { agency, delegationId: 'd1', reason: 'Trưởng phòng đã về', at } as const;
const revoke: Command<'RevokeDelegation'> = { type: 'RevokeDelegation', ...revocation };
const lending: Data<'DeskLent'> = {
  agency,
  lendingId: 'v1',
  officer: 'vt.01',
  cover: 'ld.01',
  givenBy: 'ld.01',
  validFromDate: '2026-12-01',
  validToDate: '2026-12-05',
  legalBasis: '04/TB-STC',
  at,
};
const lend: Command<'LendDesk'> = { type: 'LendDesk', ...lending };
const lent: AgencyEvent = { type: 'DeskLent', data: lending };
const ending = { agency, lendingId: 'v1', reason: 'Đi làm lại sớm', at } as const;
const endLending: Command<'EndDeskLending'> = { type: 'EndDeskLending', ...ending };
const lendingEnded: AgencyEvent = { type: 'DeskLentEnded', data: ending };
const revoked: AgencyEvent = { type: 'DelegationRevoked', data: revocation };

const certificate = 'ab'.repeat(32);
const certifying: Data<'CertificateRegistered'> = { agency, officer: 'vt.01', certificate, at };
const certify: Command<'RegisterCertificate'> = {
  type: 'RegisterCertificate',
  ...certifying,
  heldByAnother: false,
};
const certified: AgencyEvent = { type: 'CertificateRegistered', data: certifying };
const withdrawing = { agency, certificate, reason: 'Lộ khóa', at } as const;
const withdraw: Command<'WithdrawCertificate'> = { type: 'WithdrawCertificate', ...withdrawing };
const withdrawn: AgencyEvent = { type: 'CertificateWithdrawn', data: withdrawing };

const givenAgency = given(agencyDecider);

describe('an agency', () => {
  const acceptances: Record<AgencyCommand['type'], [AgencyEvent[], AgencyCommand, AgencyEvent]> = {
    RegisterAgency: [[], register, registered],
    RenameAgency: [[registered], rename, renamed],
    MoveAgency: [[registered], move, moved],
    CloseAgency: [[registered], close, closed],
    RecordSuccession: [[registered], succeed, succeeded],
    AssignCode: [[registered], assign, assigned],
    AppointOfficer: [[registered], appoint, appointed],
    DismissOfficer: [[registered, appointed], dismiss, dismissed],
    DelegateAuthority: [[registered, appointed, head], delegate, delegated],
    RevokeDelegation: [[registered, appointed, head, delegated], revoke, revoked],
    LendDesk: [[registered, appointed, head], lend, lent],
    EndDeskLending: [[registered, appointed, head, lent], endLending, lendingEnded],
    RegisterCertificate: [[registered, appointed], certify, certified],
    WithdrawCertificate: [[registered, appointed, certified], withdraw, withdrawn],
  };
  const all = Object.entries(acceptances);

  it.each(all)('records a fact on %s', (_, [history, command, event]) =>
    expect(givenAgency(...history).when(command)).toEqual({ events: [event] }),
  );

  it.each(all)('records nothing when %s is redelivered', (_, [history, command, event]) =>
    expect(givenAgency(...history, event).when(command)).toEqual({ events: [] }),
  );

  it.each(all.filter(([name]) => name !== 'RegisterAgency'))('nobody registered hears %s', (_, [, command]) =>
    expect(givenAgency().when(command)).toEqual({ refused: 'not-found' }),
  );

  it('may stand at the top', () => {
    const { parent: _, ...top } = card;
    expect(givenAgency().when({ type: 'RegisterAgency', ...top, parentRegistered: false, at })).toEqual({
      events: [{ type: 'AgencyRegistered', data: { ...top, at } }],
    });
  });

  it('may end a code that was assigned without an end, once', () => {
    const ending = { ...assign, validToDate: '2026-06-30' };
    expect(givenAgency(registered, assigned).when(ending)).toEqual({ events: [untilJune] });
    expect(givenAgency(registered, assigned, untilJune).when(ending)).toEqual({ events: [] });
  });

  it('takes officers and delegations until the day it closes', () => {
    expect(givenAgency(registered, closed).when(appoint)).toEqual({ events: [appointed] });
    expect(givenAgency(registered, appointed, head, closed).when(delegate)).toEqual({ events: [delegated] });
  });

  it('records a succession also when it was closed itself meanwhile', () =>
    expect(givenAgency(registered, closedByNow).when(succeed)).toEqual({ events: [succeeded] }));

  it('records many successions at once, each once', () => {
    const many = { ...succeed, predecessors: ['H26.3', 'H26.4', 'H26.4'] };
    const another = { type: 'AgencySucceeded', data: { ...succession, predecessor: 'H26.4' } };
    expect(givenAgency(registered, succeeded).when(many)).toEqual({ events: [another] });
  });

  const lasting = { ...delegate, delegationId: 'd2', validToDate: '2026-12-30' };
  const refusals: Record<AgencyRefusal, [AgencyEvent[], AgencyCommand][]> = {
    'not-an-agency-code': [
      [[], { ...register, scheme: undefined }],
      [[registered], { ...assign, value: 'H26.1' }],
    ],
    'parent-not-found': [
      [[], { ...register, parentRegistered: false }],
      [[registered], { ...move, parentRegistered: false }],
    ],
    'parent-closed': [
      [[], { ...register, parentClosed: true }],
      [[registered], { ...move, parentClosed: true }],
    ],
    'parent-is-below': [[[registered], { ...move, parentIsBelow: true }]],
    'not-under-the-code-of-its-parent': [
      [[], { ...register, parentCode: 'H27' }],
      [[], { ...register, code: 'H261', parentCode: 'H26' }],
      [[registered], { ...assign, scheme: 'qd20', value: 'H26.9', parentCode: 'H27' }],
    ],
    'level-1-is-fixed': [
      [[level1], { ...assign, scheme: 'qd20', value: 'H99' }],
      [[level1], move],
    ],
    'agency-already-registered': [
      [[registered], { ...register, name: 'Sở Kế hoạch' }],
      [[registered], { ...register, abbreviation: 'SKH' }],
      [[registered], { ...register, tier: 'commune' }],
      [[registered], { ...register, parent: 'H27' }],
    ],
    'not-found': [[[], appoint]],
    'agency-closed': [
      [[registered, closedByNow], appoint],
      [[registered, closedByNow], { ...rename, effectiveDate: '2026-11-23' }],
      [[registered, closedByNow], { ...move, effectiveDate: '2026-11-23' }],
      [[registered, closedByNow], { ...assign, validFromDate: '2026-11-23' }],
      [[registered, appointed, head, closedByNow], delegate],
      [[registered, appointed, head, closedByNow], lend],
      [[registered, appointed, closedByNow], certify],
    ],
    'agency-already-closed': [
      [[registered, closed], { ...close, successors: ['H26.4'] }],
      [[registered, closed], { ...close, effectiveDate: '2027-01-01' }],
    ],
    'effective-before-last-change': [
      [[registered, renamed], { ...rename, name: 'Sở Kế hoạch', effectiveDate: '2026-11-30' }],
      [[registered, renamed], { ...rename, name: 'Sở Kế hoạch' }],
      [[registered, moved], { ...move, parent: 'H28' }],
      [[registered, renamed], { ...close, effectiveDate: '2026-11-30' }],
      [[registered, moved], { ...close, effectiveDate: '2026-11-30' }],
    ],
    'successors-do-not-fit': [
      [[registered], { ...close, successors: [] }],
      [[registered], { ...close, how: 'split' }],
      [[registered], { ...close, how: 'split', successors: ['H26.2', 'H26.2'] }],
    ],
    'successor-not-found': [[[registered], { ...close, unknownSuccessors: ['H26.2'] }]],
    'successor-closed': [[[registered], { ...close, closedSuccessors: ['H26.2'] }]],
    'successor-of-itself': [
      [[registered], { ...close, successors: [agency] }],
      [[registered], { ...succeed, predecessors: ['H26.4', agency] }],
    ],
    'successor-is-a-predecessor': [
      [[registered, succeeded], { ...close, successors: ['H26.3'] }],
      [[registered, closed], { ...succeed, predecessors: ['H26.2'] }],
    ],
    'code-held-by-another': [
      [[], { ...register, heldByAnother: true }],
      [[registered], { ...assign, heldByAnother: true }],
    ],
    'code-interval-overlaps': [
      [[registered, assigned], { ...assign, value: '000.00.02.H26', validFromDate: '2026-07-01' }],
      [[registered, untilJune], { ...assign, value: '000.00.02.H26', validFromDate: '2026-06-30' }],
      [[registered, untilJune], { ...assign, value: '000.00.02.H26', validFromDate: '2025-01-01' }],
      [[registered, untilJune], assign],
    ],
    'ends-before-it-begins': [
      [[registered], { ...assign, validToDate: '2025-12-31' }],
      [[registered, appointed, head], { ...delegate, validToDate: '2026-11-21' }],
      [[registered, appointed, head], { ...lend, validToDate: '2026-11-30' }],
    ],
    'officer-not-found': [
      [[registered], dismiss],
      [[registered, head], delegate],
      [[registered, head], lend],
      [[registered, head, appointed, dismissed], lend],
      [[registered, head, appointed, dismissed], delegate],
      [[registered], certify],
    ],
    'giver-is-no-leader': [
      [[registered, appointed], delegate],
      [[registered, appointed, head], { ...lend, givenBy: 'vt.01' }],
      [[registered, appointed], { ...delegate, givenBy: 'vt.01' }],
    ],
    'delegation-needs-an-end': [[[registered, appointed, head], { type: 'DelegateAuthority', ...endless }]],
    'no-redelegation': [
      [
        [registered, head, { type: 'OfficerAppointed', data: { ...clerk, roles: ['Leader'] } }, delegated],
        { ...lasting, givenBy: 'vt.01', officer: 'ld.01' },
      ],
      [[registered, head], { ...delegate, officer: 'ld.01' }],
    ],
    'delegation-not-found': [[[registered], revoke]],
    'cover-is-the-officer': [[[registered, appointed, head], { ...lend, cover: 'vt.01' }]],
    'cover-is-away': [
      [[registered, appointed, head, lent], { ...lend, lendingId: 'v2', officer: 'ld.01', cover: 'vt.01' }],
    ],
    'desk-already-lent': [
      [[registered, appointed, head, lent], { ...lend, lendingId: 'v2', validFromDate: '2026-12-05' }],
    ],
    'lending-not-found': [[[registered], endLending]],
    'certificate-already-registered': [
      [[registered, appointed, certified], { ...certify, officer: 'ld.01' }],
      [[registered, appointed], { ...certify, heldByAnother: true }],
    ],
    'certificate-withdrawn': [[[registered, appointed, certified, withdrawn], certify]],
    'certificate-not-found': [[[registered], withdraw]],
  };
  it.each(
    Object.entries(refusals).flatMap(([refused, cases]) =>
      cases.map(([history, command]) => [command.type, refused, history, command] as const),
    ),
  )('refuses %s with %s', (_, refused, history, command) =>
    expect(givenAgency(...history).when(command)).toEqual({ refused }),
  );

  it.each<[string, AgencyCommand, AgencyEvent[]]>([
    ['registration, after all else', register, [registered, appointed, renamed, moved, closed]],
    ['registration, after the parent was closed', { ...register, parentClosed: true }, [registered]],
    ['renaming, after the next one', rename, [registered, renamed, renamedAgain('2027-01-01')]],
    ['appointment, after the closing', appoint, [registered, appointed, closedByNow]],
    ['closing, after its successor closed', { ...close, closedSuccessors: ['H26.2'] }, [registered, closed]],
    ['delegation, after its revocation', delegate, [registered, appointed, head, delegated, revoked]],
    ['lending, after its end', lend, [registered, appointed, head, lent, lendingEnded]],
    ['end of a lending, after the dismissal', endLending, [registered, appointed, head, lent, dismissed]],
    ['revocation, after the dismissal', revoke, [registered, appointed, head, delegated, dismissed]],
  ])('records nothing when the %s is redelivered', (_, command, history) =>
    expect(givenAgency(...history).when(command)).toEqual({ events: [] }),
  );

  it('holds every officer with the roles given last', () => {
    const leader: AgencyEvent = { type: 'OfficerAppointed', data: { ...clerk, roles: ['Leader'] } };
    expect(fold(agencyDecider, [registered, appointed, leader])).toMatchObject({
      officers: { 'vt.01': { displayName: 'Văn thư 1', roles: ['Leader'] } },
    });
  });

  it.each(['constructor', 'toString', '__proto__'])(
    'appoints an officer whose id is %s like any other',
    (officer) => {
      const commands = [register, { ...appoint, officer }, { ...appoint, officer }, { ...dismiss, officer }];
      const { events, state } = play(agencyDecider, commands);
      expect(events).toHaveLength(3);
      expect(state.status === 'registered' && entryOf(state.officers, officer)?.dismissedDate).toBe(
        '2026-11-22',
      );
    },
  );
});

function renamedAgain(effectiveDate: string): AgencyEvent {
  return { type: 'AgencyRenamed', data: { ...renaming, name: 'Sở Kế hoạch', effectiveDate } };
}
