import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { readdir, readFile, truncate, utimes, writeFile } from 'node:fs/promises';
import { type ClientRequest, request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Upload, type UploadOptions } from 'tus-js-client';
import { subjects } from '@contracts';
import { problemType } from '../../apps/gateway/src/edge/problem';
import { type Answer, Edge, problemIn, type Sent, type Visitor } from './edge';
import { type Province, startProvince } from './province';
import { zipOf } from './zip-bytes';

const agency = 'H99.1';
const mebibyte = 1024 ** 2;

let province: Province;
let edge: Edge;
let clerk: Visitor;
let counted = 0;

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const folder = (): string => join(province.context.configuration.dataDir, 'contents', 'resumable', agency);
const left = async (): Promise<string[]> => (await readdir(folder()).catch(() => [])).sort();

/** Refusals of marked content are counted by the exchange; here the test does. */
function listen(): void {
  province.context.connection.subscribe(subjects.countRefusedSecret, {
    callback: (_error, wire) => {
      counted++;
      const response = { ok: true, answer: {}, position: `${province.storeId}.1` };
      const { id } = wire.json<{ id: string }>();
      wire.respond(Buffer.from(JSON.stringify({ id, response, isDisposed: true })));
    },
  });
}

const tus = { 'tus-resumable': '1.0.0' };
const partType = { 'content-type': 'application/offset+octet-stream' };

function begin(bytes: Uint8Array, over: Sent = {}, by = clerk): Promise<Answer> {
  return by.send('POST', '/uploads', undefined, {
    ...tus,
    'content-secrecy': 'none',
    'upload-length': String(bytes.length),
    'upload-metadata': `sha256 ${base64(hashOf(bytes))},filename ${base64('Phụ lục.pdf')}`,
    ...over,
  });
}
const begun = async (bytes: Uint8Array, over: Sent = {}): Promise<string> => {
  const answer = await begin(bytes, over);
  expect([answer.status, answer.text]).toEqual([201, '']);
  return answer.headers.get('location') as string;
};
const send = (at: string, offset: number, part: Uint8Array, over: Sent = {}, by = clerk): Promise<Answer> =>
  by.send('PATCH', at, part, { ...tus, ...partType, 'upload-offset': String(offset), ...over });
const head = (at: string, by = clerk): Promise<Answer> => by.send('HEAD', at, undefined, tus);
const offsetAt = async (at: string): Promise<number> => Number((await head(at)).headers.get('upload-offset'));
const uploaded = (sha256: string) => province.contentStore.uploadedBy(agency, sha256);
/** Hashes that an upload of more than 4 MiB is checked by. */
async function partsOf(sha256: string): Promise<{ key: string; parts: string[] }> {
  const incoming = join(province.context.configuration.dataDir, 'contents', 'incoming', agency);
  const list = await readFile(join(incoming, `${sha256}.parts`), 'utf8');
  return JSON.parse(list) as { key: string; parts: string[] };
}
/** GMAC of a part, its number as the nonce. */
function tagOf(part: Uint8Array, key: string, index: number): string {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32BE(index, 8);
  const gmac = createCipheriv('aes-128-gcm', Buffer.from(key, 'hex'), nonce).setAAD(part);
  gmac.final();
  return gmac.getAuthTag().toString('hex');
}
type Refusal = Parameters<typeof problemType>[0];
const typeOf = (answer: Answer): string => problemIn(answer).type;
const checksum = (part: Uint8Array): Sent => ({
  'upload-checksum': `sha256 ${createHash('sha256').update(part).digest('base64')}`,
});

