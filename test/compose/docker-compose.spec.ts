import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { settings } from '../../libs/runtime/src/configuration-table.config';

interface Container {
  readonly image: string;
  readonly user?: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly healthcheck?: { readonly test: readonly string[] };
}

const root = join(__dirname, '..', '..');
const compose = parse(readFileSync(join(root, 'docker-compose.yml'), 'utf8'), { merge: true }) as {
  readonly services: Readonly<Record<string, Container>>;
  readonly volumes: Readonly<Record<string, unknown>>;
};
const apps = ['directory', 'exchange', 'dossiers', 'read-models', 'bus', 'audit', 'gateway'] as const;
const servers = ['event-store', 'nats', 'postgres'] as const;
const container = (name: string): Container => {
  const found = compose.services[name];
  if (found === undefined) throw new Error(`docker-compose.yml has no service ${name}; add it`);
  return found;
};
const rowOf = (name: string) => Object.values(settings).find((setting) => setting.name === name);

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
      'OIDC_ISSUER',
    ];
    const missing = needed.filter(
      (name) =>
        rowOf(name)?.readBy.split(', ').includes(app) && container(app).environment?.[name] === undefined,
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

it('holds no secret: every password comes from the environment', () => {
  const text = readFileSync(join(root, 'docker-compose.yml'), 'utf8');
  const passwords = [...text.matchAll(/(?:PASSWORD: |--pass=|lienthong:)(\S+)/g)].map(
    (match) => match[1] as string,
  );
  expect(passwords.filter((value) => !value.startsWith('${') && !/^0\.\d/.test(value))).toEqual([]);
});
