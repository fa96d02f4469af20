import { createHash } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import {
  type ContentSettings,
  type ContentStore,
  ContentStoreUnavailable,
  openContentStore,
} from '@adapters/content-store';
import {
  Allowance,
  type Circumstances,
  type Content,
  pdfBytesMax,
  readTrust,
  type Trust,
  type TrustFile,
  type Verdict,
  verifyDetached,
  verifyPdf,
} from '@proofs/signatures';
import type { Numbered, Started } from '@runtime';

/** The files of the folder of trust roots, in memory that the threads have in common. */
export interface TrustFiles {
  /** Another one for other files: what was read of them is kept until it changes. */
  readonly stamp: string;
  readonly files: readonly TrustFile[];
}

/** One content part with the signatures in it and beside it that are to be judged. */
export interface FileToJudge {
  readonly sha256: string;
  readonly size: number;
  readonly isPdf: boolean;
  /** Detached ones, DER. */
  readonly cms: readonly Uint8Array[];
}

/** What was found in the file (nothing when nobody asked), and on each detached signature in the order given. */
export interface FileVerdicts {
  readonly inside: readonly Verdict[];
  readonly beside: readonly (readonly Verdict[])[];
}

export interface Judgement {
  readonly trust: TrustFiles;
  readonly files: readonly FileToJudge[];
  readonly circumstances: Omit<Circumstances, 'trust' | 'allowance'>;
}

/** The content store is away: a class does not travel between threads. */
export interface Away {
  readonly away: string;
}

/** Of the digests a signature may be made with, those that are not the address of the content. */
const digestNames = ['md5', 'sha1', 'sha224', 'sha384', 'sha512'] as const;

let contents: Promise<ContentStore> | undefined;
let known: { readonly stamp: string; readonly trust: Trust; readonly unread: readonly string[] } | undefined;

/** Judges the files of one command, each once. */
export async function judge({
  id,
  trust,
  files,
  circumstances,
}: Numbered<Judgement>): Promise<readonly FileVerdicts[] | Away> {
  begun(id);
  const under = { ...circumstances, trust: read(trust).trust, allowance: Allowance.ofCommand() };
  const verdicts: FileVerdicts[] = [];
  try {
    for (const file of files) verdicts.push(await verdictsOn(file, under));
    return verdicts;
  } catch (error) {
    if (error instanceof ContentStoreUnavailable) return { away: error.path };
    throw error;
  }
}

/** Names of the files of the folder of trust roots that hold neither certificate, list nor answer. */
export function survey({ id, trust }: Numbered<{ readonly trust: TrustFiles }>): readonly string[] {
  begun(id);
  return read(trust).unread;
}

const begun = (id: number): void => parentPort?.postMessage({ started: id } satisfies Started);

function read({ stamp, files }: TrustFiles) {
  if (known?.stamp !== stamp) known = { stamp, ...readTrust(files) };
  return known;
}

async function verdictsOn(file: FileToJudge, circumstances: Circumstances): Promise<FileVerdicts> {
  const { sha256, size, isPdf, cms } = file;
  let bytes: Promise<Uint8Array> | undefined;
  const whole = () => (bytes ??= bytesOf(sha256));
  const inside =
    isPdf && size <= pdfBytesMax ? verifyPdf(await whole(), circumstances, sha256) : ([] as const);
  const beside: (readonly Verdict[])[] = [];
  const digests = new Map<string, string>([['sha256', sha256]]);
  for (const signature of cms) {
    const by = (content: Content) => verifyDetached(signature, content, circumstances);
    const verdicts = by({ digests: Object.fromEntries(digests) });
    const wants = (finding: Verdict['findings'][number]) =>
      verdicts.filter(({ findings }) => findings.includes(finding));
    if (wants('content-bytes-needed').length > 0 && size <= pdfBytesMax) {
      beside.push(by({ bytes: await whole() }));
    } else if (wants('digest-not-given').length > 0) {
      await addDigests(digests, sha256, wants('digest-not-given'));
      beside.push(by({ digests: Object.fromEntries(digests) }));
    } else beside.push(verdicts);
  }
  return { inside, beside };
}

async function bytesOf(sha256: string): Promise<Uint8Array> {
  const { size, stream } = await (await store()).read(sha256);
  const bytes = Buffer.allocUnsafeSlow(size);
  let filled = 0;
  for await (const chunk of stream) filled += (chunk as Buffer).copy(bytes, filled);
  return bytes.subarray(0, filled);
}

/** One more pass over the content for those that a signature wants: its digest is known with its certificate only. */
async function addDigests(
  digests: Map<string, string>,
  sha256: string,
  wanting: readonly Verdict[],
): Promise<void> {
  const named = wanting.map(({ evidence }) => evidence.algorithm?.digest);
  const missing = digestNames.filter(
    (name) => !digests.has(name) && (named.includes(undefined) || named.includes(name)),
  );
  if (missing.length === 0) return;
  const hashes = missing.map((name) => [name, createHash(name)] as const);
  const { stream } = await (await store()).read(sha256);
  for await (const chunk of stream) for (const [, hash] of hashes) hash.update(chunk as Buffer);
  for (const [name, hash] of hashes) digests.set(name, hash.digest('hex'));
}

const store = (): Promise<ContentStore> => (contents ??= openContentStore(workerData as ContentSettings));
