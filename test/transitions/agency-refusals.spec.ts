import { agencyOperations } from '@contracts';
import { type AgencyCommand, agencyDecider, type AgencyState, isOpenOn } from '@domain/agency';
import { type CodeScheme, schemeOf } from '@domain/codes';
import { agencySentBy } from './agency-examples';
import { everyRefusal } from './every-refusal';

type Command<T extends AgencyCommand['type']> = Extract<AgencyCommand, { type: T }>;

/** A merger's handler looks at the successor and at every predecessor before it commands anything of the successor. */
const before = { mergeAgencies: ['successor-not-found', 'successor-closed', 'merger-refused'] };
const isGiven = (command: AgencyCommand, state: AgencyState): boolean =>
  command.type !== 'RecordSuccession' ||
  (state.status === 'registered' && isOpenOn(state, command.effectiveDate));

const at = '2026-11-22T01:00:00.000Z';
const [yesterday, today, later] = ['2026-11-21', '2026-11-22', '2026-12-01'] as const;
const agency = 'H26.1';
const basis = { legalBasis: '15/QĐ-UBND', at };

/** The agency above lets it pass, is not there, is closed, or begins with another code. */
const free = { parentRegistered: true, parentClosed: false, parentCode: 'H26' };
const aboves = [
  free,
  { ...free, parentRegistered: false },
  { ...free, parentClosed: true },
  { ...free, parentCode: 'H27' },
];

const card = { name: 'Sở Tài chính', abbreviation: 'STC', tier: 'province' } as const;
const registered = (place: {
  readonly code: string;
  readonly parent?: string;
}): Command<'RegisterAgency'> => ({
  ...{ type: 'RegisterAgency', ...place, scheme: schemeOf(place.code), ...card, ...free, at },
});
const below = registered({ code: agency, parent: 'H26' });
const level1 = registered({ code: 'H26' });
const registrations: readonly AgencyCommand[] = [
  ...aboves.map((above) => ({ ...below, ...above })),
  { ...below, heldByAnother: true },
  { ...below, tier: 'commune' },
];

const renamings = (effectiveDate: string): AgencyCommand[] =>
  ['STC', 'SKH'].map((abbreviation) => ({
    ...{ type: 'RenameAgency', agency, name: card.name, abbreviation, effectiveDate, ...basis },
  }));

const movings = (effectiveDate: string): AgencyCommand[] =>
  aboves.flatMap((above) =>
    [false, true].map((parentIsBelow): AgencyCommand => ({
      ...{ type: 'MoveAgency', agency, parent: 'H27', parentIsBelow, ...above, effectiveDate, ...basis },
    })),
  );

const closing = (effectiveDate: string): Command<'CloseAgency'> => ({
  ...{ type: 'CloseAgency', agency, how: 'merged', successors: ['H26.2'], effectiveDate, ...basis },
  ...{ unknownSuccessors: [], closedSuccessors: [] },
});
const closings = [today, later].map(closing);

const successions = (effectiveDate: string): AgencyCommand[] => [
  ...[[], ['H26.2'], ['H26.3'], [agency]].map((successors) => ({ ...closing(effectiveDate), successors })),
  { ...closing(effectiveDate), how: 'dissolved' },
  { ...closing(effectiveDate), unknownSuccessors: ['H26.2'] },
  { ...closing(effectiveDate), closedSuccessors: ['H26.2'] },
  { type: 'RecordSuccession', agency, predecessors: ['H26.2'], effectiveDate, ...basis },
];

const values: readonly (readonly [CodeScheme, string])[] = [
  ['qcvn102', '000.00.01.H26'],
  ['qd20', '000.00.01.H26'],
  ['qd20', 'H26.9'],
];
const assignments = values.flatMap(([scheme, value]) =>
  [today, later].flatMap((validFromDate) =>
    [{}, { validToDate: yesterday }, { validToDate: later }].flatMap((until) =>
      [{ parentCode: 'H26' }, { parentCode: 'H27' }, { heldByAnother: true }].map(
        (gathered): AgencyCommand => ({
          ...{ type: 'AssignCode', agency, scheme, value, validFromDate, ...until, at },
          ...{ heldByAnother: false, ...gathered },
        }),
      ),
    ),
  ),
);

