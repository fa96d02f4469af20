import { createPrivateKey, X509Certificate } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AccessUnusable, OwnAccess } from './own-access';

const folder = mkdtempSync(join(tmpdir(), 'own-access-'));
afterAll(() => rmSync(folder, { recursive: true }));

const modeOf = (path: string): number => statSync(path).mode & 0o777;
const contents = (path: string): string[] =>
  readdirSync(path).map((name) => readFileSync(join(path, name), 'utf8'));

it('proves that the node is the one whose certificate was given, by name and by address', async () => {
  const { security } = await OwnAccess.make(folder, ['store.example', '10.1.2.3']);
  const certificate = new X509Certificate(readFileSync(security.certificateFile));
  expect(certificate.checkPrivateKey(createPrivateKey(readFileSync(security.privateKeyFile)))).toBe(true);
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect(certificate.ca).toBe(false);
  for (const host of ['localhost', 'store.example']) expect(certificate.checkHost(host)).toBe(host);
  for (const address of ['127.0.0.1', '10.1.2.3']) expect(certificate.checkIP(address)).toBe(address);
  expect(certificate.checkHost('example')).toBeUndefined();
  const years = (Date.parse(certificate.validTo) - Date.now()) / 86_400_000 / 365;
  expect(Date.parse(certificate.validFrom)).toBeLessThan(Date.now());
  expect(years).toBeGreaterThan(9.9);
});

it('is the business of its owner alone, whatever the folder and the files were before', async () => {
  const { folder: made } = await OwnAccess.make(folder, []);
  chmodSync(made, 0o777);
  for (const name of readdirSync(made)) chmodSync(join(made, name), 0o666);
  const again = await OwnAccess.make(folder, []);
  const told = again.tellConnectionString('127.0.0.1', 2113);
  expect(again.folder).toBe(made);
  expect(modeOf(made)).toBe(0o700);
  expect(readdirSync(made)).toHaveLength(4);
  for (const name of readdirSync(made)) expect(modeOf(join(made, name))).toBe(0o600);
  expect(told.startsWith(made)).toBe(true);
});

it('is another one with each start', async () => {
  const before = contents((await OwnAccess.make(folder, [])).folder);
  const after = contents((await OwnAccess.make(folder, [])).folder);
  expect(after.filter((content) => before.includes(content))).toEqual([]);
});

it('goes on with that of an earlier start when told so', async () => {
  const first = await OwnAccess.make(folder, []);
  const host = '127.0.0.1';
  const line = readFileSync(first.tellConnectionString(host, 2113), 'utf8');
  const next = OwnAccess.of(first.folder);
  expect(next.security).toEqual(first.security);
  expect(readFileSync(next.tellConnectionString(host, 2113), 'utf8')).toBe(line);
  next.remove();
  expect(existsSync(first.folder)).toBe(true);
});

it('says what to do when there is none', () => {
  expect(() => OwnAccess.of(join(folder, 'none'))).toThrow(AccessUnusable);
  expect(() => OwnAccess.of(join(folder, 'none'))).toThrow(
    /none cannot be used .*ENOENT.*leave --access out/,
  );
});

it('leaves nothing behind of a node that keeps nothing', async () => {
  const access = await OwnAccess.make(undefined, []);
  expect(modeOf(access.folder)).toBe(0o700);
  access.remove();
  expect(existsSync(access.folder)).toBe(false);
});
