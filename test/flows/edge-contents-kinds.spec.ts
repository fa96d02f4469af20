import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { judgeFile } from '../../apps/gateway/src/contents/inspection/inspect-content';
import { honest } from './honest-files';
import { hostile } from './hostile-files';
import { compoundOf, officeTypes } from './made-files';
import { zipOf } from './zip-bytes';

const vietnamese = /[ăâđêôơưáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ]/i;

let folder: string;
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'kinds-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

async function judged(bytes: Buffer | string, declared?: string) {
  const path = join(folder, 'file');
  await writeFile(path, bytes);
  return judgeFile(path, declared);
}

describe('what departments send is taken', () => {
  const rows = honest.flatMap(([what, bytes, ...declared]) =>
    declared.map((each) => [what, each, bytes] as const),
  );
  it.each(rows)('%s as %s', async (_, declared, bytes) =>
    expect((await judged(bytes, declared)).refusal).toBeUndefined(),
  );
});

describe.each(Object.entries(hostile))('%s', (problem, rows) => {
  const each = rows.flatMap(([what, bytes, ...declared]) =>
    declared.map((type) => [what, type, bytes] as const),
  );
  it.each(each)('is what becomes of %s as %s, told in both languages', async (_, declared, bytes) => {
    const { refusal } = await judged(bytes, declared);
    expect(refusal?.problem).toBe(problem);
    // Names of entries stand in both as they are.
    const detail = refusal?.detail.replace(/"[^"]*"/g, '');
    expect([detail, refusal?.detailVi]).toEqual([
      expect.not.stringMatching(vietnamese) as unknown,
      expect.stringMatching(vietnamese) as unknown,
    ]);
  });
});

describe('the reason', () => {
  const reasonOf = async (name: string) => (await judged(zipOf([{ name, bytes: 'x' }]))).refusal;

  it('of a name with a colon is the drive', async () =>
    expect(await reasonOf('A: b.docx')).toMatchObject({
      detail:
        'its entry "A: b.docx" begins with a letter and a colon, which Windows takes for a drive: leave the colon out',
      detailVi: expect.stringContaining('tên ổ đĩa') as unknown,
    }));

  it('of a name like a domain is its ending, not its bytes', async () =>
    expect(await reasonOf('vnpt.com')).toMatchObject({
      detail: expect.stringContaining(
        'has the ending ".com", by which Windows runs a file as a program',
      ) as unknown,
      detailVi: expect.stringContaining('có đuôi ".com" mà Windows coi là chương trình') as unknown,
    }));

  it('of a locked file is its password', async () =>
    expect((await judged(compoundOf(['EncryptedPackage']), officeTypes.docx)).refusal).toMatchObject({
      detail: 'is an office file protected by a password',
      detailVi: 'là tệp văn phòng được bảo vệ bằng mật khẩu',
    }));

  it('shows what a name hides', async () =>
    expect((await reasonOf('a\u202efdp.docx'))?.detail).toContain('"a\\u202efdp.docx"'));
});
