import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { type Setting, settings } from '../../libs/runtime/src/configuration-table.config';

interface Container {
  readonly image: string;
  readonly user?: string;
  readonly command?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly secrets?: readonly (string | { readonly source: string; readonly target: string })[];
}

const root = join(__dirname, '..', '..');
const page = readFileSync(join(root, 'docker-compose.yml'), 'utf8');
const compose = parse(page, { merge: true }) as {
  readonly services: Readonly<Record<string, Container>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
};
const apps = ['directory', 'exchange', 'dossiers', 'read-models', 'bus', 'audit', 'gateway'] as const;
const servers = ['event-store', 'nats', 'postgres'] as const;
const container = (name: string): Container => {
  const found = compose.services[name];
  if (found === undefined) throw new Error(`docker-compose.yml has no service ${name}; add it`);
  return found;
};
const rows: readonly Setting<unknown>[] = Object.values<Setting<unknown>>(settings);
/** The row that a variable sets, itself or by a file. */
const rowOf = (variable: string) =>
  rows.find(({ name, secret }) => name === variable || (secret === true && `${name}_FILE` === variable));
const environmentOf = (name: string) => Object.entries(container(name).environment ?? {});

it.each(apps)('%s runs its own compiled entry of the one image, not as root', (app) => {
  const { image, user, command } = container(app);
  expect(image).toBe(container('gateway').image);
  expect(user).toBe('node');
  const entry = command?.[1] ?? '';
  expect(command?.[0]).toBe('node');
  expect(existsSync(join(root, entry.replace(/^dist\//, '').replace(/\.js$/, '.ts')))).toBe(true);
});

it.each(apps)('%s is given only settings that the configuration table says it reads', (app) => {
  const given = Object.keys(container(app).environment ?? {});
  const misplaced = given.filter((name) => !rowOf(name)?.readBy.split(', ').includes(app));
  expect(misplaced).toEqual([]);
});

it.each(apps)(
  '%s is given every address and secret that the table says it reads and that has no safe default',
  (app) => {
    const needed = [
      'EVENTSTORE_URL',
      'NATS_URL',
      'DATABASE_URL',
      'LIENTHONG_NATS_USER',
      'LIENTHONG_NATS_PASSWORD',
      'LIENTHONG_BUS_KEYS_FILE',
      'OIDC_ISSUER',
    ];
    const given = environmentOf(app).map(([variable]) => rowOf(variable)?.name);
    const missing = needed.filter(
      (name) => rowOf(name)?.readBy.split(', ').includes(app) && !given.includes(name),
    );
    expect(missing).toEqual([]);
  },
);

it.each([...apps, ...servers])('%s has a health check', (name) => {
  expect(container(name).healthcheck?.test.length).toBeGreaterThan(1);
});

it('keeps what must last in named volumes, and every volume is declared', () => {
  const used = Object.values(compose.services).flatMap(({ volumes = [] }) =>
    volumes.map((each) => each.split(':')[0]),
  );
  expect([...new Set(used)].sort()).toEqual(Object.keys(compose.volumes).sort());
  for (const server of servers) expect(container(server).volumes?.length).toBeGreaterThan(0);
});

it('lets others reach the gateway only', () => {
  const open = Object.entries(compose.services).filter(([, { ports = [] }]) => ports.length > 0);
  expect(open.map(([name]) => name)).toEqual(['gateway']);
});

describe('secrets', () => {
  const everyone = Object.entries(compose.services);
  const grantsOf = ({ secrets = [] }: Container) =>
    secrets.map((each) =>
      typeof each === 'string' ? { source: each, target: `/run/secrets/${each}` } : each,
    );
  const wordsOf = ({ command = [], entrypoint = [], healthcheck }: Container) => [
    ...[command, entrypoint, healthcheck?.test ?? []].flat(),
  ];

  it.each(everyone)('%s is told those of the configuration table by files alone', (name) => {
    const secret = environmentOf(name).filter(([variable]) => rowOf(variable)?.secret === true);
    expect(secret.filter(([variable]) => !variable.endsWith('_FILE'))).toEqual([]);
  });

  it.each(everyone)('%s holds none in its environment, its command line or its health check', (name, own) => {
    const bySecretName = environmentOf(name).filter(([variable]) =>
      /PASS|SECRET|TOKEN|_KEY|_URL_/.test(variable),
    );
    expect(bySecretName.filter(([, value]) => !grantsOf(own).some(({ target }) => target === value))).toEqual(
      [],
    );
    const words = [...wordsOf(own), ...environmentOf(name).map(([, value]) => String(value))];
    expect(words.filter((word) => /:\/\/[^/\s]*@|--(user|pass|password|auth|token)\b/.test(word))).toEqual(
      [],
    );
  });

  it('are none of what compose takes from its own environment', () => {
    const taken = [...page.matchAll(/\$\{(\w+)/g)].map((match) => match[1] as string);
    const known = taken.filter((name) => rowOf(name) !== undefined && rowOf(name)?.secret !== true);
    expect(taken).toEqual(known);
  });

  it.each(everyone)('%s finds each file that it is told of, and is granted no other', (_, own) => {
    const text = JSON.stringify({ ...own, secrets: undefined });
    const targets = grantsOf(own).map(({ target }) => target);
    const named = [...text.matchAll(/\/run\/secrets\/[\w-]+/g)].map(([path]) => path);
    expect(named.filter((path) => !targets.includes(path))).toEqual([]);
    // The authority of the store stands in its connection string.
    const silent = targets.filter((path) => !text.includes(path) && !text.includes(dirname(path)));
    expect(silent.filter((path) => path !== '/run/secrets/event-store-authority')).toEqual([]);
  });

  it('are declared, used, and kept out of the repository and of the image', () => {
    const used = everyone.flatMap(([, own]) => grantsOf(own).map(({ source }) => source));
    expect([...new Set(used)].sort()).toEqual(Object.keys(compose.secrets).sort());
    const files = Object.values(compose.secrets).map(({ file }) => file);
    expect(files.filter((file) => !file.startsWith('./secrets/'))).toEqual([]);
    for (const ignored of ['.gitignore', '.dockerignore'])
      expect(readFileSync(join(root, ignored), 'utf8')).toMatch(/^secrets\/?$/m);
    const operating = readFileSync(join(root, 'apps', 'local', 'docs', 'operating.md'), 'utf8');
    expect(files.filter((file) => !operating.includes(file.slice('./'.length)))).toEqual([]);
  });
});

it('has no part that anyone may enter: no word of a way around TLS or a password', () => {
  const text = page.replace(/^ *#.*$/gm, '');
  expect(text).not.toMatch(/insecure|tls=false|tlsVerifyCert|skip.?verify|no.?auth|trust\b/i);
});

it('pins every image to one version', () => {
  const dockerfile = readFileSync(join(root, 'apps', 'local', 'Dockerfile'), 'utf8');
  const built = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map((match) => match[1] as string);
  const images = [...Object.values(compose.services).map(({ image }) => image), ...built];
  // PostgreSQL's versions have two numbers.
  const isExact = (image: string) => /:\d+\.\d+\.\d+(-[\w.-]+)?$|^postgres:\d+\.\d+(-[\w.-]+)?$/.test(image);
  expect([...new Set(images)].filter((image) => !isExact(image))).toEqual([]);
});
