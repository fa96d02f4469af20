import { createPrivateKey } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AccessDeniedError, type EventStoreDBClient, StreamNotFoundError } from '@eventstore/db-client';
import { status } from '@grpc/grpc-js';
import { runCommand } from '../../../apps/event-store/src/maintenance/commands';
import { type RunningNode, type Security, startNode } from '../../../apps/event-store/src/node';
import { type CertificateFiles, makeCertificates } from './certificates';
import { all, connect, newFolder, newStream, noted, numbers, refusal } from './node-under-test';

const folder = newFolder();
const user = { name: 'admin', password: 'mật:khẩu' };
let files: CertificateFiles;
let node: RunningNode;
let client: EventStoreDBClient;

beforeAll(async () => {
  files = await makeCertificates(join(folder, 'node'));
});
afterEach(async () => {
  await client?.dispose();
  await node?.stop();
});
afterAll(() => rmSync(folder, { recursive: true }));

async function startSecured(options: Partial<Security> = {}): Promise<void> {
  const { certificateFile, privateKeyFile } = files;
  node = await startNode({ security: { certificateFile, privateKeyFile, ...options } });
}

const secureUrl = (scheme = 'esdb', host = '127.0.0.1'): string =>
  `${scheme}://${host}:${node.port}?tls=true&tlsCAFile=${encodeURIComponent(files.authorityFile)}`;

async function appendAndRead(): Promise<number[]> {
  const stream = newStream();
  await client.appendToStream(stream, noted(1));
  await client.appendToStream(stream, noted(2), { credentials: { username: 'a', password: 'b' } });
  return numbers(await all(client.readStream(stream)));
}

describe('6.2 TLS', () => {
  it.each([
    ['esdb', '127.0.0.1'],
    ['esdb', 'localhost'],
    ['esdb+discover', 'localhost'],
  ])('serves clients that trust its authority: %s://%s', async (scheme, host) => {
    await startSecured();
    client = connect(secureUrl(scheme, host));
    expect(node.url).toBe(`esdb://127.0.0.1:${node.port}?tls=true`);
    expect(await appendAndRead()).toEqual([1, 2]);
  });

  it.each([
    ['does not trust its authority', () => `esdb://127.0.0.1:${node.port}?tls=true`],
    ['speaks without TLS', () => `esdb://127.0.0.1:${node.port}?tls=false`],
  ])('is unavailable to a client that %s', async (_, url) => {
    await startSecured();
    client = connect(url());
    expect(await refusal(all(client.readStream(newStream())))).toMatchObject({ type: 'unavailable' });
  });

  const made = (name: string, content: string | Buffer): string => {
    const file = join(folder, name);
    writeFileSync(file, content);
    return file;
  };
  const encrypted = () =>
    createPrivateKey(readFileSync(files.privateKeyFile)).export({
      type: 'pkcs8',
      format: 'pem',
      cipher: 'aes-256-cbc',
      passphrase: 'secret',
    });
  const longAgo = { notBefore: new Date('2020-01-01'), notAfter: new Date('2021-01-01') };

  it.each<[string, () => Promise<Partial<Security>> | Partial<Security>, RegExp]>([
    ['a missing certificate', () => ({ certificateFile: join(folder, 'none.pem') }), /none\.pem.*ENOENT/],
    ['a missing key', () => ({ privateKeyFile: join(folder, 'none.key') }), /none\.key.*ENOENT/],
    ['a folder as certificate', () => ({ certificateFile: folder }), /EISDIR/],
    [
      'no certificate in the file',
      () => ({ certificateFile: made('text.pem', 'text') }),
      /text\.pem.*holds no certificate in PEM/,
    ],
    [
      'no key in the file',
      () => ({ privateKeyFile: made('text.key', 'text') }),
      /text\.key.*holds no private/,
    ],
    [
      'a key with a passphrase',
      () => ({ privateKeyFile: made('locked.key', encrypted()) }),
      /locked\.key.*without a passphrase/,
    ],
    [
      'the key of another certificate',
      async () => ({ privateKeyFile: (await makeCertificates(join(folder, 'other'))).privateKeyFile }),
      /not the key of the certificate in .*node\.pem/,
    ],
    [
      'a certificate out of date',
      () => makeCertificates(join(folder, 'old'), longAgo),
      /valid from Jan {2}1 .*2020.* to .*2021.*renew it/,
    ],
  ])('refuses to start with %s, and says so', async (_, options, message) => {
    const refused = await refusal(startSecured(await options()));
    expect(refused).toMatchObject({
      name: 'CertificateUnusable',
      message: expect.stringMatching(message) as string,
    });
  });

  it('takes any credentials without a user, and none', async () => {
    await startSecured();
    client = connect(secureUrl());
    expect(await appendAndRead()).toEqual([1, 2]);
  });
});

