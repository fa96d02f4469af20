import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { subjects } from '@contracts';
import { problemType } from '../../apps/gateway/src/edge/problem';
import { Edge, problemIn, type Visitor } from './edge';
import { type Province, startProvince } from './province';

const agency = 'H99.1';
const mebibyte = 1024 * 1024;

let province: Province;
let edge: Edge;
let clerk: Visitor;
let counted = 0;

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const contentsFolder = (): string => join(province.context.configuration.dataDir, 'contents');
const uploads = (): Promise<string[]> => readdir(join(contentsFolder(), 'incoming', agency)).catch(() => []);
/** As a part of some document. */
const at = (sha256: string): string => `/documents/${randomUUID()}/contents/${sha256}`;
const keptFile = (sha256: string): string => join(contentsFolder(), 'sha256', sha256.slice(0, 2), sha256);

/** Answers in the place of the read models and the exchange: every file may be read, refusals are counted. */
function listen(): void {
  const answer = (subject: string, reply: () => object) =>
    province.context.connection.subscribe(subject, {
      callback: (_error, wire) => {
        const { id } = wire.json<{ id: string }>();
        wire.respond(Buffer.from(JSON.stringify({ id, response: reply(), isDisposed: true })));
      },
    });
  const access = { mediaType: 'text/html', name: 'Tờ trình.html', size: 1 };
  answer(subjects.contentAccess, () => ({ ok: true, answer: access }));
  answer(subjects.countRefusedSecret, () => {
    counted++;
    return { ok: true, answer: {}, position: `${province.storeId}.1` };
  });
}

async function kept(bytes: Uint8Array): Promise<string> {
  const sha256 = hashOf(bytes);
  await province.contentStore.receive(agency, sha256, Readable.from([bytes]), { bytesMax: bytes.length });
  await province.contentStore.keep(agency, sha256);
  return sha256;
}

async function changedOnDisk(bytes: Buffer): Promise<string> {
  const sha256 = await kept(bytes);
  const last = bytes.length - 1;
  bytes.writeUInt8(bytes.readUInt8(last) ^ 1, last);
  await rm(keptFile(sha256));
  await writeFile(keptFile(sha256), bytes);
  return sha256;
}

/** An upload whose bytes the test sends itself. */
function uploading(sha256: string, headers: Readonly<Record<string, string | number>>): ClientRequest {
  return request(`${edge.address}/contents/${sha256}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${clerk.token}`, 'content-secrecy': 'none', ...headers },
  });
}

async function answerTo(sent: ClientRequest): Promise<{ status: number; text: string; headers: object }> {
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  let text = '';
  for await (const chunk of response) text += String(chunk);
  return { status: response.statusCode ?? 0, text, headers: response.headers };
}

beforeAll(async () => {
  province = await startProvince({ services: ['directory', 'audit'], settings: { LIENTHONG_PORT: '0' } });
  await province.found();
  listen();
  edge = await Edge.start(province.context);
  clerk = await edge.as(agency, 'Clerk');
});
afterAll(async () => {
  await edge.stop();
  await province.stop();
});

