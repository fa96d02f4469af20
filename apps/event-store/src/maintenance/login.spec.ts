import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Refused } from './command';
import { askedLogin, type Login, withLogin } from './login';

const folder = mkdtempSync(join(tmpdir(), 'login-'));
const passwordFile = join(folder, 'password');
writeFileSync(passwordFile, 'mật:khẩu@/?\n');
afterAll(() => rmSync(folder, { recursive: true }));

const url = 'esdb+discover://one:2113,two:2113?tls=true';
const escaped = encodeURIComponent('mật:khẩu@/?');

it('puts user and password into the connection string, from a file or from the variable of its side', () => {
  const login = { user: 'a dmin', passwordFile };
  const told = `esdb+discover://a%20dmin:${escaped}@one:2113,two:2113?tls=true`;
  expect(withLogin(url, { ...login, side: 'to' }, {})).toBe(told);
  const fromVariable = { user: 'a dmin', passwordFile: undefined };
  const password = 'mật:khẩu@/?';
  expect(withLogin(url, { ...fromVariable, side: 'to' }, { EVENT_STORE_TO_PASSWORD: password })).toBe(told);
  expect(withLogin(url, fromVariable, { EVENT_STORE_PASSWORD: password })).toBe(told);
});

it('leaves a connection string without a login as it is', () =>
  expect(withLogin(url, { user: undefined, passwordFile: undefined }, {})).toBe(url));

it('asks for a password that nothing gives, where somebody sits', async () => {
  const login = { side: 'to', user: 'a', passwordFile: undefined } as const;
  const asked: string[] = [];
  const ask = (...question: string[]) => Promise.resolve(`${asked.push(question.join(' '))}:`);
  expect(await askedLogin('esdb://one:2113', login, { ask }, {})).toBe('esdb://a:1%3A@one:2113');
  expect(asked).toEqual(['Password of a at esdb://one:2113:  hidden']);
  const known = { EVENT_STORE_TO_PASSWORD: 'x' };
  expect(await askedLogin('esdb://one:2113', login, { ask }, known)).toBe('esdb://a:x@one:2113');
  await expect(askedLogin('esdb://one:2113', login, {}, {})).rejects.toThrow(/has no password/);
  expect(asked).toHaveLength(1);
});

it.each<[string, string, Partial<Login>, NodeJS.ProcessEnv, RegExp]>([
  [
    'a password of the other side',
    url,
    {},
    { EVENT_STORE_FROM_PASSWORD: 'x' },
    /--to-user a has no password/,
  ],
  ['two passwords', url, { passwordFile }, { EVENT_STORE_TO_PASSWORD: 'x' }, /not by both/],
  [
    'a file that is not there',
    url,
    { passwordFile: '/none' },
    {},
    /--to-password-file cannot be read: ENOENT/,
  ],
  ['a file for nobody', url, { user: undefined, passwordFile }, {}, /belongs to --to-user NAME/],
  ['two users', 'esdb://b:c@one:2113', { passwordFile }, {}, /names no user itself/],
])('refuses %s', (_, to, login, environment, message) => {
  const refused = () =>
    withLogin(to, { side: 'to', user: 'a', passwordFile: undefined, ...login }, environment);
  expect(refused).toThrow(Refused);
  expect(refused).toThrow(message);
});
