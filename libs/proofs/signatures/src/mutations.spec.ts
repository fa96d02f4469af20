import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { timestampBeside } from '../../../../test/signing/answers-maker';
import { type Holder, issue, issueAuthority, revocationList } from '../../../../test/signing/authority';
import { makeCms } from '../../../../test/signing/cms-maker';
import {
  appended,
  makePdf,
  signPdf,
  stampPdf,
  streamOf,
  withStore,
} from '../../../../test/signing/pdf-maker';
import { verifyDetached } from './cms';
import { verifyPdf } from './pades';
import { readTrust, type Trust } from './trust';
import type { Verdict } from './verdict';

/**
 * Seeded changes of signed files: nothing throws, and no signature is taken whose signed bytes are others.
 * `npm run test:mutations` makes 10,000; LIENTHONG_MUTATION_SEED takes others than the usual ones.
 */
const count = Number(process.env['LIENTHONG_MUTATIONS'] ?? 200);
const seed = Number(process.env['LIENTHONG_MUTATION_SEED'] ?? 28);
const checkedAt = '2026-11-22T03:00:00.000Z';

const folder = join(__dirname, '../../../../test/signing/made-elsewhere');
let trust: Trust;
let pdfs: readonly Buffer[];
let signatures: readonly { readonly cms: Buffer; readonly content: Buffer }[];

beforeAll(async () => {
  const root = await issueAuthority({ name: 'CN=Root of the test' });
  const signer = await issue({ name: 'CN=x' }, root);
  const clock = await issue({ name: 'CN=t', purposes: ['1.3.6.1.5.5.7.3.8'] }, root);
  const elsewhere = { name: 'elsewhere', bytes: readFileSync(join(folder, 'root.cer')) };
  trust = readTrust([{ name: 'root', bytes: root.der }, elsewhere]).trust;
  pdfs = [...(await madePdfs(root, signer, clock)), readFileSync(join(folder, 'archived.pdf'))];
  const content = Buffer.from('Cong van 05');
  const unsigned = timestampBeside(clock, checkedAt);
  signatures = [{}, { bare: true }, { certificates: [signer, root] }, { unsigned }].map((more) => ({
    cms: Buffer.from(makeCms(content, { signer, at: checkedAt, ...more })),
    content,
  }));
});

async function madePdfs(root: Holder, signer: Holder, clock: Holder): Promise<Buffer[]> {
  const list = await revocationList(root, [], {
    thisUpdate: '2026-11-22T02:00:00Z',
    nextUpdate: '2026-11-23T02:00:00Z',
  });
  const wish = { signer, room: 1024 };
  return [false, true].flatMap((packed) => {
    const one = signPdf(makePdf('Quyet dinh', { packed }), wish);
    const certified = ' /Reference [<< /TransformMethod /DocMDP /TransformParams << /P 2 >> >>]';
    return [
      one,
      signPdf(one, { ...wish, rectangle: '9 9 99 99' }),
      stampPdf(withStore(one, { certificates: [root], lists: [list], packed }), clock, checkedAt),
      signPdf(signPdf(makePdf('x', { packed }), { ...wish, inSignature: certified }), wish),
      appended(one, [[90, streamOf('x')]]),
    ];
  });
}