/** A part that stops half-way, its connection still open. */
async function halfSent(
  at: string,
  offset: number,
  part: Uint8Array,
  length: number,
): Promise<ClientRequest> {
  const headers = { ...tus, ...partType, 'upload-offset': offset, 'content-length': length };
  const sent = request(edge.address + at, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${clerk.token}`, ...headers },
  });
  sent.on('error', () => undefined);
  sent.write(part);
  const bytes = join(folder(), `${at.split('/').at(-1)}.bytes`);
  while ((await readFile(bytes)).length < offset + part.length) await pause(20);
  return sent;
}

async function restarted(): Promise<void> {
  await edge.stop();
  edge = await Edge.start(province.context);
  clerk = await edge.as(agency, 'Clerk');
}

beforeAll(async () => {
  const settings = { LIENTHONG_PORT: '0', LIENTHONG_CONTENT_MAX_BYTES: String(64 * mebibyte) };
  province = await startProvince({ services: ['directory'], settings });
  await province.found();
  listen();
  edge = await Edge.start(province.context);
  clerk = await edge.as(agency, 'Clerk');
});
afterAll(async () => {
  await edge.stop();
  await province.stop();
});

describe('an upload in parts', () => {
  it('is put together, and then is an upload like every other', async () => {
    const bytes = randomBytes(3 * mebibyte + 1);
    const at = await begun(bytes);
    expect(at).toMatch(/^\/uploads\/[0-9a-f-]{36}$/);
    expect((await send(at, 0, bytes.subarray(0, mebibyte))).headers.get('upload-offset')).toBe(`${mebibyte}`);
    const told = await head(at);
    expect([told.status, told.headers.get('upload-offset'), told.headers.get('upload-length')]).toEqual([
      200,
      `${mebibyte}`,
      `${bytes.length}`,
    ]);
    expect(told.headers.get('access-control-allow-origin')).toBeNull();
    expect(Date.parse(told.headers.get('date') as string)).not.toBeNaN();
    expect(await uploaded(hashOf(bytes))).toBeUndefined();
    expect((await send(at, mebibyte, bytes.subarray(mebibyte))).status).toBe(204);
    expect(await uploaded(hashOf(bytes))).toMatchObject({ size: bytes.length });
    expect(await offsetAt(at)).toBe(bytes.length);
    expect((await left()).filter((name) => name.endsWith('.bytes'))).toEqual([]);
  });

  it('is found again after the gateway was restarted, and goes on', async () => {
    const bytes = randomBytes(2 * mebibyte);
    const at = await begun(bytes);
    await send(at, 0, bytes.subarray(0, 700_000));
    await restarted();
    expect(await offsetAt(at)).toBe(700_000);
    expect((await send(at, 700_000, bytes.subarray(700_000))).status).toBe(204);
    expect(await uploaded(hashOf(bytes))).toMatchObject({ size: bytes.length });
  });

  it('keeps what came before its connection broke', async () => {
    const bytes = randomBytes(2 * mebibyte);
    const at = await begun(bytes);
    const sent = await halfSent(at, 0, bytes.subarray(0, mebibyte), bytes.length);
    sent.destroy();
    const offset = await offsetAt(at);
    expect(offset).toBe(mebibyte);
    await send(at, offset, bytes.subarray(offset));
    expect(await uploaded(hashOf(bytes))).toMatchObject({ size: bytes.length });
  });

  it('has the tags of its ranges after a wrong part and a broken connection', async () => {
    const bytes = randomBytes(9 * mebibyte);
    const at = await begun(bytes);
    const first = bytes.subarray(0, 5 * mebibyte);
    expect((await send(at, 0, first, checksum(first))).status).toBe(204);
    const other = bytes.subarray(first.length, 8 * mebibyte);
    expect((await send(at, first.length, other, checksum(first))).status).toBe(460);
    const broken = bytes.subarray(first.length, 7 * mebibyte);
    (await halfSent(at, first.length, broken, 4 * mebibyte)).destroy();
    const offset = await offsetAt(at);
    expect(offset).toBe(7 * mebibyte);
    expect((await send(at, offset, bytes.subarray(offset))).status).toBe(204);
    expect(await uploaded(hashOf(bytes))).toMatchObject({ size: bytes.length });
    const { key, parts } = await partsOf(hashOf(bytes));
    const partAt = (from: number) => bytes.subarray(from * mebibyte, (from + 4) * mebibyte);
    expect(parts).toEqual([0, 4, 8].map((from, index) => tagOf(partAt(from), key, index)));
  });

  it('works with the official client, which goes on after a restart', async () => {
    const bytes = randomBytes(4 * mebibyte);
    const options = (over: Partial<UploadOptions>): UploadOptions => ({
      endpoint: `${edge.address}/uploads`,
      headers: { authorization: `Bearer ${clerk.token}`, 'content-secrecy': 'none' },
      metadata: { sha256: hashOf(bytes), filetype: 'application/octet-stream' },
      chunkSize: mebibyte,
      retryDelays: [],
      ...over,
    });
    const at = await new Promise<string>((resolve, reject) => {
      const first = new Upload(bytes, {
        ...options({ onError: reject }),
        onChunkComplete: () => void first.abort().then(() => resolve(first.url as string), reject),
      });
      first.start();
    });
    await restarted();
    const uploadUrl = `${edge.address}${new URL(at).pathname}`;
    await new Promise<void>((resolve, reject) =>
      new Upload(bytes, options({ uploadUrl, onError: reject, onSuccess: () => resolve() })).start(),
    );
    expect(await uploaded(hashOf(bytes))).toMatchObject({ size: bytes.length });
  });

  it('may come as a whole with its beginning', async () => {
    const bytes = Buffer.from('một lần');
    const whole = await clerk.send('POST', '/uploads', bytes, {
      ...tus,
      ...partType,
      'content-secrecy': 'none',
      'upload-length': String(bytes.length),
      'upload-metadata': `sha256 ${base64(hashOf(bytes))}`,
    });
    expect([whole.status, whole.headers.get('upload-offset')]).toEqual([201, String(bytes.length)]);
    expect(await uploaded(hashOf(bytes))).toMatchObject({ size: bytes.length });
  });

  it('is handed on by whoever asks next when the gateway was killed after the last byte', async () => {
    const bytes = randomBytes(1_000);
    const at = await begun(bytes);
    await writeFile(join(folder(), `${at.split('/').at(-1)}.bytes`), bytes);
    expect(await offsetAt(at)).toBe(1_000);
    expect(await uploaded(hashOf(bytes))).toMatchObject({ size: 1_000 });
  });

  it('tells what it can do', async () => {
    const { status, headers } = await clerk.send('OPTIONS', '/uploads', undefined);
    expect([status, headers.get('tus-version'), headers.get('tus-max-size')]).toEqual([
      204,
      '1.0.0',
      String(64 * mebibyte),
    ]);
    expect(headers.get('tus-extension')).toBe(
      'creation,creation-with-upload,termination,expiration,checksum',
    );
    expect(headers.get('tus-checksum-algorithm')).toBe('sha1,sha256');
  });
});

describe('a part', () => {
  it('that has the hash it says is taken; another counts as not sent', async () => {
    const bytes = randomBytes(2_000);
    const at = await begun(bytes);
    const part = bytes.subarray(0, 500);
    expect((await send(at, 0, part, checksum(part))).status).toBe(204);
    const wrong = await send(at, 500, bytes.subarray(500, 900), checksum(part));
    expect([wrong.status, typeOf(wrong)]).toEqual([460, problemType('content:checksum-mismatch')]);
    expect(await offsetAt(at)).toBe(500);
    expect((await send(at, 500, bytes.subarray(500), checksum(bytes.subarray(500)))).status).toBe(204);
    expect(await uploaded(hashOf(bytes))).toMatchObject({ size: 2_000 });
  });

  it('whose hash was not known when the gateway was killed counts as not sent', async () => {
    const at = await begun(randomBytes(2_000));
    const path = join(folder(), at.split('/').at(-1) as string);
    await send(at, 0, randomBytes(100));
    await writeFile(`${path}.unchecked`, '100');
    await truncate(`${path}.bytes`, 900);
    expect(await offsetAt(at)).toBe(100);
    expect(await left()).not.toContain(`${at.split('/').at(-1)}.unchecked`);
  });

  it.each(['sha1 Kq5sNclPz7QV2+lfQIuc6R7o', 'md5 x', 'sha256 eA==', 'sha256'])(
    'with the checksum %j is refused: it is none',
    async (header) => {
      const answer = await send(await begun(Buffer.from('ab')), 0, Buffer.from('a'), {
        'upload-checksum': header,
      });
      expect(typeOf(answer)).toBe(problemType('request:malformed-header'));
    },
  );

  it('starts where the last one ended', async () => {
    const at = await begun(randomBytes(100));
    const early = await send(at, 5, randomBytes(10));
    expect([early.status, typeOf(early)]).toEqual([409, problemType('content:wrong-offset')]);
    await send(at, 0, randomBytes(10));
    expect((await send(at, 0, randomBytes(10))).status).toBe(409);
    const tooMuch = await send(at, 10, randomBytes(91));
    expect([tooMuch.status, typeOf(tooMuch)]).toEqual([413, problemType('content:too-large')]);
    expect(await offsetAt(at)).toBe(10);
  });

  it('waits for nobody who is dead: the next request for the upload ends it', async () => {
    const bytes = randomBytes(2 * mebibyte);
    const at = await begun(bytes);
    const sent = await halfSent(at, 0, bytes.subarray(0, mebibyte), bytes.length);
    const offset = await offsetAt(at);
    expect(offset).toBe(mebibyte);
    sent.destroy();
    expect((await send(at, offset, bytes.subarray(offset))).status).toBe(204);
    expect(await uploaded(hashOf(bytes))).toMatchObject({ size: bytes.length });
  });

  it('is one of many at once: one of them is taken, and the bytes are right', async () => {
    const bytes = randomBytes(mebibyte);
    const at = await begun(bytes);
    const answers = await Promise.all(Array.from({ length: 8 }, () => send(at, 0, bytes)));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses.filter((status) => status === 204)).toHaveLength(1);
    expect(statuses.filter((status) => status !== 204 && status !== 409)).toEqual([]);
    expect(await province.contentStore.uploadedBy(agency, hashOf(bytes))).toMatchObject({
      size: bytes.length,
    });
  });
});

describe('an upload that may not be', () => {
  it.each<[string, Sent]>([
    ['marked', { 'content-secrecy': 'mat' }],
    ['not said to be unmarked', { 'content-secrecy': '' }],
  ])('is refused at its beginning and counted: %s', async (_, over) => {
    const [before, files] = [counted, await left()];
    const answer = await begin(Buffer.from('bí mật'), over);
    expect([answer.status, typeOf(answer)]).toEqual([422, problemType('content:secret-content')]);
    expect([counted, await left()]).toEqual([before + 1, files]);
  });

  it.each<[string, Sent, number, Refusal]>([
    ['of no hash', { 'upload-metadata': `filename ${base64('a')}` }, 400, 'request:malformed-header'],
    [
      'of a hash that is none',
      { 'upload-metadata': `sha256 ${base64('g'.repeat(64))}` },
      400,
      'request:malformed-header',
    ],
    ...['filename', 'name', 'relativePath'].flatMap((key) =>
      ['a.pdf.exe', 'a\u202efdp.js', 'a\u200b.pdf', 'a\r\n.pdf', ' '].map(
        (name): [string, Sent, number, Refusal] => [
          `${key} ${JSON.stringify(name)}`,
          { 'upload-metadata': `sha256 ${base64('a'.repeat(64))},${key} ${base64(name)}` },
          400,
          'request:malformed-header',
        ],
      ),
    ),
    ['of garbled metadata', { 'upload-metadata': 'sha256 ?' }, 400, 'request:malformed-header'],
    ['of no length', { 'upload-length': '' }, 400, 'request:malformed-header'],
    [
      'of a length that comes later',
      { 'upload-length': '', 'upload-defer-length': '1' },
      400,
      'request:malformed-header',
    ],
    ['of nothing', { 'upload-length': '0' }, 422, 'content:empty'],
    ['too large', { 'upload-length': String(64 * mebibyte + 1) }, 413, 'content:too-large'],
    ['of another version', { 'tus-resumable': '0.2.0' }, 412, 'content:tus-version'],
    ['of no version', { 'tus-resumable': '' }, 412, 'content:tus-version'],
  ])('is not begun: %s', async (_, over, status, problem) => {
    const files = await left();
    const answer = await begin(Buffer.from('x'), over);
    expect([answer.status, typeOf(answer)]).toEqual([status, problemType(problem)]);
    expect(await left()).toEqual(files);
  });

  it.each<[string, Buffer, string, Refusal]>([
    ['of another type', Buffer.from('một văn bản'), 'application/pdf', 'content:type-mismatch'],
    ['a program', Buffer.from('#!/bin/sh\n'), 'text/plain', 'content:executable'],
    ['leading out', zipOf([{ name: '../a' }]), 'application/zip', 'content:archive-unsafe-name'],
  ])('is refused at its end and gone: %s', async (_, bytes, type, problem) => {
    const files = await left();
    const metadata = `sha256 ${base64(hashOf(bytes))},filetype ${base64(type)}`;
    const at = await begun(bytes, { 'upload-metadata': metadata });
    const answer = await send(at, 0, bytes);
    expect([answer.status, typeOf(answer)]).toEqual([422, problemType(problem)]);
    expect([await uploaded(hashOf(bytes)), await left()]).toEqual([undefined, files]);
    expect((await head(at)).status).toBe(404);
  });

  it('is refused at its end when the whole has another hash', async () => {
    const at = await begun(Buffer.from('abc'));
    const answer = await send(at, 0, Buffer.from('abd'));
    expect(typeOf(answer)).toBe(problemType('content:hash-mismatch'));
    expect((await head(at)).status).toBe(404);
  });

  it('cannot be touched by another agency, nor found', async () => {
    const bytes = randomBytes(100);
    const at = await begun(bytes);
    const stranger = await edge.as('H99.2', 'Clerk');
    const unknown = '/uploads/6fa459ea-ee8a-5ca4-894e-db77e160355e';
    const tries = [
      await send(at, 0, bytes, {}, stranger),
      await stranger.send('DELETE', at, undefined, tus),
      await send(unknown, 0, bytes),
      await send('/uploads/..%2f..', 0, bytes),
    ];
    expect(tries.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
    expect((await head(at, stranger)).status).toBe(404);
    expect(await offsetAt(at)).toBe(0);
  });

  it('takes parts of its own type only', async () => {
    const answer = await send(await begun(Buffer.from('a')), 0, Buffer.from('a'), {
      'content-type': 'application/pdf',
    });
    expect(typeOf(answer)).toBe(problemType('request:wrong-media-type'));
  });
});

describe('the end of an upload', () => {
  it('is asked for by its agency', async () => {
    const at = await begun(randomBytes(10));
    await send(at, 0, randomBytes(5));
    expect((await clerk.send('DELETE', at, undefined, tus)).status).toBe(204);
    expect((await head(at)).status).toBe(404);
    expect((await left()).filter((name) => at.endsWith(name.split('.')[0] as string))).toEqual([]);
  });

  it('comes by itself after the hours it was told at its beginning', async () => {
    const answer = await begin(randomBytes(10));
    const expires = Date.parse(answer.headers.get('upload-expires') as string);
    expect(Math.round((expires - Date.now()) / 3_600_000)).toBe(24);
    const at = answer.headers.get('location') as string;
    const path = join(folder(), `${at.split('/').at(-1)}.json`);
    const said = JSON.parse(await readFile(path, 'utf8')) as { createdAt: string };
    const old = new Date(Date.now() - 25 * 3_600_000);
    await writeFile(path, JSON.stringify({ ...said, createdAt: old.toISOString() }));
    await utimes(path, old, old);
    const late = await send(at, 0, randomBytes(10));
    expect([late.status, typeOf(late)]).toEqual([410, problemType('content:upload-expired')]);
  });
});