describe('1.8 a node with a user', () => {
  const right = { username: user.name, password: user.password };
  const wrong: [string, { username: string; password: string }][] = [
    ['a wrong password', { ...right, password: 'mật' }],
    ['a wrong name', { ...right, username: 'admi' }],
    ['an empty password', { ...right, password: '' }],
  ];

  beforeEach(async () => {
    await startSecured({ user });
    client = connect(secureUrl('esdb+discover', 'localhost'));
  });

  it('lets commands in whose password stands in a file', async () => {
    const passwordFile = join(folder, 'password');
    writeFileSync(passwordFile, `${user.password}\n`);
    const said: string[] = [];
    const terminal = {
      say: (line: string) => void said.push(line),
      tellProgress: (line: string) => void said.push(line),
    };
    const login = ['--user', user.name, '--password-file', passwordFile];
    expect(await runCommand(['info', '--json', '--url', secureUrl(), ...login], terminal)).toBe(0);
    expect(JSON.parse(said.join(''))).toMatchObject({ where: secureUrl(), lastPosition: '0' });
  });

  it('serves its user: read, append, subscription', async () => {
    const stream = newStream();
    await client.appendToStream(stream, noted(1), { credentials: right });
    expect(numbers(await all(client.readStream(stream, { credentials: right })))).toEqual([1]);
    const subscription = client.subscribeToAll({ credentials: right });
    await new Promise((resolve, reject) => subscription.once('caughtUp', resolve).once('error', reject));
    await subscription.unsubscribe();
  });

  it('serves default credentials on the batch path', async () => {
    await client.dispose();
    client = connect(secureUrl().replace('//', `//${user.name}:${encodeURIComponent(user.password)}@`));
    const stream = newStream();
    await client.appendToStream(stream, noted(1));
    expect(numbers(await all(client.readStream(stream)))).toEqual([1]);
  });

  const calls: [string, (credentials?: typeof right) => Promise<unknown>][] = [
    ['a read', (credentials) => all(client.readStream(newStream(), { ...(credentials && { credentials }) }))],
    ['a read of $all', (credentials) => all(client.readAll({ ...(credentials && { credentials }) }))],
    [
      'an append',
      (credentials) => client.appendToStream(newStream(), noted(1), { ...(credentials && { credentials }) }),
    ],
    [
      'a subscription',
      (credentials) =>
        new Promise((_resolve, reject) =>
          client.subscribeToAll({ ...(credentials && { credentials }) }).once('error', reject),
        ),
    ],
  ];

  it.each(calls)('refuses %s without credentials as one without rights', async (_, call) => {
    const error = await refusal(call());
    expect(error).toBeInstanceOf(AccessDeniedError);
    expect(error).toMatchObject({ type: 'access-denied', code: status.PERMISSION_DENIED });
  });

  it.each(calls)('refuses %s with wrong credentials as unauthenticated', async (_, call) => {
    for (const [, credentials] of wrong) {
      const error = await refusal(call(credentials));
      expect(error).toBeInstanceOf(AccessDeniedError);
      expect(error).toMatchObject({ code: status.UNAUTHENTICATED });
    }
  });

  it('records nothing of a refused append, and goes on serving the same client', async () => {
    const stream = newStream();
    await refusal(client.appendToStream(stream, noted(1)));
    await refusal(client.appendToStream(stream, noted(1), { credentials: { ...right, password: 'x' } }));
    const reading = all(client.readStream(stream, { credentials: right }));
    expect(await refusal(reading)).toBeInstanceOf(StreamNotFoundError);
  });
});
