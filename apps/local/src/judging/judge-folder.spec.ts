import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Holder, issue, issueAuthority } from '../../../../test/signing/authority';
import { makeCms } from '../../../../test/signing/cms-maker';
import { makePdf, signPdf, updated } from '../../../../test/signing/pdf-maker';
import { type JudgedLine, judgeFolder, type JudgeOptions } from './judge-folder';

const checkedAt = '2026-11-22T03:00:00.000Z';
let folder: string;
let root: Holder;
let signer: Holder;
beforeAll(async () => {
  root = await issueAuthority({ name: 'CN=Root of the test' });
  signer = await issue({ name: 'CN=x' }, root);
});
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'judged-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const judged = async (more: Partial<JudgeOptions> = {}): Promise<JudgedLine[]> => {
  const trust = [{ name: 'root', bytes: root.der }];
  const lines: JudgedLine[] = [];
  const options = { trust, checkedAt, deadlineMs: 20_000, memoryMib: 256, ...more };
  for await (const line of judgeFolder(folder, options)) lines.push(line);
  return lines;
};
const put = (name: string, bytes: Uint8Array | string) => writeFileSync(join(folder, name), bytes);

it('one line for each signature, in folders below too, in the order of names', async () => {
  const signed = signPdf(makePdf('Quyet dinh'), { signer });
  const content = Buffer.from('cong van');
  const cms = Buffer.from(makeCms(content, { signer, at: checkedAt }));
  mkdirSync(join(folder, 'below'));
  put('a.pdf', signPdf(signed, { signer }));
  put('below/B.PDF', updated(signed, 'khac'));
  put('c.txt', content);
  put('c.txt.p7s', cms);
  put('d.txt.p7m', `-----BEGIN PKCS7-----\n${cms.toString('base64')}\n-----END PKCS7-----\n`);
  put('e.cms', cms.toString('base64'));
  const lines = await judged();
  expect(lines.map(({ file, signature, status }) => [file, signature, status])).toEqual([
    ['a.pdf', 0, 'valid'],
    ['a.pdf', 1, 'valid'],
    ['below/B.PDF', 0, 'invalid'],
    ['c.txt.p7s', 0, 'valid'],
    ['d.txt.p7m', 0, 'undecided'],
    ['e.cms', 0, 'undecided'],
  ]);
  expect(lines[2]).toMatchObject({
    form: 'pades',
    findings: expect.arrayContaining(['content-changed']),
    words: { vi: expect.stringContaining('đã bị thay đổi sau khi ký') },
  });
});

it('no file ends the run', async () => {
  put('a.pdf', '');
  put('b.pdf', '%PDF-1.7 and nothing more');
  put('c.pdf', Buffer.alloc(0));
  truncateSync(join(folder, 'c.pdf'), 3 * 1024 ** 3);
  put('d.p7s', 'none');
  mkdirSync(join(folder, 'e.pdf'));
  symlinkSync(join(folder, '.'), join(folder, 'e.pdf', 'round'));
  put('z.pdf', signPdf(makePdf('x'), { signer }));
  expect((await judged()).map(({ file, status, findings }) => [file, status, findings[0]])).toEqual([
    ['a.pdf', 'invalid', 'malformed'],
    ['b.pdf', 'unsigned', undefined],
    ['c.pdf', 'undecided', 'too-large'],
    ['d.p7s', 'invalid', 'malformed'],
    ['z.pdf', 'valid', 'revocation-not-checked'],
  ]);
});

it('what takes longer than is given is told, and the next file is judged', async () => {
  put('a.pdf', signPdf(makePdf('x'), { signer }));
  put('b.pdf', signPdf(makePdf('x'), { signer }));
  const lines = await judged({ deadlineMs: 0 });
  expect(lines.map(({ file, findings }) => [file, findings])).toEqual([
    ['a.pdf', ['too-large']],
    ['b.pdf', ['too-large']],
  ]);
});

it('nobody is trusted without a folder of roots', async () => {
  put('a.pdf', signPdf(makePdf('x'), { signer }));
  expect(await judged({ trust: [] })).toMatchObject([
    { status: 'invalid', findings: expect.arrayContaining(['chain-untrusted']) },
  ]);
});
