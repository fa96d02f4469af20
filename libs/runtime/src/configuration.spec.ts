import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  configuration,
  ConfigurationInvalid,
  configurationMarkdown,
  withSecretsRead,
} from './configuration.config';
import { type Setting, settings } from './configuration-table.config';

const problemsOf = (env: NodeJS.ProcessEnv): readonly string[] => {
  try {
    configuration(env);
  } catch (error) {
    if (error instanceof ConfigurationInvalid) return error.problems;
    throw error;
  }
  return [];
};

it('runs on one machine with nothing set', () =>
  expect(configuration({ PATH: '/bin', HOME: '/root' })).toMatchObject({
    eventStoreUrl: 'esdb://localhost:2113?tls=true',
    natsUrl: 'nats://127.0.0.1:4222',
    databaseUrl: 'postgres://127.0.0.1:5432/lienthong',
    oidcAudience: 'lienthong',
    host: '127.0.0.1',
    port: 8080,
    logLevel: 'info',
  }));

it('reads typed values and is frozen', () => {
  const read = configuration({
    LIENTHONG_PORT: '0',
    NATS_URL: 'nats://bus:4222',
    LIENTHONG_LOG_LEVEL: 'debug',
  });
  expect(read).toMatchObject({ port: 0, natsUrl: 'nats://bus:4222', logLevel: 'debug' });
  expect(Object.isFrozen(read)).toBe(true);
});

it('takes an empty text for not set', () =>
  expect(configuration({ DATABASE_URL: '', LIENTHONG_PORT: '' })).toMatchObject({
    databaseUrl: 'postgres://127.0.0.1:5432/lienthong',
    port: 8080,
  }));

it('refuses a database of keys without the master key of all machines, or where the rows are', () => {
  const keys = { LIENTHONG_KEYS_URL: 'postgres://keys:secret@db:5432/keys' };
  const master = { LIENTHONG_MASTER_KEY_FILE: '/run/secrets/master-key' };
  expect(configuration({ ...keys, ...master })).toMatchObject({ keysUrl: keys.LIENTHONG_KEYS_URL });
  expect(problemsOf(keys)).toEqual([
    'LIENTHONG_KEYS_URL is set and LIENTHONG_MASTER_KEY_FILE is not: every machine needs the same master key',
  ]);
  expect(problemsOf({ ...keys, ...master, DATABASE_URL: 'postgresql://rows@db/keys' })).toEqual([
    'LIENTHONG_KEYS_URL and DATABASE_URL name one database; keys lie in one of their own',
  ]);
});

it('refuses an unknown name of ours and names the likely one', () =>
  expect(problemsOf({ LIENTHONG_PROT: '1', LIENTHONG_XYZ: '1' })).toEqual([
    'LIENTHONG_PROT is not a setting; did you mean LIENTHONG_PORT?',
    'LIENTHONG_XYZ is not a setting; remove it',
  ]));

it('tells everything that is wrong at once, in one line', () => {
  const env = {
    LIENTHONG_PORT: '80a',
    NATS_URL: 'http://x',
    LIENTHONG_LOG_LEVEL: 'loud',
    LIENTHONG_NOPE: 'x',
  };
  expect(problemsOf(env)).toHaveLength(4);
  expect(() => configuration(env)).toThrow(/^[^\n]*LIENTHONG_PORT[^\n]*LIENTHONG_NOPE[^\n]*$/);
});

it.each(['-1', '65536', '8080.5', '1e3', ' 80', '0x50', '99999999999999999999'])('refuses port %s', (port) =>
  expect(problemsOf({ LIENTHONG_PORT: port })).toEqual([
    `LIENTHONG_PORT (${JSON.stringify(port)}) is not a whole number from 0 to 65535`,
  ]),
);

it.each([
  ['LIENTHONG_OIDC_OFFICER_CLAIM', 'preferred username', /is not the name of a claim/],
  ['LIENTHONG_OIDC_AGENCY_CLAIM', 'a,b', /is not the name of a claim/],
  ['LIENTHONG_OIDC_ROLES_CLAIM', 'roles,', /is not 1 to 8 claims/],
  ['LIENTHONG_OIDC_ROLES_CLAIM', 'a,b,c,d,e,f,g,h,i', /is not 1 to 8 claims/],
  ['LIENTHONG_OIDC_ROLE_MAP', 'van-thu', /holds `van-thu`; write <role of the issuer>=<role>/],
  ['LIENTHONG_OIDC_ROLE_MAP', 'van-thu=Clerk,x=clerk', /holds `x=clerk`/],
  ['LIENTHONG_OIDC_ROLE_MAP', '=Clerk', /holds `=Clerk`/],
  ['LIENTHONG_OIDC_TYPE', 'no', /is none of required, optional/],
])('refuses %s %s', (name, value, problem) =>
  expect(problemsOf({ [name]: value })).toEqual([expect.stringMatching(problem)]),
);

