import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { FileContentStore } from '@adapters/content-store';
import { configuration, logTo, Metrics } from '@runtime';
import { type Holder, issue, issueAuthority, sha256Of } from '../../../../test/signing/authority';
import { makeCms } from '../../../../test/signing/cms-maker';
import { appended, makePdf, type Part, signPdf } from '../../../../test/signing/pdf-maker';
import { Judging } from './judging';
import type { FileToJudge } from './judging-thread';

const at = '2026-11-22T03:00:00.000Z';
const circumstances = { checkedAt: at, signedAt: at };
const log = logTo({ write: () => undefined }, 'exchange', 'silent');
const opened: Judging[] = [];
let folder: string;
let contents: FileContentStore;
let root: Holder;
let officer: Holder;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'judging-'));
  contents = await FileContentStore.open(join(folder, 'contents'));
  root = await issueAuthority({ name: 'CN=Root of the test' });
  officer = await issue({ name: 'CN=x' }, root);
});
afterEach(async () => {
  for (const judging of opened.splice(0)) await judging.onApplicationShutdown();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function opening(settings: NodeJS.ProcessEnv = {}) {
  const metrics = new Metrics('exchange');
  const judging = new Judging(configuration({ LIENTHONG_DATA_DIR: folder, ...settings }), metrics, log);
  opened.push(judging);
  const files = [{ name: 'root', bytes: root.der }];
  const judgedFor = (agency: string, ...all: readonly FileToJudge[]) =>
    judging.judge({ trust: { stamp: 'root', files }, files: all, circumstances }, agency);
  const judged = (...all: readonly FileToJudge[]) => judgedFor('H99.1', ...all);
  const judgedByCrowd = (file: FileToJudge) =>
    judging.judge({ trust: { stamp: 'crowd', files: crowd() }, files: [file], circumstances }, 'H99.1');
  const outcomes = async () =>
    (await metrics.threadPieces.get()).values.map(({ labels, value }) => [labels.outcome, value]);
  return { judged, judgedFor, judgedByCrowd, outcomes };
}

async function kept(bytes: Uint8Array, cms: readonly Uint8Array[] = []): Promise<FileToJudge> {
  const [sha256, size] = [sha256Of(bytes), bytes.length];
  await contents.receive('H99.1', sha256, Readable.from([bytes]), { bytesMax: size });
  await contents.keep('H99.1', sha256);
  return { sha256, size, isPdf: cms.length === 0, cms };
}

const honest = () => kept(signPdf(makePdf('Cong van'), { signer: officer }));
/** More certificates than a thread has room for; what one file may ask of it is bounded before. */
const crowd = () =>
  Array.from({ length: 60_000 }, (_, index) => {
    const bytes = Buffer.from(officer.der);
    bytes.writeUInt16BE(index, bytes.length - 2);
    return { name: `${index}`, bytes };
  });
/** Files of one command, each of which costs some milliseconds. */
const many = async () => {
  const words = Array.from({ length: 1_000 }, (_, index): Part => [10 + index, `(${'x'.repeat(900)})`]);
  const file = await kept(signPdf(appended(makePdf('x'), words), { signer: officer }));
  return Array.from({ length: 500 }, () => file);
};
const valid = [{ inside: [expect.objectContaining({ status: 'valid' }) as unknown], beside: [] }];

it('what is over its time is given up, and the next one is judged', async () => {
  const { judged, outcomes } = opening({ LIENTHONG_SIGNATURE_DEADLINE_MS: '500' });
  expect(await judged(...(await many()))).toBe('too-costly-to-judge');
  expect(await judged(await honest())).toEqual(valid);
  expect(await outcomes()).toEqual([
    ['too-costly', 1],
    ['done', 1],
  ]);
});

it('what is over its memory ends its thread and not the process', async () => {
  const { judged, judgedByCrowd } = opening({ LIENTHONG_SIGNATURE_MEMORY_MIB: '32' });
  const good = await honest();
  const all = [judgedByCrowd(good), judged(good), judgedByCrowd(good), judged(good)];
  expect(await Promise.all(all)).toEqual(['too-costly-to-judge', valid, 'too-costly-to-judge', valid]);
});

it('nobody waits behind more than may wait, and one agency fills half of the places', async () => {
  const { judgedFor, outcomes } = opening({ LIENTHONG_SIGNATURE_QUEUE_MAX: '4' });
  const file = await honest();
  const answers = await Promise.all([1, 1, 1, 1, 2, 2, 3, 3].map((n) => judgedFor(`H99.${n}`, file)));
  const full = 'too-many-being-judged';
  expect(answers).toEqual([valid, valid, valid, full, valid, valid, valid, full]);
  expect(await outcomes()).toEqual([
    ['too-many', 2],
    ['done', 6],
  ]);
});

it('a flood of one agency makes nobody else wait', async () => {
  const { judged, judgedFor } = opening({ LIENTHONG_SIGNATURE_DEADLINE_MS: '500' });
  const [costly, good] = [await many(), await honest()];
  const order: string[] = [];
  const flood = Array.from({ length: 6 }, () => judged(...costly).then(() => order.push('costly')));
  await Promise.all([...flood, judgedFor('H99.2', good).then(() => order.push('good'))]);
  expect(order.indexOf('good')).toBeLessThan(2);
});

it('detached signatures of one file read it once for what they want: bytes, other digests', async () => {
  const bytes = Buffer.from('Công văn');
  const over = (wish: object) => makeCms(bytes, { signer: officer, ...wish });
  const file = await kept(bytes, [over({}), over({ digest: 'sha384' }), over({ digest: 'sha512' })]);
  const { judged } = opening();
  const [found] = (await judged(file)) as readonly { readonly beside: unknown }[];
  const one = [expect.objectContaining({ status: 'valid' }) as unknown];
  expect(found?.beside).toEqual([one, one, one]);
});

it('bytes that are gone are a failure, and not the signer’s', async () => {
  const missing = { sha256: 'a'.repeat(64), size: 5, isPdf: true, cms: [] };
  await expect(opening().judged(missing)).rejects.toThrow(/no content a+ is kept here/);
});
