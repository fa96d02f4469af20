import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Holder, issue, issueAuthority } from '../../../../test/signing/authority';
import { appended, makePdf, signPdf, withStore } from '../../../../test/signing/pdf-maker';
import { alone, holding, inStreams, objects, type Shaped } from '../../../../test/signing/pdf-shapes';

const signing = join(__dirname, '../../../../test/signing');
const folder = mkdtempSync(join(tmpdir(), 'memory-'));
let root: Holder;
let officer: Holder;

beforeAll(async () => {
  root = await issueAuthority({ name: 'CN=Root of the test' });
  officer = await issue({ name: 'CN=x' }, root);
  writeFileSync(join(folder, 'root.cer'), root.der);
  writeFileSync(join(folder, 'small.pdf'), signed(makePdf('x')));
});
afterAll(() => rmSync(folder, { recursive: true }));

const signatures = 3;
const found = 'valid revocation-not-checked signed-earlier-revision';

function signed(pdf: Buffer, times = signatures): Buffer {
  let file = pdf;
  for (let left = times; left > 0; left--)
    file = withStore(signPdf(file, { signer: officer }), { certificates: [root] });
  return file;
}

interface Judged {
  readonly statuses: string[];
  readonly grown: number;
}

/** With the least that it grew by in three runs at most: when garbage is collected is up to chance. */
function judged(pdf: Buffer, fewBytes: number): Judged {
  let least = judgedOnce(pdf);
  for (let runs = 1; runs < 3 && least.grown >= fewBytes; runs++) {
    const again = judgedOnce(pdf);
    least = again.grown < least.grown ? again : least;
  }
  return least;
}

function judgedOnce(pdf: Buffer): Judged {
  writeFileSync(join(folder, 'file.pdf'), pdf);
  const options = {
    workerData: { folder, file: 'file.pdf' },
    execArgv: ['--require', join(signing, 'typescript-in-threads.cjs')],
    // The threads of the product get as little for what is young.
    resourceLimits: { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 3 },
  };
  const path = require.resolve('../../../../test/signing/judged-alone');
  const thread = [path, options].map((each) => JSON.stringify(each)).join(', ');
  const told = ['-e', `new (require('node:worker_threads').Worker)(${thread})`];
  return JSON.parse(execFileSync(process.execPath, told, { encoding: 'utf8' })) as Judged;
}

const shapes: readonly (readonly [string, () => Shaped])[] = [
  ['one stream', () => alone(1, 10 * 1024 * 1024, true)],
  ['10,000 streams', () => alone(10_000, 900, true)],
  ['60,000 small objects', () => alone(60_000, 10, false)],
  ['120,000 smallest objects', () => alone(120_000, 0, false)],
  ['20,000 objects in 100 streams', () => inStreams(20_000, 300, 200)],
  ['20,000 objects in one stream', () => inStreams(20_000, 300, 20_001)],
  ['60,000 small objects in 300 streams', () => inStreams(60_000, 20, 200)],
  ['one object of 1,500,000 numbers', () => holding(1_500_000, () => '0')],
  ['one object of 400,000 references', () => holding(400_000, (index) => `${4 + (index % 2)} 0 R`)],
  ['one object of 400,000 references to nothing', () => holding(400_000, (index) => `${1000 + index} 0 R`)],
  ['one object of 300,000 dictionaries', () => holding(300_000, () => '<< /A (b) >>')],
];

describe('judging a file that was signed several times asks for no more than four times its bytes', () => {
  it.each(shapes)('of %s', (_, make) => {
    const { pdf, bytes } = make();
    const file = signed(pdf);
    const most = 4 * (bytes + file.length - pdf.length);
    const { statuses, grown } = judged(file, most);
    expect(statuses).toEqual(Array(signatures).fill(found));
    expect(grown).toBeLessThan(most);
  });

  it('and says that it is too large where an update writes an object of 60,000 values', () => {
    const file = appended(signed(makePdf('x'), 1), objects(60_000, 10, false));
    const most = 4 * file.length;
    const { statuses, grown } = judged(file, most);
    expect(statuses).toEqual(['undecided too-large revocation-not-checked signed-earlier-revision']);
    expect(grown).toBeLessThan(most);
  });
});