describe('an upload', () => {
  it('is taken as bytes, whatever it says it is, and is the same twice', async () => {
    const bytes = Buffer.from('{"not": "read as JSON"');
    for (const [type, status] of [
      ['application/json', 201],
      ['text/plain; charset=utf-16', 200],
      ['', 200],
    ] as const) {
      const answer = await clerk.upload(hashOf(bytes), bytes, { 'content-type': type });
      expect([answer.status, answer.body]).toEqual([status, { sha256: hashOf(bytes), size: bytes.length }]);
    }
  });

  it('streams through: 64 MiB come and go whole', async () => {
    const bytes = randomBytes(64 * mebibyte);
    expect((await clerk.upload(hashOf(bytes), bytes)).status).toBe(201);
    await province.contentStore.keep(agency, hashOf(bytes));
    const response = await fetch(edge.address + at(hashOf(bytes)), {
      headers: { authorization: `Bearer ${clerk.token}` },
    });
    expect(hashOf(new Uint8Array(await response.arrayBuffer()))).toBe(hashOf(bytes));
  });

  it('that is not what it says it is leaves nothing', async () => {
    const before = await uploads();
    const bytes = Buffer.from('một văn bản');
    const answer = await clerk.upload(hashOf(bytes), bytes, { 'content-type': 'application/pdf' });
    expect([answer.status, problemIn(answer).type]).toEqual([422, problemType('content:type-mismatch')]);
    const { detail, detailVi } = problemIn(answer).errors?.[0] ?? {};
    expect([detail, detailVi]).toEqual([
      'is said to be application/pdf and is plain text',
      'được khai là application/pdf nhưng nội dung là văn bản thuần',
    ]);
    expect(await uploads()).toEqual(before);
  });

  it.each<[string, Readonly<Record<string, string | number>>]>([
    ['announced', { 'content-length': 0 }],
    ['in chunks', { 'transfer-encoding': 'chunked', 'content-type': 'Application/PDF' }],
  ])('of 0 bytes, %s, has a problem of its own and leaves nothing', async (_, headers) => {
    const before = await uploads();
    const sent = uploading(hashOf(Buffer.alloc(0)), headers);
    sent.end();
    const { status, text } = await answerTo(sent);
    expect([status, text]).toEqual([422, expect.stringContaining(problemType('content:empty'))]);
    expect(await uploads()).toEqual(before);
  });

  it('says of what it is without regard to case', async () => {
    const bytes = Buffer.from('%PDF-1.7 x');
    const answer = await clerk.upload(hashOf(bytes), bytes, { 'content-type': 'Application/PDF' });
    expect(answer.status).toBe(201);
  });

  it('of other bytes than named leaves nothing', async () => {
    const before = await uploads();
    const answer = await clerk.upload('e'.repeat(64), randomBytes(3 * mebibyte));
    expect(problemIn(answer).type).toBe(problemType('content:hash-mismatch'));
    expect(await uploads()).toEqual(before);
  });

  it('that its sender breaks off leaves nothing', async () => {
    const before = await uploads();
    const sent = uploading('f'.repeat(64), { 'content-length': 2 * mebibyte, expect: '100-continue' });
    sent.on('error', () => undefined);
    sent.flushHeaders();
    await once(sent, 'continue');
    sent.write(randomBytes(mebibyte));
    const [socket] = await Promise.all([
      Promise.resolve(sent.socket),
      new Promise((done) => sent.once('drain', done)),
    ]);
    socket?.destroy();
    await edge.gateway.stop();
    expect(await uploads()).toEqual(before);
    edge = await Edge.start(province.context);
    clerk = await edge.as(agency, 'Clerk');
  });

  it('that bears a mark is refused before a byte is asked for', async () => {
    const before = counted;
    const sent = uploading('a'.repeat(64), {
      'content-length': 5 * mebibyte,
      'content-secrecy': 'mat',
      expect: '100-continue',
    });
    let asked = false;
    sent.once('continue', () => (asked = true));
    sent.flushHeaders();
    const { status, text } = await answerTo(sent);
    sent.destroy();
    expect([status, asked, counted]).toEqual([422, false, before + 1]);
    expect(text).toContain(problemType('content:secret-content'));
  });

  it('that is refused while it comes still reads why', async () => {
    const sent = uploading('a'.repeat(64), { 'content-length': 900 * mebibyte, 'content-secrecy': 'mat' });
    sent.on('error', () => undefined);
    const answered = answerTo(sent);
    const chunk = Buffer.alloc(mebibyte);
    for (let count = 0; count < 20; count++) sent.write(chunk);
    expect((await answered).text).toContain(problemType('content:secret-content'));
    sent.destroy();
  });
});

describe('a download', () => {
  it('is offered for saving, never for showing', async () => {
    const sha256 = await kept(Buffer.from('<script>alert(1)</script>'));
    const { headers, text } = await clerk.get(at(sha256));
    expect(text).toBe('<script>alert(1)</script>');
    expect(headers.get('content-disposition')).toBe(
      `attachment; filename="To trinh.html"; filename*=UTF-8''T%E1%BB%9D%20tr%C3%ACnh.html`,
    );
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('etag')).toBe(`"${sha256}"`);
    expect(headers.get('repr-digest')).toBe(`sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`);
  });

  it('is not sent again to who has it', async () => {
    const sha256 = await kept(Buffer.from('đã có'));
    const again = await clerk.get(at(sha256), { 'if-none-match': `W/"x", "${sha256}"` });
    expect([again.status, again.text]).toEqual([304, '']);
    expect((await clerk.get(at(sha256), { 'if-none-match': '"x"' })).status).toBe(200);
  });

  it('can be asked for by its head', async () => {
    const sha256 = await kept(Buffer.from('đầu'));
    const head = await clerk.send<string>('HEAD', at(sha256), undefined);
    expect([head.status, head.text]).toEqual([200, '']);
    expect(head.headers.get('content-length')).toBe(String(Buffer.byteLength('đầu')));
  });

  it('of a file that was changed on disk never arrives whole', async () => {
    const sha256 = await changedOnDisk(randomBytes(3 * mebibyte));
    await expect(clerk.get(at(sha256))).rejects.toThrow();
    expect((await clerk.get('/me')).status).toBe(200);
  });

  it('of a small file that was changed on disk says so', async () => {
    const sha256 = await changedOnDisk(randomBytes(10));
    const answer = await clerk.get(at(sha256));
    expect(problemIn(answer).type).toBe(problemType('content:not-readable'));
    for (const name of ['etag', 'content-disposition', 'repr-digest'])
      expect(answer.headers.has(name)).toBe(false);
  });

  it('of a file that is gone says so, and is logged', async () => {
    const sha256 = await kept(Buffer.from('sẽ mất'));
    await rm(keptFile(sha256));
    const answer = await clerk.get(at(sha256));
    expect(problemIn(answer)).toMatchObject({
      type: problemType('content:not-readable'),
      status: 503,
      retry: 'later',
    });
    expect(province.log.some((line) => line.includes('content:not-readable') && line.includes(sha256))).toBe(
      true,
    );
  });
});