const post = (officer: string, role: 'Leader' | 'Clerk'): AgencyCommand[] => [
  { type: 'AppointOfficer', agency, officer, displayName: officer, roles: [role], at },
  { type: 'DismissOfficer', agency, officer, at },
];
const [head, deputy, clerk] = [post('gd.01', 'Leader'), post('pgd.01', 'Leader'), post('vt.01', 'Clerk')];

type Given = Pick<Command<'DelegateAuthority'>, 'givenBy' | 'officer' | 'authority' | 'validToDate'>;
const given: readonly Given[] = [
  { givenBy: 'gd.01', officer: 'pgd.01', authority: 'TUQ', validToDate: later },
  { givenBy: 'gd.01', officer: 'pgd.01', authority: 'TUQ' },
  { givenBy: 'gd.01', officer: 'pgd.01', authority: 'KT', validToDate: yesterday },
  { givenBy: 'pgd.01', officer: 'vt.01', authority: 'TUQ', validToDate: later },
  { givenBy: 'vt.01', officer: 'pgd.01', authority: 'KT' },
];
const delegations = given.flatMap((each): AgencyCommand[] => {
  const delegating = { agency, ...each, validFromDate: today, legalBasis: '03/GUQ-STC', at };
  // As in the service: an id follows from the call, and what another call says stands under another one.
  const delegationId = JSON.stringify(delegating);
  return [
    { type: 'DelegateAuthority', delegationId, ...delegating },
    { type: 'RevokeDelegation', delegationId, agency, reason: 'Trưởng phòng đã về', at },
  ];
});

const lent = {
  agency,
  givenBy: 'gd.01',
  validFromDate: today,
  validToDate: later,
  legalBasis: '04/TB-STC',
  at,
};
const lendings = [
  { ...lent, officer: 'vt.01', cover: 'pgd.01' },
  { ...lent, officer: 'vt.01', cover: 'gd.01' },
  { ...lent, officer: 'pgd.01', cover: 'vt.01' },
  { ...lent, officer: 'vt.01', cover: 'vt.01' },
  { ...lent, officer: 'vt.01', cover: 'pgd.01', validToDate: yesterday },
  { ...lent, officer: 'vt.01', cover: 'pgd.01', givenBy: 'vt.01' },
].flatMap((each): AgencyCommand[] => {
  const lendingId = JSON.stringify(each);
  return [
    { type: 'LendDesk', lendingId, ...each },
    { type: 'EndDeskLending', lendingId, agency, reason: 'Đi làm lại sớm', at },
  ];
});

const certificate = 'a'.repeat(64);
const certificates: readonly AgencyCommand[] = [
  ...[{}, { officer: 'vt.01' }].flatMap((owner) =>
    [false, true].map((heldByAnother): AgencyCommand => ({
      ...{ type: 'RegisterCertificate', agency, ...owner, certificate, heldByAnother, at },
    })),
  ),
  { type: 'WithdrawCertificate', agency, certificate, reason: 'Lộ khóa', at },
];

const plays = [
  [
    ...registrations,
    ...[today, later].flatMap((date) => [...renamings(date), ...movings(date), ...successions(date)]),
  ],
  [below, ...closings, ...assignments],
  [level1, ...movings(today), ...assignments],
  [below, ...closings, ...head, ...deputy, ...clerk, ...delegations],
  [below, ...closings, ...head, ...deputy, ...clerk, ...lendings],
  [below, ...closings, ...clerk, ...certificates],
];
const asking = {
  context: 'agency',
  operations: agencyOperations,
  decider: agencyDecider,
  sentBy: agencySentBy,
};

it.each(everyRefusal({ ...asking, plays, before, isGiven }))(
  '%s is refused with all that its row says and with nothing else',
  (_, found, declared) => expect(found).toEqual(declared),
);
