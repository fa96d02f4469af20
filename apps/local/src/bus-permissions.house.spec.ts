import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { connectNats, type NatsConnection } from '@adapters/messaging';
import { AccountKeys, AccountRegistry, serversCreds } from '@adapters/messaging/access';
import { type NatsServer, openOwnOperator, startNatsServer } from '@adapters/messaging/nats-server';

jest.setTimeout(120_000);

const main = resolve(__dirname, '..', '..', '..', 'dist', 'apps', 'local', 'src', 'bus-permissions.main.js');

let folder: string;
let keys: string;
let server: NatsServer;
let servers: NatsConnection;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lienthong-permissions-'));
  keys = join(folder, 'keys');
  const operator = await openOwnOperator(keys);
  server = await startNatsServer({ storeDir: join(folder, 'server'), operator });
  servers = await connectNats({ url: server.url, creds: serversCreds(keys), name: 'who plants a hole' });
});
afterAll(async () => {
  await servers?.close();
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

interface Ended {
  readonly code: number;
  readonly output: string;
  readonly complaint: string;
}

/** The program as `npm run bus:permissions` runs it. */
function permissions(url: string): Promise<Ended> {
  const { LIENTHONG_NATS_KEYS_DIR: _, ...env } = process.env;
  return new Promise((ended) => {
    execFile(
      process.execPath,
      [main, url, '--keys', keys],
      { cwd: folder, env },
      (error, output, complaint) =>
        ended({ code: error === null ? 0 : Number(error.code), output, complaint }),
    );
  });
}

it('proves a server as npm start makes it', async () => {
  const { code, output, complaint } = await permissions(server.url);
  expect({ code, complaint }).toEqual({ code: 0, complaint: '' });
  const counts = [...output.matchAll(/^(\d+) of (\d+) subjects as they should be$/gm)];
  expect(counts.map(([, right, of]) => right === of && Number(of) > 300)).toEqual([true, true]);
  expect(output).toContain(`nats-server ${server.version}: holds the permissions of systems\n`);
});

it('finds that each system may send one command more than it was granted', async () => {
  const planted = await wideningOnceSeen();
  const gate = await gateBefore(planted.done);
  const { code, output, complaint } = await permissions(gate.url);
  gate.close();
  const found = [...output.matchAll(/^wrong: publish commands\.(\S+)\.Z98-[12]\.registerAgency: works$/gm)];
  expect(found.map(([, systemId]) => systemId)).toEqual(planted.systems);
  expect(output.match(/^wrong:/gm)).toHaveLength(2);
  expect(output).toContain(': does not hold the permissions of systems\n');
  expect({ code, complaint }).toEqual({ code: 1, complaint: '2 subjects are not as they should be\n' });
});

it('says at once that nobody is there', async () => {
  const { code, complaint } = await permissions('nats://127.0.0.1:1');
  expect(code).toBe(1);
  expect(complaint).toContain('ECONNREFUSED');
});

/** A door to the server that lets in who proves and who registers, and who tries only once the hole is there. */
async function gateBefore(planted: Promise<unknown>) {
  let entered = 0;
  const door = createServer((socket) => {
    entered += 1;
    const enter = (): void => {
      const behind = connect({ host: '127.0.0.1', port: server.port });
      for (const each of [socket, behind]) each.on('error', () => undefined);
      socket.pipe(behind).pipe(socket);
    };
    if (entered <= 2) enter();
    else void planted.then(enter);
  });
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  const { port } = door.address() as AddressInfo;
  return { url: `nats://127.0.0.1:${port}`, close: () => void door.close() };
}

/** Grants two systems more, each as soon as whoever registered it has looked whether it is as it should be. */
async function wideningOnceSeen() {
  const registry = new AccountRegistry(servers, await AccountKeys.open(keys));
  const told = new Map<string, string>();
  const systems: string[] = [];
  servers.subscribe('$SYS.REQ.CLAIMS.UPDATE', {
    callback: (_, message) => {
      const [, claims = ''] = message.string().split('.');
      const { sub, name } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<string, string>;
      told.set(sub ?? '', (name ?? '').replace('system ', ''));
    },
  });
  const done = new Promise<unknown>((resolve) => {
    const widened: Promise<unknown>[] = [];
    servers.subscribe('$SYS.REQ.ACCOUNT.*.CLAIMS.LOOKUP', {
      callback: (_, { subject }) => {
        const systemId = told.get(subject.split('.')[3] ?? '');
        if (systemId === undefined || systems.includes(systemId)) return;
        systems.push(systemId);
        const agencies = [`Z98.${systems.length}`];
        const operations = ['acceptReceipt', 'refuseReceipt', 'registerAgency'];
        const granted = { readsFor: agencies, reads: 'everything', sendsFor: agencies, operations } as const;
        widened.push(registry.open({ systemId, ...granted, ended: [] }));
        if (widened.length === 2) resolve(Promise.all(widened));
      },
    });
  });
  await servers.flush();
  return { systems, done };
}
