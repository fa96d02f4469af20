import { isOffered, type Operation, operations, problemsOverBus, type SystemStanding } from '@contracts';
import { systemStatuses } from '@domain/codes';
import { refusalOf, refusalsOfRegistration } from './registered.policy';

const said = {
  systemId: '6fa459ea-ee8a-5ca4-894e-db77e160355e',
  agency: 'H99.1',
  operation: 'acceptReceipt',
};
const standing: SystemStanding = { status: 'approved', sendsFor: ['H99.1'], operations: ['acceptReceipt'] };

it('lets an approved system send what it is registered for', () =>
  expect(refusalOf(said, standing)).toBeUndefined());

it.each([...systemStatuses.filter((status) => status !== 'approved'), 'unknown' as const])(
  'refuses one that is %s',
  (status) => expect(refusalOf(said, { ...standing, status })).toBe('system:not-connected'),
);

it.each(['H99', 'H99.2', 'H99.1.1', ''])('refuses what it sends for %p', (agency) =>
  expect(refusalOf({ ...said, agency }, standing)).toBe('system:not-registered-for-agency'),
);

it('refuses another command', () =>
  expect(refusalOf({ ...said, operation: 'refuseReceipt' }, standing)).toBe(
    'system:not-registered-for-command',
  ));

const notSent = Object.entries<Operation>(operations).filter(([name]) => !isOffered(name));
it.each([...notSent.map(([name]) => name), 'none', 'constructor', '__proto__'])(
  'refuses %s, which no system sends, also where it stands in the registration',
  (operation) =>
    expect(refusalOf({ ...said, operation }, { ...standing, operations: [operation] })).toBe(
      'system:no-such-command',
    ),
);

it('refuses with what the table has for the bus', () =>
  expect([...problemsOverBus].sort()).toEqual([...refusalsOfRegistration].sort()));
