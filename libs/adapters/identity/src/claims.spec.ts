import { roles as knownRoles } from '@domain/codes';
import { claimAt, type ClaimNames, namedIn } from './claims';

const keycloak = {
  sub: '5f4dcc3b-0c1e-4a57-9d8c-111111111111',
  preferred_username: 'vt.stc',
  agency: ['H26.1'],
  realm_access: { roles: ['offline_access', 'uma_authorization', 'default-roles-tinh', 'Clerk'] },
  resource_access: { lienthong: { roles: ['van-thu', 'Leader'] }, 'lien.thong': { roles: ['Drafter'] } },
  'https://tinh.example/claims': { roles: 'Clerk', 'a.b': 1 },
  'https://tinh.example/roles': ['Clerk'],
  'realm.name': 'tinh',
};

describe('a claim', () => {
  it.each<[string, unknown]>([
    ['preferred_username', 'vt.stc'],
    ['realm_access.roles', keycloak.realm_access.roles],
    ['resource_access.lienthong.roles', ['van-thu', 'Leader']],
    ['resource_access.lien.thong.roles', ['Drafter']],
    ['https://tinh.example/roles', ['Clerk']],
    ['https://tinh.example/claims.roles', 'Clerk'],
    ['https://tinh.example/claims.a.b', 1],
    ['realm.name', 'tinh'],
    ['realm_access', keycloak.realm_access],
    ['realm_access.roles.0', undefined],
    ['realm_access.roles.length', undefined],
    ['preferred_username.length', undefined],
    ['realm_access.absent', undefined],
    ['absent', undefined],
    ['absent.roles', undefined],
    ['__proto__', undefined],
    ['constructor.name', undefined],
    ['realm_access.constructor', undefined],
    ['.', undefined],
    ['..', undefined],
    ['', undefined],
  ])('%s is found under its name, else by its path', (path, value) =>
    expect(claimAt(keycloak, path)).toEqual(value),
  );

  it('of several that a path may mean is the one under the longest name', () => {
    const claims = { a: { 'b.c': 1, b: { c: 2 } }, 'a.b': { c: 3 } };
    expect(claimAt(claims, 'a.b.c')).toBe(3);
    expect(claimAt({ a: claims.a }, 'a.b.c')).toBe(1);
    expect(claimAt({ 'a.b.c': 4, ...claims }, 'a.b.c')).toBe(4);
  });
});

const plain: ClaimNames = { officer: 'sub', agency: 'agency', roles: ['roles'] };
const who = { sub: 'vt.stc', agency: 'H26.1' };

describe('roles', () => {
  it.each<[string, unknown, readonly string[]]>([
    ['a list', ['Clerk'], ['Clerk']],
    ['a list of all there are', [...knownRoles], knownRoles],
    ['one as a text', 'Clerk', ['Clerk']],
    ['a text with spaces', 'Clerk  Leader', ['Clerk', 'Leader']],
    ['a text with commas', 'Clerk, Leader', ['Clerk', 'Leader']],
    ['keys of an object', { Clerk: { '1': 'tinh.example' } }, ['Clerk']],
    ['beside what Keycloak gives to everybody', ['Clerk', 'offline_access', 'uma_authorization'], ['Clerk']],
    ['beside names of another program', ['ROLE_USER', 'x-1', 'Quản trị', 'a b', '', 'Clerk'], ['Clerk']],
    ['beside 500 others', [...Array.from({ length: 500 }, (_, each) => `r${each}`), 'Clerk'], ['Clerk']],
    ['twice', ['Clerk', 'Clerk'], ['Clerk']],
    ['in another case', ['clerk'], []],
    ['names every object has', ['constructor', '__proto__', 'toString'], []],
    ['an empty list', [], []],
    ['an empty text', '', []],
    ['null', null, []],
    ['absent', undefined, []],
  ])('as %s count as far as they are ours', (_, roles, ours) =>
    expect(namedIn({ ...who, roles }, plain)).toEqual({ ...who, roles: ours }),
  );

  it.each([
    ['a number', 7],
    ['true', true],
    ['a list with a number', ['Clerk', 7]],
    ['a list in a list', [['Clerk']]],
  ])('as %s are none of any issuer', (_, roles) =>
    expect(namedIn({ ...who, roles }, plain)).toMatchObject({ check: 'roles' }),
  );

  it('of several claims count together, under the names the issuer has for them', () => {
    const names: ClaimNames = {
      officer: 'preferred_username',
      agency: 'agency',
      roles: ['realm_access.roles', 'resource_access.lienthong.roles', 'groups'],
      roleMap: { 'van-thu': 'Drafter', Leader: 'Specialist', 'Văn thư': 'Clerk' },
    };
    expect(namedIn(keycloak, names)).toEqual({
      sub: 'vt.stc',
      agency: 'H26.1',
      roles: ['Clerk', 'Drafter', 'Specialist'],
    });
    expect(namedIn({ ...keycloak, realm_access: { roles: 'Văn thư' } }, names)).toMatchObject({
      roles: expect.arrayContaining(['Clerk']),
    });
  });
});

describe('who asks', () => {
  it.each<[string, object, Partial<ClaimNames>]>([
    ['an agency as the only one of a list', { agency: ['H26.1'] }, {}],
    ['an officer as the only one of a list', { sub: ['vt.stc'] }, {}],
    ['an officer by a claim of choice', { sub: 'a UUID', name: 'vt.stc' }, { officer: 'name' }],
    ['an agency by its path', { agency: undefined, a: { code: 'H26.1' } }, { agency: 'a.code' }],
  ])('is told by %s', (_, change, names) =>
    expect(namedIn({ ...who, ...change }, { ...plain, ...names })).toEqual({ ...who, roles: [] }),
  );

  it.each<[string, object, string]>([
    ['no officer', { sub: undefined }, 'officer'],
    ['an officer that is an address', { sub: 'vt.stc@tinh.example' }, 'officer'],
    ['two officers', { sub: ['vt.stc', 'ld.stc'] }, 'officer'],
    ['no agency', { agency: undefined }, 'agency'],
    ['two agencies', { agency: ['H26.1', 'H26.2'] }, 'agency'],
    ['an empty list of agencies', { agency: [] }, 'agency'],
    ['an agency in a list of lists', { agency: [['H26.1']] }, 'agency'],
    ['an agency that is a number', { agency: 26 }, 'agency'],
    ['an agency with a wildcard', { agency: 'H26.>' }, 'agency'],
    ['a carrier for nobody', { carries: [] }, 'carries'],
  ])('is not told by %s; the claim is named, what it holds is not', (_, change, check) => {
    const refusal = namedIn({ ...who, ...change }, plain);
    expect(refusal).toMatchObject({ check, said: expect.stringContaining('claim ') });
    expect(JSON.stringify(refusal)).not.toMatch(/vt\.stc|H26/);
  });
});
