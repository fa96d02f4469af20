import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Edge } from './edge';
import { type Province, startProvince } from './province';

let province: Province;
let edge: Edge;
let bearer: string;

beforeAll(async () => {
  province = await startProvince({ services: ['directory'], settings: { LIENTHONG_PORT: '0' } });
  await province.found();
  edge = await Edge.start(province.context);
  const clerk = await edge.as('H99.1', 'Clerk');
  bearer = `authorization: Bearer ${clerk.token}`;
});
afterAll(async () => {
  const errors = province.log.filter((line) => line.includes('"level":"error"'));
  await edge.stop();
  await province.stop();
  expect(errors).toEqual([]);
});

interface Answered {
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

/** One connection, whose answers are read one after the other as RFC 9112 frames them. */
class Wire {
  private text = '';
  private ended = false;

  private constructor(private readonly socket: Socket) {
    socket.on('data', (bytes: Buffer) => (this.text += bytes.toString('latin1')));
    socket.on('error', () => undefined);
    socket.once('close', () => (this.ended = true));
  }

  static async open(): Promise<Wire> {
    const socket = connect(Number(new URL(edge.address).port), '127.0.0.1');
    await once(socket, 'connect');
    return new Wire(socket);
  }

  write(bytes: string): void {
    this.socket.write(Buffer.from(bytes, 'latin1'));
  }

  /** Nothing when the connection ended before a whole answer came. */
  async answer(): Promise<Answered | undefined> {
    for (;;) {
      const whole = /^HTTP\/1\.1 (\d{3})[^\r]*\r\n([\s\S]*?)\r\n\r\n/.exec(this.text);
      const length = Number(/\r\ncontent-length: (\d+)/i.exec(whole?.[0] ?? '')?.[1] ?? 0);
      const end = (whole?.[0].length ?? Infinity) + length;
      if (whole !== null && this.text.length >= end) {
        const body = this.text.slice(whole[0].length, end);
        this.text = this.text.slice(end);
        return { status: Number(whole[1]), head: whole[0], body };
      }
      if (this.ended) return undefined;
      await Promise.race([once(this.socket, 'data'), once(this.socket, 'close')]);
    }
  }

  /** Waits until the other side closes. */
  async closed(): Promise<void> {
    if (!this.ended) await once(this.socket, 'close');
  }

