import fc from 'fast-check';
import { fold, given, play } from '@domain/decider';
import { type AgencyCommand, agencyDecider, type AgencyRefusal } from './agency.decider';
import type { AgencyEvent } from './agency.events';

type Command<T extends AgencyCommand['type']> = Extract<AgencyCommand, { type: T }>;

const at = '2026-11-22T01:00:00.000Z';
const card = {
  code: 'H26.1',
  scheme: 'qd20',
  name: 'Sở Tài chính',
  abbreviation: 'STC',
  tier: 'province',
  parent: 'H26',
} as const;
const clerk = { agency: 'H26.1', officer: 'vt.01', displayName: 'Văn thư 1', roles: ['Clerk'], at } as const;

const register: Command<'RegisterAgency'> = { type: 'RegisterAgency', ...card, parentRegistered: true, at };
const appoint: Command<'AppointOfficer'> = { type: 'AppointOfficer', ...clerk };
const registered: AgencyEvent = { type: 'AgencyRegistered', data: { ...card, at } };
const appointed: AgencyEvent = { type: 'OfficerAppointed', data: clerk };

const givenAgency = given(agencyDecider);

describe('an agency', () => {
  const acceptances: Record<AgencyCommand['type'], [AgencyEvent[], AgencyCommand, AgencyEvent]> = {
    RegisterAgency: [[], register, registered],
    AppointOfficer: [[registered], appoint, appointed],
  };
  it.each(Object.entries(acceptances))('records a fact on %s', (_, [history, command, event]) =>
    expect(givenAgency(...history).when(command)).toEqual({ events: [event] }),
  );

  it('may stand at the top', () => {
    const { parent: _, ...top } = card;
    expect(givenAgency().when({ type: 'RegisterAgency', ...top, parentRegistered: false, at })).toEqual({
      events: [{ type: 'AgencyRegistered', data: { ...top, at } }],
    });
  });

  const refusals: Record<AgencyRefusal, [AgencyEvent[], AgencyCommand][]> = {
    'not-an-agency-code': [
      [[], { ...register, scheme: undefined }],
      [[registered], { ...register, scheme: undefined }],
    ],
    'parent-not-found': [[[], { ...register, parentRegistered: false }]],
    'agency-already-registered': [
      [[registered], { ...register, name: 'Sở Kế hoạch' }],
      [[registered], { ...register, abbreviation: 'SKH' }],
      [[registered], { ...register, tier: 'commune' }],
      [[registered], { ...register, parent: 'H27' }],
    ],
    'not-found': [[[], appoint]],
    'role-held-by-no-officer': [[[registered], { ...appoint, roles: ['Clerk', 'Importer'] }]],
  };
  it.each(
    Object.entries(refusals).flatMap(([refused, cases]) =>
      cases.map(([history, command]) => [command.type, refused, history, command] as const),
    ),
  )('refuses %s with %s', (_, refused, history, command) =>
    expect(givenAgency(...history).when(command)).toEqual({ refused }),
  );

  it.each<[string, AgencyCommand, AgencyEvent[]]>([
    ['registration', register, [registered]],
    ['registration, after officers were appointed', register, [registered, appointed]],
    ['registration, after the parent was closed', { ...register, parentRegistered: false }, [registered]],
    ['appointment', appoint, [registered, appointed]],
  ])('records nothing when the %s is redelivered', (_, command, history) =>
    expect(givenAgency(...history).when(command)).toEqual({ events: [] }),
  );

  it('holds every officer with the roles given last', () => {
    const leader: AgencyEvent = { type: 'OfficerAppointed', data: { ...clerk, roles: ['Leader'] } };
    expect(fold(agencyDecider, [registered, appointed, leader])).toEqual({
      status: 'registered',
      ...card,
      officers: { 'vt.01': { displayName: 'Văn thư 1', roles: ['Leader'] } },
    });
  });

  it.each(['constructor', 'toString', '__proto__'])(
    'appoints an officer whose id is %s like any other',
    (officer) => {
      const { events, state } = play(agencyDecider, [
        register,
        { ...appoint, officer },
        { ...appoint, officer },
      ]);
      expect(events).toHaveLength(2);
      expect(state.status === 'registered' && Object.keys(state.officers)).toEqual([officer]);
    },
  );
});

it('for random histories of an agency, deciding twice appends once', () => {
  const commands = fc.oneof(
    fc.record({
      type: fc.constant('RegisterAgency' as const),
      ...constants({ ...card, at }),
      name: fc.constantFrom('Sở Tài chính', 'Sở Kế hoạch'),
      parentRegistered: fc.boolean(),
    }),
    fc.record({
      type: fc.constant('AppointOfficer' as const),
      ...constants(clerk),
      officer: fc.constantFrom('vt.01', 'ld.01'),
      roles: fc.subarray(['Clerk', 'Leader', 'Importer'] as const),
    }),
  );
  fc.assert(
    fc.property(fc.array(commands), commands, (before, command) => {
      const once = play(agencyDecider, [...before, command]).events;
      expect(play(agencyDecider, [...before, command, command]).events).toEqual(once);
    }),
  );
});

function constants<T extends object>(fields: T): { [K in keyof T]: fc.Arbitrary<T[K]> } {
  const entries = Object.entries(fields).map(([key, value]) => [key, fc.constant(value)]);
  return Object.fromEntries(entries) as { [K in keyof T]: fc.Arbitrary<T[K]> };
}
