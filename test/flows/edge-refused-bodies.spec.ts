import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { type Operation, operations } from '@contracts';
import { Edge, type Sent, type Visitor } from './edge';
import { type Province, startProvince } from './province';

/** Far below the moment a lingering connection is cut, far above what an answer takes on a busy machine. */
const quickMs = 1_500;
const id = '6fa459ea-ee8a-5ca4-894e-db77e160355e';
const example: Readonly<Record<string, string>> = {
  ...{ documentId: id, dossierId: id, handoffId: id, entryId: id, uploadId: id },
  ...{ sha256: 'a'.repeat(64), agency: 'H99.5', year: '2026' },
};
const pathOf = ({ path }: Operation): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => example[name] ?? 'x');

let province: Province;
let edge: Edge;
let clerk: Visitor;
let carrier: Visitor;

beforeAll(async () => {
  const settings = { LIENTHONG_PORT: '0', LIENTHONG_CONTENT_MAX_BYTES: '4000000' };
  province = await startProvince({ services: ['directory'], settings });
  await province.found();
  edge = await Edge.start(province.context);
  clerk = await edge.as('H99.1', 'Clerk');
  carrier = await edge.as('H99.1', 'AxisAdapter');
});
afterAll(async () => {
  await edge.stop();
  await province.stop();
});

interface Refused {
  readonly method: string;
  readonly path: string;
  readonly headers: Sent;
  readonly status: number;
}

const bearer = (visitor: Visitor): Sent => ({ authorization: `Bearer ${visitor.token}` });
const json = (): Sent => ({ 'content-type': 'application/json', 'idempotency-key': randomUUID() });
const tus: Sent = {
  'tus-resumable': '1.0.0',
  'content-type': 'application/offset+octet-stream',
  'upload-offset': '0',
};
const file: Sent = { 'content-type': 'application/octet-stream', 'content-secrecy': 'none' };

/** The refusals before and while its body is read that an operation can be answered with. */
function refusalsOf({ kind, method, allow, path }: Operation): Sent[] {
  const unanswered = path === '/health/ready' || kind === 'public';
  const isOpen = kind === 'open' || kind === 'public';
  const open = kind === 'public' && method === 'POST' ? '415' : unanswered ? '503' : '200';
  const all: Sent[] = [{ expected: isOpen ? open : '401' }];
  const other = allow === 'any' ? carrier : allow.includes('Clerk') ? carrier : clerk;
  const isForAll =
    isOpen || path === '/me' || (allow !== 'any' && allow.includes('AxisAdapter') && allow.includes('Clerk'));
  if (!isForAll) all.push({ expected: '403', ...bearer(other), ...json() });
  if (kind === 'batch') all.push({ expected: '415', ...bearer(clerk), 'content-type': 'text/xml' });
  if (kind === 'command' && allow !== 'any' && allow.includes('Clerk')) {
    all.push({ expected: '415', ...bearer(clerk), ...json(), 'content-type': 'text/xml' });
    all.push({ expected: '415', ...bearer(clerk), ...json(), 'content-encoding': 'gzip' });
    all.push({ expected: '400', ...bearer(clerk), ...json(), 'idempotency-key': ' ' });
  }
  if (kind === 'upload') all.push({ expected: '422', ...bearer(clerk), ...file, 'content-secrecy': 'mat' });
  if (kind === 'upload') {
    all.push({ expected: '422', ...bearer(clerk), ...file, 'content-type': 'application/pdf' });
  }
  if (kind === 'resumable' && method === 'PATCH') {
    all.push({ expected: '404', ...bearer(clerk), ...tus });
    all.push({ expected: '412', ...bearer(clerk), ...tus, 'tus-resumable': '0.2.2' });
    all.push({ expected: '400', ...bearer(clerk), ...tus, 'upload-checksum': 'sha1 x' });
    all.push({ expected: '415', ...bearer(clerk), ...tus, 'content-type': 'text/plain' });
  }
  return all;
}

/** Asks on one connection: a request that is refused, and another one behind it. */
async function twoOnOneConnection(refused: Refused, body: Buffer, chunked: boolean): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const { method, path, headers } = refused;
  const length = chunked ? { 'transfer-encoding': 'chunked' } : { 'content-length': body.length };
  try {
    const sent = request(edge.address + path, { method, agent, headers: { ...headers, ...length } });
    const first = answerTo(sent);
    sent.end(body);
    const { statusCode } = await first;
    expect({ ...refused, status: statusCode }).toEqual(refused);
    const begun = performance.now();
    const next = await answerTo(request(`${edge.address}/health/live`, { agent }).end());
    expect(next.statusCode).toBe(200);
    return performance.now() - begun;
  } finally {
    agent.destroy();
  }
}

