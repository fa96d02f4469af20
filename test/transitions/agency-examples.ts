import type { agencyOperations } from '@contracts';
import { type AgencyCommand, agencyDecider, type AgencyState, isOpenOn } from '@domain/agency';
import { localDate } from '@domain/codes';
import { play } from '@domain/decider';

type Command<T extends AgencyCommand['type']> = Extract<AgencyCommand, { type: T }>;

/** Which operation sends each command. */
export const agencySentBy: Readonly<Record<AgencyCommand['type'], keyof typeof agencyOperations>> = {
  RegisterAgency: 'registerAgency',
  RenameAgency: 'renameAgency',
  MoveAgency: 'moveAgency',
  CloseAgency: 'closeAgency',
  RecordSuccession: 'mergeAgencies',
  AssignCode: 'assignCode',
  AppointOfficer: 'appointOfficer',
  DismissOfficer: 'dismissOfficer',
  DelegateAuthority: 'delegateAuthority',
  RevokeDelegation: 'revokeDelegation',
  LendDesk: 'lendDesk',
  EndDeskLending: 'endDeskLending',
  RegisterCertificate: 'registerCertificate',
  WithdrawCertificate: 'withdrawCertificate',
};

const at = '2026-11-22T01:00:00.000Z';
const today = localDate(at);
const agency = 'H26.1';
const basis = { agency, effectiveDate: today, legalBasis: '15/QĐ-UBND', at };

const registration: Command<'RegisterAgency'> = {
  ...{ type: 'RegisterAgency', code: agency, scheme: 'qd20', name: 'Sở Tài chính', abbreviation: 'STC' },
  ...{ tier: 'province', parent: 'H26', parentRegistered: true, parentCode: 'H26', at },
};
const closing: Command<'CloseAgency'> = {
  ...{ type: 'CloseAgency', how: 'merged', successors: ['H26.2'], ...basis },
  ...{ unknownSuccessors: [], closedSuccessors: [] },
};
const appointment = (officer: string, role: 'Leader' | 'Clerk'): AgencyCommand => ({
  ...{ type: 'AppointOfficer', agency, officer, displayName: officer, roles: [role], at },
});
const delegation = (delegationId: string): AgencyCommand => ({
  ...{
    type: 'DelegateAuthority',
    agency,
    delegationId,
    officer: 'pgd.01',
    authority: 'KT',
    givenBy: 'gd.01',
  },
  ...{ validFromDate: today, legalBasis: '03/GUQ-STC', at },
});
const lending = (lendingId: string, officer: string, cover: string): AgencyCommand => ({
  ...{ type: 'LendDesk', agency, lendingId, officer, cover, givenBy: 'gd.01' },
  ...{ validFromDate: today, validToDate: '2026-11-27', legalBasis: '04/TB-STC', at },
});
const certification = (certificate: string): AgencyCommand => ({
  ...{ type: 'RegisterCertificate', agency, certificate, heldByAnother: false, at },
});
const [held, another] = ['a'.repeat(64), 'b'.repeat(64)] as const;

/** One command of each kind, as it comes up at an agency whose neighbours allow it. */
const examples: readonly AgencyCommand[] = [
  registration,
  { type: 'RenameAgency', name: 'Sở Tài chính và Đầu tư', abbreviation: 'STCDT', ...basis },
  { type: 'MoveAgency', parent: 'H27', parentRegistered: true, parentIsBelow: false, ...basis },
  closing,
  { type: 'RecordSuccession', predecessors: ['H26.3'], ...basis },
  {
    ...{ type: 'AssignCode', agency, scheme: 'qcvn102', value: '000.00.01.H26', validFromDate: today },
    ...{ heldByAnother: false, at },
  },
  appointment('vt.01', 'Clerk'),
  { type: 'DismissOfficer', agency, officer: 'pgd.01', at },
  delegation('d2'),
  { type: 'RevokeDelegation', agency, delegationId: 'd1', reason: 'Trưởng phòng đã về', at },
  lending('v2', 'gd.01', 'vt.02'),
  { type: 'EndDeskLending', agency, lendingId: 'v1', reason: 'Đi làm lại sớm', at },
  certification(another),
  { type: 'WithdrawCertificate', agency, certificate: held, reason: 'Lộ khóa', at },
];
export const agencyCommands = [
  ...examples.map((command) => [command.type, command] as const),
  ['RegisterAgency, otherwise', { ...registration, name: 'Sở Kế hoạch' }] as const,
];

const open = [
  registration,
  ...[appointment('gd.01', 'Leader'), appointment('pgd.01', 'Leader')],
  ...[appointment('vt.02', 'Clerk'), delegation('d1'), lending('v1', 'pgd.01', 'gd.01'), certification(held)],
];

/** On the day of the commands. */
export const agencyStatus = (state: AgencyState): 'absent' | 'open' | 'closed' => {
  if (state.status === 'absent') return 'absent';
  return isOpenOn(state, today) ? 'open' : 'closed';
};

/** Nobody there, one with officers, a delegation and a certificate, and the same closed by another decision. */
export const agencyStates = [[], open, [...open, { ...closing, legalBasis: '9/NQ-HĐND' }]].map((commands) => {
  const { state } = play(agencyDecider, commands);
  return [agencyStatus(state), state] as const;
});