it('reads where a provider puts its claims', () =>
  expect(
    configuration({
      LIENTHONG_OIDC_ROLES_CLAIM: 'realm_access.roles, https://x.example/roles',
      LIENTHONG_OIDC_ROLE_MAP: 'văn thư=Clerk, a=b=Leader',
    }),
  ).toMatchObject({
    oidcOfficerClaim: 'sub',
    oidcRolesClaims: ['realm_access.roles', 'https://x.example/roles'],
    oidcRoleMap: { 'văn thư': 'Clerk', 'a=b': 'Leader' },
    oidcType: 'required',
  }));

it('never repeats a secret', () => {
  const [problem] = problemsOf({ DATABASE_URL: 'mysql://me:hidden@db/x' });
  expect(problem).toContain('DATABASE_URL is not an address');
  expect(problem).not.toContain('hidden');
});

describe('a secret in a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'secrets-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = (name: string, content: string): string => {
    const path = join(folder, name);
    writeFileSync(path, content, { mode: 0o600 });
    return path;
  };
  const rows = Object.entries<Setting<unknown>>(settings).filter(([, { secret }]) => secret === true);
  const fitting = ['kept secret', 'esdb://me:kept@one', 'postgres://me:kept@one'];
  const valueOf = ({ read }: Setting<unknown>) => fitting.find((text) => 'value' in read(text)) ?? '';

  it('is what some rows are', () => expect(rows.map(([, { name }]) => name)).toContain('EVENTSTORE_URL'));

  it.each(rows)('%s is read from there, without the end of its line', (key, row) => {
    for (const end of ['', '\n', '\r\n']) {
      const env = { [`${row.name}_FILE`]: file(key, `${valueOf(row)}${end}`) };
      const master = { LIENTHONG_MASTER_KEY_FILE: 'master.key' };
      expect(configuration({ ...env, ...master })).toMatchObject({ [key]: valueOf(row) });
      expect(withSecretsRead(env)).toEqual({ [row.name]: valueOf(row) });
    }
  });

  it.each(rows)('%s may not be given twice, and no message repeats it', (key, row) => {
    const env = { [`${row.name}_FILE`]: file(key, 'mysql://kept'), [row.name]: 'mysql://kept' };
    const problems = problemsOf(env).join();
    expect(problems).toContain(`${row.name} and ${row.name}_FILE are both set; give one of them`);
    expect(problems).not.toContain('kept');
  });

  it.each(rows)('%s is refused with the name of a file that gives none', (_, { name }) => {
    const none = join(folder, 'none');
    const refused = (path: string, what: string) =>
      expect(problemsOf({ [`${name}_FILE`]: path })).toEqual([`${name}_FILE ("${path}") ${what}`]);
    refused(none, 'cannot be read (ENOENT)');
    refused(folder, 'cannot be read (EISDIR)');
    refused(file('empty', '\n'), 'holds nothing');
    refused(file('large', 'x'.repeat(16_385)), 'is larger than 16384 bytes');
  });

  it('is no way for what is not one', () =>
    expect(problemsOf({ LIENTHONG_PORT_FILE: file('port', '1') })).toEqual([
      expect.stringMatching(/^LIENTHONG_PORT_FILE is not a setting/),
    ]));
});

describe('production', () => {
  it.each(['Production', 'PRODUCTION', 'prod', 'production ', 'staging'])(
    'is said in its own word: %j is refused',
    (word) =>
      expect(problemsOf({ NODE_ENV: word })).toEqual([
        `NODE_ENV (${JSON.stringify(word)}) is none of development, test, production`,
      ]),
  );

  it.each(['development', 'test', 'production', ''])('%j is known', (word) =>
    expect(configuration({ NODE_ENV: word }).environment).toBe(word || 'development'),
  );

  it.each(['OIDC_ISSUER', 'LIENTHONG_OIDC_JWKS_URL'])('refuses %s over plain http', (name) => {
    expect(problemsOf({ NODE_ENV: 'production', [name]: 'http://id.example' })).toEqual([
      expect.stringMatching(`^${name} \\("http://id.example"\\) is not https; in production`),
    ]);
    expect(problemsOf({ NODE_ENV: 'production', [name]: 'https://id.example' })).toEqual([]);
    expect(problemsOf({ [name]: 'http://id.example' })).toEqual([]);
  });
});

it('names each setting once, ours by prefix', () => {
  const names = Object.values<Setting<unknown>>(settings).map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  const known =
    /^(LIENTHONG_[A-Z0-9_]+|EVENTSTORE_URL|NATS_URL|DATABASE_URL|OIDC_ISSUER|OIDC_AUDIENCE|NODE_ENV)$/;
  expect(names.filter((name) => !known.test(name))).toEqual([]);
});

it('stands in docs as it is', () =>
  expect(readFileSync(join(__dirname, '../docs/configuration.md'), 'utf8')).toContain(
    configurationMarkdown(),
  ));
