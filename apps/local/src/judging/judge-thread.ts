import { readFileSync, statSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import {
  type Circumstances,
  pdfBytesMax,
  readTrust,
  type TrustFile,
  type Verdict,
  verifyDetached,
  verifyPdf,
} from '@proofs/signatures';

export interface JudgeSettings {
  /** Certificates, lists and answers to trust. */
  readonly trust: readonly TrustFile[];
  /** Instant. */
  readonly checkedAt: string;
}

export interface FileToJudge {
  readonly path: string;
  /** What a detached signature is beside of, where there is such a file. */
  readonly beside: string | undefined;
}

export type FileJudged = { readonly verdicts: readonly Verdict[] } | { readonly tooLarge: true };

const { trust, checkedAt } = workerData as JudgeSettings;
const circumstances: Circumstances = { trust: readTrust(trust).trust, checkedAt };

parentPort?.on('message', (file: FileToJudge) => {
  parentPort?.postMessage(judged(file));
});

function judged({ path, beside }: FileToJudge): FileJudged | { readonly failed: string } {
  try {
    if ([path, ...(beside === undefined ? [] : [beside])].some((each) => statSync(each).size > pdfBytesMax))
      return { tooLarge: true };
    const bytes = readFileSync(path);
    if (path.toLowerCase().endsWith('.pdf')) return { verdicts: verifyPdf(bytes, circumstances) };
    const content = beside === undefined ? { digests: {} } : { bytes: readFileSync(beside) };
    return { verdicts: verifyDetached(derIn(bytes), content, circumstances) };
  } catch (error) {
    return { failed: String(error) };
  }
}

/** Signatures are kept as DER, as PEM or as bare base64. */
function derIn(bytes: Buffer): Buffer {
  const sequence = 0x30;
  if (bytes[0] === sequence) return bytes;
  const text = bytes.toString('latin1').replace(/-----[A-Z0-9 ]+-----/g, '');
  return /^[A-Za-z0-9+/=\s]+$/.test(text) ? Buffer.from(text, 'base64') : bytes;
}
