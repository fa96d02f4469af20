import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { type IncomingMessage, type OutgoingHttpHeaders, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileContentStore } from '@adapters/content-store';
import { LocalIssuer } from '@adapters/identity';
import { connectNats, makeBusKeys, startNatsServer } from '@adapters/messaging';
import { subjects } from '@contracts';
import { noLimits } from '../../flows/no-limits';
import type { Bench, Row } from '../bench';
import { Child, serviceEntry } from '../house';
import { processorMsOf } from '../machine';
import { type Line, number } from '../table';

const [mebibyte, gibibyte] = [1024 ** 2, 1024 ** 3];
const agency = 'H98';
const partBytes = 64 * mebibyte;
const rangeBytes = 64 * 1024;

/** A file to send, and the gateway that takes it. */
interface Setup {
  readonly folder: string;
  readonly source: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly gateway: Child;
  readonly address: string;
  readonly authorization: string;
}

/** One large file up and down through the gateway, beside a plain copy of it (read, write, fsync). */
export const contents: Row = async (bench) => {
  const folder = await mkdtemp(join(tmpdir(), 'lienthong-bench-'));
  const nats = await startNatsServer({ storeDir: join(folder, 'jetstream') });
  const connection = await connectNats({ url: nats.url, name: 'bench' });
  const answer = (subject: string, response: object) =>
    connection.subscribe(subject, {
      callback: (_error, wire) => {
        const { id } = wire.json<{ id: string }>();
        wire.respond(Buffer.from(JSON.stringify({ id, response, isDisposed: true })));
      },
    });
  const bytes = Math.ceil(((bench.sizes.gib ?? (bench.isQuick ? 1 : 10)) * gibibyte) / mebibyte) * mebibyte;
  // In the place of the directory, the read models and audit: the sender is in post, the file may be read, and who
  // reads it is recorded.
  answer(subjects.officerStanding, { ok: true, answer: { agency: 'open', roles: ['Clerk'] } });
  const access = { mediaType: 'application/octet-stream', name: 'tep.bin', size: 1 };
  answer(subjects.contentAccess, { ok: true, answer: access });
  answer(subjects.recordLooks, { ok: true, answer: {}, position: '0' });
  await makeBusKeys(join(folder, 'identity', 'bus-keys'));
  const gateway = await Child.start(serviceEntry('gateway'), {
    NATS_URL: nats.url,
    LIENTHONG_DATA_DIR: folder,
    LIENTHONG_LOG_DIR: join(folder, 'logs'),
    LIENTHONG_PORT: '0',
    LIENTHONG_CONTENT_MAX_BYTES: String(bytes),
    LIENTHONG_UPLOAD_QUOTA_BYTES: String(2 * bytes),
    ...noLimits,
  });
  try {
    return await measured(bench, bytes, folder, gateway);
  } finally {
    await gateway.stop();
    await connection.close();
    await nats.stop();
    await rm(folder, { recursive: true, force: true });
  }
};

async function measured(bench: Bench, bytes: number, folder: string, gateway: Child): Promise<Line[]> {
  const source = join(folder, 'source');
  const sha256 = await made(source, bytes);
  const issuer = await LocalIssuer.open(join(folder, 'identity'));
  const token = await issuer.issue({ sub: `clerk.${agency}`, agency, roles: ['Clerk'] });
  const address = String(gateway.handshake['address']);
  const setup = { folder, source, bytes, sha256, gateway, address, authorization: `Bearer ${token}` };
  await forgetPeak(gateway.pid);
  const idle = await peakOf(gateway.pid);
  const steps: [string, (setup: Setup) => Promise<void>][] = [
    ['upload in one piece (PUT)', put],
    [`upload in parts of ${partBytes / mebibyte} MiB (tus)`, sendInParts],
    ['download', download],
  ];
  const lines: Line[] = [];
  let before = await rateOf(bytes, () => copy(setup));
  for (const [what, step] of steps) {
    await forgetPeak(gateway.pid);
    const busyBefore = await processorMsOf(gateway.pid);
    const rate = await rateOf(bytes, () => step(setup));
    const busy = ((await processorMsOf(gateway.pid)) - busyBefore) / 1_000 / (bytes / gibibyte);
    const peak = await peakOf(gateway.pid);
    const after = await rateOf(bytes, () => copy(setup));
    const against = (before + after) / 2;
    const memory = `memory at most ${number(peak)} MB, ${number(idle)} MB before`;
    lines.push({
      row: 'contents',
      what: `${what}, ${number(bytes / mebibyte)} MiB`,
      value: `${number(rate)} MB/s, ${number(busy)} s of the processor a GiB; ${memory}`,
      against: `copy with fsync: ${number(against)} MB/s`,
      ratio: `**${number(rate / against)}**`,
    });
    bench.say(
      `  ${what}: ${number(rate)} MB/s, ${number(busy)} s/GiB, copy ${number(against)} MB/s, ${number(peak)} MB`,
    );
    before = after;
  }
  return [...lines, await rangesOf(setup, bench.isQuick ? 50 : 500)];
}

