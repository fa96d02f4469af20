import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTrust } from '@proofs/signatures';
import { Clock, configuration, logTo, Metrics } from '@runtime';
import { issueAuthority, revocationList } from '../../../../test/signing/authority';
import { Judging } from './judging';
import { TrustRoots, TrustRootsUnreadable } from './trust-roots';

const lines: string[] = [];
const log = logTo({ write: (line) => void lines.push(line) }, 'exchange', 'warn');
const judging = new Judging(configuration({}), new Metrics('exchange'), log);
let folder: string;

/** Stands still until a test moves it on. */
class HandClock extends Clock {
  constructor(private ms: number) {
    super();
  }
  now(): string {
    return new Date(this.ms).toISOString();
  }
  pass(seconds: number): void {
    this.ms += seconds * 1000;
  }
}
const clock = new HandClock(Date.parse('2026-11-22T03:00:00.000Z'));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trust-roots-'));
});
afterAll(async () => {
  await judging.onApplicationShutdown();
  await rm(folder, { recursive: true, force: true });
});

const opened = (of: string | undefined) => TrustRoots.open(of, judging, log, clock);
const trustOf = async (roots: TrustRoots) => readTrust((await roots.current()).files).trust;

it('trusts nobody without a folder', async () =>
  expect((await trustOf(await opened(undefined))).roots).toEqual([]));

it('reads every certificate of the folder, and names what is none', async () => {
  const root = await issueAuthority({ name: 'CN=Root of the test' });
  await writeFile(join(folder, 'root.der'), root.der);
  await writeFile(join(folder, 'read-me.txt'), 'certificates of the province');
  const { roots } = await trustOf(await opened(folder));
  expect(roots.map(({ sha256 }) => sha256)).toEqual([root.sha256]);
  expect(lines.filter((line) => line.includes('read-me.txt'))).toHaveLength(1);
});

it('does not start on a folder that is not there', async () =>
  expect(opened(join(folder, 'missing'))).rejects.toThrow(TrustRootsUnreadable));

it('reads a revocation list that is written while it runs, a minute later or when the clock is set back', async () => {
  const root = await issueAuthority({ name: 'CN=Root of the lists' });
  const roots = await opened(folder);
  const lists = async (name: string) => {
    const span = { thisUpdate: '2026-11-22T02:00:00Z', nextUpdate: '2026-11-23T02:00:00Z' };
    await writeFile(join(folder, name), await revocationList(root, [], span));
  };
  const known = async () => (await trustOf(roots)).revocation.length;
  await lists('first.crl');
  clock.pass(59);
  expect(await known()).toBe(0);
  clock.pass(1);
  expect(await known()).toBe(1);
  await lists('second.crl');
  clock.pass(-3600);
  expect(await known()).toBe(2);
});

it('trusts on whom it trusted while the folder is away, and says so', async () => {
  const roots = await opened(folder);
  const before = (await trustOf(roots)).roots.length;
  await rm(folder, { recursive: true });
  clock.pass(60);
  expect((await trustOf(roots)).roots).toHaveLength(before);
  expect(lines.filter((line) => line.includes('stay in use'))).toHaveLength(1);
});
