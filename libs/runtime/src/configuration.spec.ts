import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { configuration, configurationMarkdown, ConfigurationInvalid } from './configuration.config';
import { settings, type Setting } from './configuration-table.config';

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
    eventStoreUrl: 'esdb://127.0.0.1:2113?tls=false',
    natsUrl: 'nats://127.0.0.1:4222',
    databaseUrl: undefined,
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
    databaseUrl: undefined,
    port: 8080,
  }));

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

it('never repeats a secret', () => {
  const [problem] = problemsOf({ DATABASE_URL: 'mysql://me:hidden@db/x' });
  expect(problem).toContain('DATABASE_URL is not an address');
  expect(problem).not.toContain('hidden');
});

it('names each setting once, ours by prefix', () => {
  const names = Object.values<Setting<unknown>>(settings).map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  const known =
    /^(LIENTHONG_[A-Z0-9_]+|EVENTSTORE_URL|NATS_URL|DATABASE_URL|OIDC_ISSUER|OIDC_AUDIENCE|NODE_ENV)$/;
  expect(names.filter((name) => !known.test(name))).toEqual([]);
});

it('stands in the README as it is', () =>
  expect(readFileSync(join(__dirname, '../README.md'), 'utf8')).toContain(configurationMarkdown()));
