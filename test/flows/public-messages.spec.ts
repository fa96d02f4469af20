import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020';
import type { ValidatedMessage } from '@contracts';
import { publicTypes, webhookTrials } from '@formats/public-facts/described';
import { wronglyDescribed } from './described-answers';
import { bodyOf, Edge, problemIn, type Visitor } from './edge';
import { type Province, startProvince } from './province';

jest.setTimeout(120_000);

let province: Province;
let edge: Edge;
let anybody: Visitor;

beforeAll(async () => {
  province = await startProvince({ services: ['directory'], settings: { LIENTHONG_PORT: '0' } });
  edge = await Edge.start(province.context);
  anybody = edge.withToken(undefined);
});
afterAll(async () => {
  await edge?.stop();
  await province?.stop();
});

const folder = join(__dirname, '..', '..', 'libs', 'formats', 'public-facts');
const exampleOf = (type: string) =>
  (JSON.parse(readFileSync(join(folder, 'examples', `${type}.json`), 'utf8')) as { cloudEvent: object })
    .cloudEvent;
const arrived = 'vn.lienthong.exchange.document-arrived.v1';
const json = { 'content-type': 'application/json' };

it('lists every type, and tells the schema of its data by type and by name, and that of its message', async () => {
  const list = await anybody.get<{ type: string; data: string; message: string }[]>('/schemas');
  expect(bodyOf(list).map(({ type }) => type)).toEqual(
    [...publicTypes(), ...webhookTrials()].map(({ type }) => type),
  );
  const ajv = new Ajv2020({ allowUnionTypes: true, validateFormats: false });
  for (const { type, data, message } of bodyOf(list)) {
    const of = await anybody.get<object>(data);
    const named = await anybody.get<object>(`/schemas/urn:lienthong:schema:${type}`);
    expect(named.text).toBe(of.text);
    expect(of.headers.get('content-type')).toBe('application/schema+json; charset=utf-8');
    const example = exampleOf(type) as { readonly data: object; readonly dataschema: string };
    expect(bodyOf(of)).toMatchObject({ $id: example.dataschema });
    expect(ajv.validate(bodyOf(of), example.data)).toBe(true);
    expect(ajv.validate(bodyOf(await anybody.get<object>(message)), example)).toBe(true);
  }
});

it.each(['/schemas', `/schemas/${arrived}`, `/schemas/${arrived}/message`, '/asyncapi.json'])(
  'lets %s be kept, and says when it is unchanged',
  async (path) => {
    const first = await anybody.get(path);
    const etag = first.headers.get('etag') as string;
    expect(first.headers.get('cache-control')).toBe('public, max-age=3600');
    const again = await anybody.get(path, { 'if-none-match': `"other", W/${etag}` });
    expect([again.status, again.text, again.headers.get('etag')]).toEqual([304, '', etag]);
    expect((await anybody.get(path, { 'if-none-match': '"other"' })).text).toBe(first.text);
  },
);

it('has no schema for what nobody is told', async () => {
  for (const path of [
    '/schemas/vn.lienthong.exchange.document-signed.v1',
    '/schemas/toString',
    '/schemas/x/message',
  ])
    expect(problemIn(await anybody.get(path)).type).toBe('urn:lienthong:problem:request:no-such-address');
});

it('serves the AsyncAPI document of its version', async () => {
  const start = bodyOf(await anybody.get<{ version: string; links: Record<string, string> }>('/'));
  const page = await anybody.get<{ asyncapi: string; info: object }>(start.links['asyncapi'] as string);
  expect(bodyOf(page)).toMatchObject({ asyncapi: '3.0.0', info: { version: start.version } });
});

describe('the validator', () => {
  const validated = async (message: unknown) =>
    bodyOf(await anybody.send<ValidatedMessage>('POST', '/validate', JSON.stringify(message), json));

  it('asks nobody for a token and keeps nothing of what it was sent', async () => {
    const before = await province.store.headPosition();
    expect(await validated(exampleOf(arrived))).toEqual({ valid: true, type: arrived, findings: [] });
    const secret = 'không ai được đọc điều này';
    const verdict = await validated({ ...exampleOf(arrived), id: secret, subject: secret });
    expect(verdict).toMatchObject({
      valid: false,
      findings: [
        { pointer: '#/id', code: 'wrong-form', detailVi: expect.stringContaining('sai định dạng') as string },
        { pointer: '#/subject', code: 'wrong-form' },
      ],
    });
    expect(JSON.stringify([verdict, province.log])).not.toContain(secret);
    expect(await province.store.headPosition()).toBe(before);
  });

  it.each<[string, string, number, string, Record<string, string>?]>([
    ['an empty body', '', 400, 'request:not-json'],
    ['what is no JSON', '{"specversion":', 400, 'request:not-json'],
    ['what is nested too deeply', `${'['.repeat(40)}${']'.repeat(40)}`, 422, 'request:too-deep'],
    ['a field that stands twice', '{"id":1,"id":2}', 422, 'request:malformed'],
    ['more than 512 KiB', JSON.stringify({ id: 'x'.repeat(512 * 1024) }), 413, 'request:too-large'],
    ['another media type', '{}', 415, 'request:wrong-media-type', { 'content-type': 'text/plain' }],
  ])('refuses %s', async (_, body, status, problem, headers = json) => {
    const answer = await anybody.send('POST', '/validate', body, headers);
    expect([answer.status, problemIn(answer).type]).toEqual([status, `urn:lienthong:problem:${problem}`]);
  });

  it('judges whatever else is JSON', async () => {
    for (const message of [null, [], 'text', 7, {}]) expect((await validated(message)).valid).toBe(false);
  });
});

it('everything here is answered as the API page says', async () => {
  expect(await wronglyDescribed(edge, 'public-messages')).toEqual([]);
});