describe('a range of a download', () => {
  const bytes = randomBytes(9 * mebibyte);
  const range = (sha256: string, range: string, headers = {}) =>
    fetch(edge.address + at(sha256), {
      headers: { authorization: `Bearer ${clerk.token}`, range, ...headers },
    });
  const bodyOf = async (response: Response) => Buffer.from(await response.arrayBuffer());

  it('is given, and says where it is from', async () => {
    const sha256 = await kept(bytes);
    const answer = await range(sha256, 'bytes=4194300-4194309');
    expect([
      answer.status,
      answer.headers.get('content-range'),
      answer.headers.get('content-length'),
    ]).toEqual([206, `bytes 4194300-4194309/${bytes.length}`, '10']);
    expect(answer.headers.get('etag')).toBe(`"${sha256}"`);
    expect(await bodyOf(answer)).toEqual(bytes.subarray(4_194_300, 4_194_310));
    expect(await bodyOf(await range(sha256, 'bytes=-3'))).toEqual(bytes.subarray(-3));
  });

  it('goes on with what broke off, when it is the same file', async () => {
    const sha256 = await kept(bytes);
    const rest = await range(sha256, 'bytes=1000000-', { 'if-range': `"${sha256}"` });
    expect([rest.status, hashOf(Buffer.concat([bytes.subarray(0, 1_000_000), await bodyOf(rest)]))]).toEqual([
      206,
      sha256,
    ]);
    expect((await range(sha256, 'bytes=5-', { 'if-range': '"other"' })).status).toBe(200);
  });

  it('outside of the file cannot be given, several are given as a whole', async () => {
    const sha256 = await kept(Buffer.from('ngắn'));
    const outside = await clerk.get(at(sha256), { range: 'bytes=6-' });
    expect([outside.status, outside.headers.get('content-range')]).toEqual([416, 'bytes */6']);
    expect(problemIn(outside).type).toBe(problemType('content:range-not-satisfiable'));
    expect((await clerk.get(at(sha256), { range: 'bytes=0-1,3-4' })).status).toBe(200);
  });

  it('is never given of damaged bytes, and given where they are whole', async () => {
    const damaged = Buffer.from(bytes);
    const sha256 = await kept(damaged);
    damaged.writeUInt8(damaged.readUInt8(5_000_000) ^ 1, 5_000_000);
    await writeFile(keptFile(sha256), damaged);
    const refused = await clerk.get(at(sha256), { range: 'bytes=4999000-4999001' });
    expect([refused.status, problemIn(refused).type]).toEqual([503, problemType('content:not-readable')]);
    expect(refused.headers.has('content-range')).toBe(false);
    expect(await bodyOf(await range(sha256, 'bytes=0-9'))).toEqual(bytes.subarray(0, 10));
    const half = range(sha256, 'bytes=4194000-').then(bodyOf);
    await expect(half).rejects.toThrow();
  });
});

describe('the end of the gateway', () => {
  it('lets what is under way finish and takes nothing new', async () => {
    const bytes = randomBytes(mebibyte);
    const sent = uploading(hashOf(bytes), { 'content-length': bytes.length, expect: '100-continue' });
    sent.flushHeaders();
    await once(sent, 'continue');
    sent.write(bytes.subarray(0, 1_000));
    const answered = answerTo(sent);
    const stopped = edge.stop();
    await expect(clerk.get('/me')).rejects.toThrow();
    sent.end(bytes.subarray(1_000));
    const { status, headers } = await answered;
    expect([status, headers]).toEqual([201, expect.objectContaining({ connection: 'close' })]);
    await stopped;
    edge = await Edge.start(province.context);
  });
});
