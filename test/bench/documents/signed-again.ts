import { readTrust, verifyPdf } from '@proofs/signatures';
import { issue, issueAuthority } from '../../signing/authority';
import { appended, makePdf, type Part, signPdf, streamOf, withStore } from '../../signing/pdf-maker';
import type { Row } from '../bench';
import { type Line, number } from '../table';

const checkedAt = '2026-11-22T03:00:00.000Z';
const mebibyte = 1024 * 1024;
const signatures = 5;

/**
 * A PDF that was signed five times, with revocation data behind each, so that every revision is compared: processor
 * time of all threads, and what the heap grew by, in sizes of the file. The first check of the process is told
 * apart: it loads and compiles what judges.
 */
export const signedAgain: Row = async ({ isQuick }) => {
  const root = await issueAuthority({ name: 'CN=Root', keys: 'rsa' });
  const signer = await issue({ name: 'CN=Signer', keys: 'rsa' }, root);
  const { trust } = readTrust([{ name: 'root', bytes: root.der }]);
  const lines: Line[] = [];
  for (const [size, wantedMs] of [
    [1, 150],
    [10, 1000],
  ] as const) {
    for (const [how, objects] of [
      ['one stream', 1],
      [`${number(size * 1000)} objects`, size * 1000],
    ] as const) {
      let pdf = holding(size, objects);
      for (let left = signatures; left > 0; left--)
        pdf = withStore(signPdf(pdf, { signer, certificates: [signer] }), { certificates: [root] });
      const spent = Array.from({ length: isQuick ? 5 : 25 }, () => {
        const [busy, before] = [process.cpuUsage(), heldBytes()];
        const verdicts = verifyPdf(pdf, { trust, checkedAt, signedAt: checkedAt });
        const { user, system } = process.cpuUsage(busy);
        if (verdicts.length !== signatures || verdicts.some(({ status }) => status !== 'valid'))
          throw new Error('a good signature was not found valid');
        return { ms: (user + system) / 1000, held: (heldBytes() - before) / pdf.length };
      });
      const [first, ...later] = spent.map(({ ms }) => ms);
      const [least, most] = [Math.min(...later), Math.max(...later)];
      const held = Math.max(0, ...spent.slice(1).map((each) => each.held));
      lines.push({
        row: 'signed-again',
        what: `PDF of ${size} MiB in ${how}, ${signatures} signatures`,
        value: `${number(median(later))} (${number(least)}..${number(most)}) ms, the first ${number(first ?? 0)} ms`,
        wanted: `${number(wantedMs)} ms, memory 4 x the file: ${number(held)} x more held`,
      });
    }
  }
  return lines;
};

/** A PDF of that many MiB, whose page refers to every one of its objects. */
function holding(size: number, objects: number): Buffer {
  const bytes = 'x'.repeat(Math.max(1, Math.floor((size * mebibyte) / objects) - 200));
  const parts = Array.from({ length: objects }, (_, index): Part => {
    const next = 10 + ((index * 7) % objects);
    return [
      10 + index,
      streamOf(bytes, ` /Type /XObject /Subtype /Form /Matrix [1 0 0 1 0 0] /Next ${next} 0 R`),
    ];
  });
  const names = parts.map(([part]) => `/X${part} ${part} 0 R`).join(' ');
  const tree = `<< /Type /Pages /Kids [3 0 R] /Count 1 /Resources << /XObject << ${names} >> >> >>`;
  return appended(makePdf('Cong van'), [...parts, [2, tree]]);
}

function heldBytes(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const median = (values: readonly number[]): number =>
  [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? NaN;
