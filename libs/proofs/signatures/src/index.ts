export { Allowance } from './allowance';
export {
  type Expected,
  type FindingCode,
  findingCodes,
  type SignerKind,
  statusOf,
  type Verdict,
} from './verdict';
export { type Trust, type TrustFile, readTrust } from './trust';
export { type Content } from './signer';
export { type Circumstances, verifyDetached } from './cms';
export { pdfBytesMax } from './pdf';
export { verifyPdf } from './pades';
