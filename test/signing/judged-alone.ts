import { readFileSync, writeFileSync } from 'node:fs';
import { workerData } from 'node:worker_threads';
import { readTrust, verifyPdf } from '@proofs/signatures';

/**
 * A thread of a process of its own that judges a file of the folder, which has `root.cer` and `small.pdf` besides.
 * Prints what the process grew by at most from where the small file was judged, and what was found.
 */
const { folder, file } = workerData as { readonly folder: string; readonly file: string };
const { trust } = readTrust([{ name: 'root', bytes: readFileSync(`${folder}/root.cer`) }]);
const checkedAt = '2026-11-22T03:00:00.000Z';

const peakBytes = (): number =>
  1024 * Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'latin1'))?.[1]);
const judged = (name: string) =>
  verifyPdf(readFileSync(`${folder}/${name}`), { trust, checkedAt, signedAt: checkedAt });

judged('small.pdf');
// From here on Linux counts the peak anew: compiling what judges took more.
writeFileSync('/proc/self/clear_refs', '5');
const before = peakBytes();
const verdicts = judged(file);
const grown = peakBytes() - before;
const statuses = verdicts.map(({ status, findings }) => [status, ...findings].join(' '));
process.stdout.write(JSON.stringify({ statuses, grown }));
