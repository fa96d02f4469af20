import { createHash } from 'node:crypto';
import { type FileHandle, readFile } from 'node:fs/promises';

/** Of what a state was kept. Whatever is another one now makes it useless. */
export interface SnapshotOf {
  readonly stream: string;
  /** Of the last event folded, in decimal digits. */
  readonly revision: string;
  /** Of that event. */
  readonly eventId: string;
  /** When the store took it; a repeat of its command on a store that was brought back has the same id. */
  readonly recordedAt: string;
  readonly storeId: string;
  readonly epoch: number;
  /** Of the code that folds, and of this form of file. */
  readonly code: string;
}

export interface Snapshot {
  readonly of: SnapshotOf;
  /** Parsed one by one as they are asked for. */
  readonly parts: Iterable<unknown>;
}

/** About so much is written in one go, bytes; the rest of the process has its turn in between. */
const writtenAtOnce = 64 * 1024;
const newline = 0x0a;
/** A SHA-256 in hexadecimal digits, and the end of its line. */
const sumLength = 65;

/** A line of JSON for what it is of, one for each part, and one with the SHA-256 of all before it. Answers bytes. */
export async function writeSnapshot(
  file: FileHandle,
  of: SnapshotOf,
  parts: Iterable<unknown>,
): Promise<number> {
  const sum = createHash('sha256');
  let bytes = 0;
  const write = async (text: string): Promise<void> => {
    const chunk = Buffer.from(text);
    sum.update(chunk);
    bytes += chunk.length;
    await file.appendFile(chunk);
  };
  let waiting = `${JSON.stringify(of)}\n`;
  for (const part of parts) {
    waiting += `${JSON.stringify(part)}\n`;
    if (waiting.length < writtenAtOnce) continue;
    await write(waiting);
    waiting = '';
  }
  await write(waiting);
  await file.appendFile(`${sum.digest('hex')}\n`);
  return bytes + sumLength;
}

/** Nothing when the file is torn or was changed. @throws what the file system says */
export async function readSnapshot(path: string): Promise<Snapshot | undefined> {
  const bytes = await readFile(path);
  const body = bytes.subarray(0, Math.max(0, bytes.length - sumLength));
  const sum = createHash('sha256').update(body).digest('hex');
  if (body.length === 0 || `${sum}\n` !== bytes.toString('latin1', body.length)) return undefined;
  const [of, ...parts] = linesOf(body);
  return { of: JSON.parse(text(of)) as SnapshotOf, parts: parsed(parts) };
}

const text = (line: Buffer | undefined): string => line?.toString() ?? '';

function* linesOf(body: Buffer): Generator<Buffer> {
  for (let from = 0; from < body.length;) {
    const end = body.indexOf(newline, from);
    yield body.subarray(from, end);
    from = end + 1;
  }
}

function* parsed(lines: readonly Buffer[]): Generator<unknown> {
  for (const line of lines) yield JSON.parse(text(line));
}