/** Of any document: whoever answers in the place of the read models says that it may be read. */
const partAt = ({ sha256 }: Setup): string => `/documents/${randomUUID()}/contents/${sha256}`;

async function rangesOf(setup: Setup, count: number): Promise<Line> {
  const timesMs: number[] = [];
  for (let n = 0; n < count; n++) {
    const first = Math.floor(Math.random() * (setup.bytes - rangeBytes));
    const started = performance.now();
    const range = `bytes=${first}-${first + rangeBytes - 1}`;
    const got = await asked(setup, 'GET', partAt(setup), { range });
    if (got.status !== 206 || got.bytes !== rangeBytes) throw new Error(`a range was answered ${got.status}`);
    timesMs.push(performance.now() - started);
  }
  timesMs.sort((a, b) => a - b);
  const at = (share: number): string => number(timesMs[Math.floor(share * (count - 1))] as number);
  const what = `a range of ${rangeBytes / 1024} KiB anywhere, checked`;
  return { row: 'contents', what, value: `p50 ${at(0.5)} ms, p95 ${at(0.95)} ms of ${count}` };
}

async function put(setup: Setup): Promise<void> {
  const headers = { 'content-secrecy': 'none', 'content-length': setup.bytes };
  const { status } = await asked(setup, 'PUT', `/contents/${setup.sha256}`, headers, {
    from: 0,
    to: setup.bytes,
  });
  if (status !== 201) throw new Error(`the upload was answered ${status}`);
}

async function sendInParts(setup: Setup): Promise<void> {
  const tus = { 'tus-resumable': '1.0.0' };
  const begun = await asked(setup, 'POST', '/uploads', {
    ...tus,
    'content-secrecy': 'none',
    'upload-length': setup.bytes,
    'upload-metadata': `sha256 ${Buffer.from(setup.sha256).toString('base64')}`,
  });
  for (let from = 0; from < setup.bytes; from += partBytes) {
    const to = Math.min(from + partBytes, setup.bytes);
    const headers = { ...tus, 'upload-offset': from, 'content-type': 'application/offset+octet-stream' };
    const length = { 'content-length': to - from };
    const { status } = await asked(setup, 'PATCH', begun.location, { ...headers, ...length }, { from, to });
    if (status !== 204) throw new Error(`the part at ${from} was answered ${status}`);
  }
  const store = await FileContentStore.open(join(setup.folder, 'contents'));
  await store.keep(agency, setup.sha256);
}

async function download(setup: Setup): Promise<void> {
  const { status, bytes } = await asked(setup, 'GET', partAt(setup), {});
  if (status !== 200 || bytes !== setup.bytes) throw new Error(`${bytes} bytes came with ${status}`);
}

interface Answered {
  readonly status: number;
  readonly bytes: number;
  readonly location: string;
}

/** One request, its body a part of the source; the answer is read to its end and counted. */
function asked(
  { address, authorization, source }: Setup,
  method: string,
  path: string,
  headers: OutgoingHttpHeaders,
  part?: { readonly from: number; readonly to: number },
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const sent = request(address + path, { method, headers: { authorization, ...headers } });
    sent.once('error', reject);
    sent.once('response', (response: IncomingMessage) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => (bytes += chunk.byteLength));
      response.once('error', reject);
      response.once('end', () =>
        resolve({ status: response.statusCode ?? 0, bytes, location: response.headers.location ?? '' }),
      );
    });
    if (part === undefined) return void sent.end();
    createReadStream(source, { start: part.from, end: part.to - 1, highWaterMark: mebibyte }).pipe(sent);
  });
}

async function copy({ source, folder }: Setup): Promise<void> {
  const path = join(folder, 'copy');
  const file = await open(path, 'w');
  for await (const chunk of createReadStream(source, { highWaterMark: mebibyte }))
    await file.write(chunk as Buffer);
  await file.sync();
  await file.close();
  await rm(path);
}

/** MB/s. */
async function rateOf(bytes: number, work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return bytes / 1_000 / (performance.now() - started);
}

async function made(path: string, bytes: number): Promise<string> {
  const hash = createHash('sha256');
  const chunk = randomBytes(mebibyte);
  const file = await open(path, 'w');
  for (let at = 0; at < bytes; at += mebibyte) {
    chunk.writeBigUInt64LE(BigInt(at));
    hash.update(chunk);
    await file.write(chunk);
  }
  await file.close();
  return hash.digest('hex');
}

const forgetPeak = (pid: number): Promise<void> => writeFile(`/proc/${pid}/clear_refs`, '5');

/** The most memory a process held since it was last forgotten, MB (Linux). */
async function peakOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) / 1_000;
}