  end(): void {
    this.socket.destroy();
  }
}

const request = (line: string, ...fields: readonly string[]): string =>
  [line, ...fields, '', ''].join('\r\n');
const host = 'host: a';
const json = ['content-type: application/json', 'idempotency-key: khoa-1'];

const forms: readonly (readonly [string, () => string, number])[] = [
  ['origin-form', () => request('GET /me HTTP/1.1', host, bearer), 200],
  ['absolute-form', () => request('GET http://a/me HTTP/1.1', host, bearer), 200],
  [
    'absolute-form with another authority than Host',
    () => request('GET http://b/me HTTP/1.1', host, bearer),
    200,
  ],
  ['absolute-form in capitals', () => request('GET HTTP://A:80/me?x HTTP/1.1', host, bearer), 200],
  ['absolute-form without a path', () => request('GET http://a HTTP/1.1', host), 200],
  ['absolute-form of nothing', () => request('GET http://a/x HTTP/1.1', host), 404],
  ['absolute-form of the API page', () => request('GET http://a/docs HTTP/1.1', host), 200],
  ['absolute-form of the API description', () => request('GET http://a/openapi.json HTTP/1.1', host), 200],
  ['absolute-form of another scheme', () => request('GET ftp://a/me HTTP/1.1', host, bearer), 404],
  ['absolute-form without a token', () => request('GET http://a/inbox HTTP/1.1', host), 401],
  ['authority-form', () => request('GET a:80 HTTP/1.1', host), 400],
  ['a tunnel', () => request('CONNECT a:80 HTTP/1.1', host), 400],
  ['asterisk-form', () => request('OPTIONS * HTTP/1.1', host), 404],
  ['asterisk-form of another method', () => request('GET * HTTP/1.1', host), 404],
  ['an encoded path', () => request('GET /%6de HTTP/1.1', host, bearer), 200],
  ['an encoded path of the API page', () => request('GET /%64ocs HTTP/1.1', host), 200],
  ['an encoded path of the API description', () => request('GET /openapi%2ejson HTTP/1.1', host), 200],
  ['an encoded slash', () => request('GET /docs%2fx HTTP/1.1', host), 404],
  ['a path encoded twice', () => request('GET /%2564ocs HTTP/1.1', host), 404],
  ['half an encoding', () => request('GET /%6 HTTP/1.1', host), 400],
  ['an encoding of no text', () => request('GET /%ff HTTP/1.1', host), 400],
  ['dot segments out of the API page', () => request('GET /docs/../x HTTP/1.1', host), 404],
  ['dot segments to another resource', () => request('GET /docs/../me HTTP/1.1', host, bearer), 404],
  ['dot segments out of everything', () => request('GET /docs/../../../../etc/passwd HTTP/1.1', host), 404],
  ['encoded dot segments', () => request('GET /docs/%2e%2e/package.json HTTP/1.1', host), 404],
  ['encoded dots and slashes', () => request('GET /docs/..%2f..%2fpackage.json HTTP/1.1', host), 404],
  ['backslashes', () => request('GET /docs/..\\..\\package.json HTTP/1.1', host), 404],
  ['NUL in a path', () => request('GET /documents/%00 HTTP/1.1', host, bearer), 422],
  ['NUL in a path that nothing serves', () => request('GET /docs/%00 HTTP/1.1', host), 404],
  ['two slashes', () => request('GET //me HTTP/1.1', host, bearer), 404],
  ['a fragment', () => request('GET /me#x HTTP/1.1', host, bearer), 400],
  ['two Host lines', () => request('GET /me HTTP/1.1', host, host, bearer), 400],
  ['two Host lines that differ', () => request('GET /me HTTP/1.1', host, 'Host: b', bearer), 400],
  ['two Host lines, for the API page', () => request('GET /docs HTTP/1.1', host, host), 400],
  ['two Host lines, for nothing', () => request('GET /x HTTP/1.1', host, host), 400],
  ['a Host that is none', () => request('GET /me HTTP/1.1', 'host: a/b', bearer), 400],
  ['a list of Hosts', () => request('GET /me HTTP/1.1', 'host: a, b', bearer), 400],
  ['an empty Host', () => request('GET /me HTTP/1.1', 'host:', bearer), 200],
  ['a Host of six', () => request('GET /me HTTP/1.1', 'host: [::1]:8080', bearer), 200],
  ['no Host', () => request('GET /me HTTP/1.1', bearer), 400],
  ['no Host, as HTTP/1.0 may', () => request('GET /me HTTP/1.0', bearer), 200],
  ['no version', () => 'GET /me\r\n\r\n', 400],
  ['another version', () => request('GET /me HTTP/3.7', host, bearer), 400],
  ['a method that nobody knows', () => request('NEHMEN /me HTTP/1.1', host, bearer), 400],
  ['a folded field', () => request('GET /me HTTP/1.1', host, 'x: a', ' b', bearer), 400],
  ['white space before a colon', () => request('GET /me HTTP/1.1', host, 'x : a', bearer), 400],
  ['a field without a name', () => request('GET /me HTTP/1.1', host, ': a', bearer), 400],
  ['NUL in a field', () => request('GET /me HTTP/1.1', host, 'x: a\0b', bearer), 400],
  ['lines that end with LF alone', () => `GET /me HTTP/1.1\n${host}\n${bearer}\n\n`, 400],
  ['a CR alone', () => request('GET /me HTTP/1.1', host, `x: a\r${bearer}`), 400],
  [
    'a length and chunks',
    () =>
      request(
        'POST /documents HTTP/1.1',
        host,
        bearer,
        ...json,
        'content-length: 5',
        'transfer-encoding: chunked',
      ) + '0\r\n\r\n',
    400,
  ],
  [
    'two lengths',
    () =>
      request('POST /documents HTTP/1.1', host, bearer, ...json, 'content-length: 2', 'content-length: 3') +
      '{}',
    400,
  ],
  [
    'a list of lengths',
    () => request('POST /documents HTTP/1.1', host, bearer, ...json, 'content-length: 2, 2') + '{}',
    400,
  ],
  [
    'a length with a sign',
    () => request('POST /documents HTTP/1.1', host, bearer, ...json, 'content-length: +2') + '{}',
    400,
  ],
  [
    'a coding that nobody knows',
    () =>
      request('POST /documents HTTP/1.1', host, bearer, ...json, 'transfer-encoding: xchunked') + '0\r\n\r\n',
    400,
  ],
  [
    'chunks that are not the last coding',
    () =>
      request('POST /documents HTTP/1.1', host, bearer, ...json, 'transfer-encoding: chunked, identity') +
      '0\r\n\r\n',
    400,
  ],
  [
    'a chunk with extensions',
    () =>
      request('POST /documents HTTP/1.1', host, bearer, ...json, 'transfer-encoding: chunked') +
      '2;a=b;c="d"\r\n{}\r\n0;x\r\n\r\n',
    422,
  ],
  [
    'a chunk whose length is none',
    () =>
      request('POST /documents HTTP/1.1', host, bearer, ...json, 'transfer-encoding: chunked') +
      'g\r\n{}\r\n0\r\n\r\n',
    400,
  ],
  [
    'a body where none is asked for',
    () => request('GET /me HTTP/1.1', host, bearer, 'content-length: 3') + 'abc',
    200,
  ],
  [
    'a wish to upgrade',
    () =>
      request(
        'GET /me HTTP/1.1',
        host,
        bearer,
        'connection: upgrade, http2-settings',
        'upgrade: h2c',
        'http2-settings: AAMAAABkAAQAAP__',
      ),
    200,
  ],
];

const next = (): string => request('GET /health/live HTTP/1.1', host);

it.each(forms)(
  '%s has its right answer, and its connection is closed or serves on',
  async (_, raw, status) => {
    const wire = await Wire.open();
    wire.write(raw());
    const answer = await wire.answer();
    expect(answer?.status).toBe(status);
    if (/\r\nconnection: close\r\n/i.test(answer?.head ?? '')) await wire.closed();
    else {
      wire.write(next());
      expect(await wire.answer()).toMatchObject({
        status: 200,
        body: expect.stringContaining('live') as string,
      });
    }
    wire.end();
  },
);
