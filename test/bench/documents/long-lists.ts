import { readTrust, verifyPdf } from '@proofs/signatures';
import { issue, issueAuthority } from '../../signing/authority';
import { longList } from '../../signing/long-list';
import { makePdf, signPdf, withStore } from '../../signing/pdf-maker';
import type { Row } from '../bench';
import { compared, type Slice } from '../pairs';
import { comparedLine } from '../table';

const checkedAt = '2026-11-22T03:00:00.000Z';

/** A signed PDF with one packed revocation list in its store, beside the same one with an empty list. */
export const longLists: Row = async (bench) => {
  const root = await issueAuthority({ name: 'CN=Root' });
  const signer = await issue({ name: 'CN=Signer' }, root);
  const { trust } = readTrust([{ name: 'root', bytes: root.der }]);
  const holding = (entries: number, authority?: typeof root) =>
    withStore(signPdf(makePdf('Cong van'), { signer }), {
      lists: [longList(entries, authority)],
      packed: true,
    });
  const timed =
    (pdf: Buffer): Slice =>
    (ms) => {
      const started = performance.now();
      let done = 0;
      do {
        const [verdict] = verifyPdf(pdf, { trust, checkedAt, signedAt: checkedAt });
        if (verdict?.status !== 'valid') throw new Error('a good signature was not found valid');
        done++;
      } while (performance.now() - started < ms);
      return Promise.resolve((performance.now() - started) / done);
    };
  const lines = [];
  for (const entries of [30_000, 419_000]) {
    for (const [of, authority] of [
      ['of nobody', undefined],
      ['of the authority', root],
    ] as const) {
      const result = await compared(timed(holding(entries, authority)), timed(holding(1, authority)), bench);
      const what = `PDF with a packed list of ${entries.toLocaleString('en-US')} entries ${of}`;
      const row = { row: 'long-lists', what, unit: 'ms', against: 'the same with one entry' };
      lines.push(comparedLine(row, result));
    }
  }
  return lines;
};