/** A number from 0 below the bound; mulberry32, the same for the same seed. */
function numbers(start: number): (below: number) => number {
  let state = start;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const words = [
  'null',
  '/Type',
  ' 0 R',
  '<<',
  '>>',
  'endobj\n',
  'stream\n',
  'startxref\n',
  '/Prev 0',
  'trailer',
  '\0',
  '9',
];

/** Changes of all kinds that a slip, a repair or an attacker makes, up to three in one file. */
function mutated(bytes: Buffer, others: readonly Buffer[], pick: (below: number) => number): Buffer {
  let copy = Buffer.from(bytes);
  for (let left = 1 + pick(3); left > 0; left--) {
    const [at, length] = [pick(copy.length), 1 + pick(64)];
    const rest = copy.subarray(Math.min(copy.length, at + length));
    const other = others[pick(others.length)] ?? bytes;
    const from = pick(other.length);
    const kinds: (() => Buffer)[] = [
      () => copy.fill((copy[at] ?? 0) ^ (1 << pick(8)), at, at + 1),
      () => copy.fill(pick(256), at, at + 1),
      () => Buffer.concat([copy.subarray(0, at), rest]),
      () =>
        Buffer.concat([
          copy.subarray(0, at),
          Buffer.from(words[pick(words.length)] ?? ''),
          copy.subarray(at),
        ]),
      () => Buffer.concat([copy.subarray(0, at + length), copy.subarray(at)]),
      () => Buffer.concat([copy.subarray(0, at), other.subarray(from, from + length), rest]),
      () => copy.subarray(0, Math.max(1, at)),
      () => Buffer.concat([copy, other.subarray(from)]),
      () => digitChanged(copy, at, pick),
    ];
    copy = Buffer.from(kinds[pick(kinds.length)]?.() ?? copy);
    if (copy.length === 0) return Buffer.from([pick(256)]);
  }
  return copy;
}

function digitChanged(bytes: Buffer, from: number, pick: (below: number) => number): Buffer {
  for (let at = from; at < bytes.length; at++) {
    const code = bytes[at] ?? 0;
    if (code >= 0x30 && code <= 0x39) return bytes.fill(0x30 + pick(10), at, at + 1);
  }
  return bytes;
}

const isTaken = ({ status }: Verdict): boolean => status === 'valid' || status === 'weak';

/** What a signature that ends there covers: everything before it but its hole. */
function coveredIn(pdf: Buffer, end: number): string[] {
  const text = pdf.toString('latin1', 0, end);
  return [...text.matchAll(/\/ByteRange\s*\[0\s+(\d+)\s+(\d+)\s+(\d+)\s*\]/g)]
    .filter(([, , after, length]) => Number(after) + Number(length) === end)
    .map(([, from, after]) => text.slice(0, Number(from)) + text.slice(Number(after)));
}

it(`${count} changed PDFs: nothing throws, and nothing is taken that nobody signed`, () => {
  const pick = numbers(seed);
  const circumstances = { trust, checkedAt, signedAt: checkedAt };
  const signed = new Set(
    pdfs.flatMap((pdf) =>
      verifyPdf(pdf, circumstances).flatMap(({ evidence }) => coveredIn(pdf, evidence.covered?.bytes ?? 0)),
    ),
  );
  expect(signed.size).toBeGreaterThan(8);
  let taken = 0;
  for (let round = 0; round < count; round++) {
    const bytes = mutated(pdfs[round % pdfs.length] as Buffer, pdfs, pick);
    for (const verdict of verifyPdf(bytes, circumstances).filter(isTaken)) {
      taken += 1;
      const covered = coveredIn(bytes, verdict.evidence.covered?.bytes ?? 0);
      if (!covered.some((each) => signed.has(each)))
        throw new Error(`round ${round} of seed ${seed} is taken`);
    }
  }
  // Changes behind the last signature or in room that nobody signed leave some as they were.
  expect(taken).toBeGreaterThan(0);
  expect(taken).toBeLessThan(count);
});

it(`${count} changed signatures and contents: nothing throws, and no other content is taken`, () => {
  const pick = numbers(seed);
  const all = signatures.map(({ cms }) => cms);
  for (let round = 0; round < count; round++) {
    const { cms, content } = signatures[round % signatures.length] as (typeof signatures)[number];
    const other = mutated(content, all, pick);
    const circumstances = { trust, checkedAt };
    const changed = mutated(cms, all, pick);
    verifyDetached(changed, { bytes: content }, circumstances);
    const wrong = [
      ...verifyDetached(cms, { bytes: other }, circumstances),
      ...verifyDetached(changed, { bytes: other }, circumstances),
    ];
    if (!other.equals(content) && wrong.some(isTaken))
      throw new Error(`round ${round} of seed ${seed} is taken`);
  }
  expect(
    signatures.every(({ cms, content }) =>
      verifyDetached(cms, { bytes: content }, { trust, checkedAt }).every(isTaken),
    ),
  ).toBe(true);
});
