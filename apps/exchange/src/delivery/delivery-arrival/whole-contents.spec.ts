import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { ContentMissing, FileContentStore } from '@adapters/content-store';
import { ContentNotWhole, WholeContents } from './whole-contents';

const sender = 'H26.1';
const bytes = Buffer.from('Công văn về việc mời họp');
const sha256 = createHash('sha256').update(bytes).digest('hex');

let folder: string;
let contents: FileContentStore;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lienthong-whole-'));
  contents = await FileContentStore.open(folder);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const kept = () => join(folder, 'sha256', sha256.slice(0, 2), sha256);
const sent = () => contents.receive(sender, sha256, Readable.from([bytes]), { bytesMax: bytes.length });
const asked = () => new WholeContents(contents).assert(sender, sha256);

describe('a document may arrive', () => {
  it('when its content is kept and whole', async () => {
    await sent();
    await contents.keep(sender, sha256);
    await asked();
  });

  it('when its content was removed, and its upload still waits: it is kept again', async () => {
    await sent();
    await contents.keep(sender, sha256);
    await rm(kept());
    await asked();
    expect(await contents.verify(sha256)).toBe('whole');
  });

  it('when damaged content was put aside and its sender sent it again', async () => {
    await sent();
    await contents.keep(sender, sha256);
    await writeFile(kept(), 'khác');
    await contents.quarantine(sha256);
    await expect(asked()).rejects.toBeInstanceOf(ContentMissing);
    await sent();
    await asked();
  });
});

describe('a document may not arrive', () => {
  it('when its content was removed, and its upload as well', async () => {
    await expect(asked()).rejects.toBeInstanceOf(ContentMissing);
  });

  it.each(['khác', ''])('when its content was changed to %j', async (text) => {
    await sent();
    await contents.keep(sender, sha256);
    await writeFile(kept(), text);
    await expect(asked()).rejects.toMatchObject({ constructor: ContentNotWhole, verdict: 'damaged' });
  });

  it('and a bad look is not remembered: it arrives once its content is restored', async () => {
    const whole = new WholeContents(contents);
    await expect(whole.assert(sender, sha256)).rejects.toBeInstanceOf(ContentMissing);
    await sent();
    await whole.assert(sender, sha256);
  });
});