async function answerTo(sent: ReturnType<typeof request>): Promise<IncomingMessage> {
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  // What happens to the sending after the answer was read is no loss of it.
  sent.on('error', () => undefined);
  for await (const _ of answer);
  return answer;
}

const all = Object.entries<Operation>(operations);
/** Whatever takes files, and one of each kind and method. */
const some = all.filter(
  ([, { kind, method }], index) =>
    ['upload', 'resumable'].includes(kind) ||
    all.findIndex(([, other]) => other.kind === kind && other.method === method) === index,
);
const bodies: readonly [string, Buffer, boolean, typeof all][] = [
  ['40 KB', randomBytes(40_000), false, some],
  ['2 MB', randomBytes(2_000_000), false, all],
  ['2 MB in chunks', randomBytes(2_000_000), true, some],
];

describe.each(bodies)('after a refused request with a body of %s', (_name, body, chunked, rows) => {
  it.each(rows)('%s: the next one is answered', async (_, operation) => {
    for (const { expected, ...headers } of refusalsOf(operation)) {
      const { method } = operation;
      const refused = { method, path: pathOf(operation), headers, status: Number(expected) };
      expect(await twoOnOneConnection(refused, body, chunked)).toBeLessThan(quickMs);
    }
  });

  it.each([
    ['an unknown address', 'POST', '/khong-co', 404],
    ['an address that is no URL', 'POST', '/%FF', 400],
    ['a wrong method', 'PATCH', '/inbox', 405],
  ])('%s: the next one is answered', async (_, method, path, status) => {
    const refused = { method, path, headers: {}, status };
    expect(await twoOnOneConnection(refused, body, chunked)).toBeLessThan(quickMs);
  });

  it('a part at the wrong place: the next one is answered', async () => {
    const sha256 = createHash('sha256').update(body).digest('base64');
    const begun = await clerk.send('POST', '/uploads', undefined, {
      'tus-resumable': '1.0.0',
      'content-secrecy': 'none',
      'upload-length': '3000000',
      'upload-metadata': `sha256 ${Buffer.from('b'.repeat(64)).toString('base64')}`,
    });
    expect([begun.status, begun.text]).toEqual([201, '']);
    const path = begun.headers.get('location') as string;
    const headers = { ...bearer(clerk), ...tus, 'upload-offset': '7', 'upload-checksum': `sha256 ${sha256}` };
    const refused = { method: 'PATCH', path, headers, status: 409 };
    expect(await twoOnOneConnection(refused, body, chunked)).toBeLessThan(quickMs);
    expect((await clerk.send('DELETE', path, undefined, { 'tus-resumable': '1.0.0' })).status).toBe(204);
  });
});

describe('a connection whose request was refused', () => {
  const head = (length: number) =>
    `PATCH /uploads/${id} HTTP/1.1\r\nhost: a\r\nauthorization: Bearer ${clerk.token}\r\n` +
    Object.entries({ ...tus, 'content-length': length })
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join('') +
    '\r\n';

  it('that is too long to read on says that it ends, and does so after its sender could read why', async () => {
    const socket = connect({ port: Number(new URL(edge.address).port), allowHalfOpen: true });
    let text = '';
    socket.on('data', (bytes: Buffer) => (text += bytes.toString()));
    const write = (bytes: string | Buffer) => new Promise((sent) => socket.write(bytes, sent));
    const part = randomBytes(100_000);
    await write(head(30 * part.length));
    await write(part);
    await once(socket, 'end');
    expect(text).toMatch(/^HTTP\/1\.1 404 [\s\S]*\r\nconnection: close\r\n/i);
    expect(JSON.parse(text.slice(text.indexOf('{')))).toMatchObject({ status: 404 });
    const failed: unknown[] = [];
    for (let sent = 1; sent < 30; sent++) failed.push(await write(part));
    expect(failed.filter((failure) => failure instanceof Error)).toEqual([]);
    socket.destroy();
  });

  it('that is short is read on, and serves the next request', async () => {
    const { port } = new URL(edge.address);
    const socket = connect(Number(port), '127.0.0.1');
    let text = '';
    const told = async (word: string) => {
      while (!text.includes(word)) text += String((await once(socket, 'data'))[0]);
    };
    socket.write(head(60_000));
    socket.write(randomBytes(10_000));
    await told('upload-not-found');
    expect(text).not.toMatch(/connection: close/i);
    socket.write(randomBytes(50_000));
    socket.write('GET /health/live HTTP/1.1\r\nhost: a\r\n\r\n');
    await told('"live":true');
    socket.destroy();
  });
});
