import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { isUnfollowed, renewHistory } from '@adapters/event-store';
import type { NatsConnection } from '@adapters/messaging';
import { type ProblemName, problems } from '@contracts';
import { type Role, roles } from '@domain/codes';
import { problemType } from '../../apps/gateway/src/edge/problem';
import { someCitizen } from './applying';
import { type Answer, bodyOf, Edge, placeOf, problemIn, type Sent, type Visitor } from './edge';
import { officerId, type Province, startProvince } from './province';

jest.setTimeout(120_000);

const sender = 'H99.1';
const recipient = 'H99.2';
const stranger = 'H99.4';
const contentBytesMax = 4 * 1024 * 1024;
const canary = 'TUYET-MAT-7f3a9c';

let province: Province;
let edge: Edge;
/** Every byte that crosses the bus. */
const onTheBus: string[] = [];
let listening: ReturnType<NatsConnection['subscribe']>;

const visitors = new Map<string, Visitor>();
const as = (agency: string, role: Role): Visitor => visitors.get(`${agency}/${role}`) as Visitor;

interface Fixture {
  readonly content: { sha256: string; size: number; mediaType: string; name: string };
  readonly drafted: string;
  readonly signed: string;
  readonly numbered: string;
  readonly registered: string;
  readonly issued: string;
  readonly dossierId: string;
  readonly handoffId: string;
  readonly usedKey: string;
  readonly position: string;
}
let fixture: Fixture;

const id = (answer: Answer, name: string): string => bodyOf(answer)[name] as string;
const draftOf = (content: Fixture['content']) => ({
  documentType: 'CV',
  subject: 'V/v kiểm tra',
  urgency: 'normal',
  contents: [content],
});

async function drafted(content: Fixture['content'], key?: string): Promise<string> {
  const headers: Sent = key === undefined ? {} : { 'idempotency-key': key };
  return id(await as(sender, 'Drafter').post('/documents', draftOf(content), headers), 'documentId');
}

type Stage = 'signed' | 'numbered' | 'registered' | 'issued';

async function advanced(documentId: string, to: Stage): Promise<string> {
  const path = `/documents/${documentId}`;
  bodyOf(await as(sender, 'Leader').post(`${path}/signature`, { authority: 'head', position: 'Giám đốc' }));
  if (to === 'signed') return documentId;
  bodyOf(await as(sender, 'Clerk').post(`${path}/number`));
  if (to === 'numbered') return documentId;
  bodyOf(await as(sender, 'Clerk').post(`${path}/seal`));
  bodyOf(await as(sender, 'Clerk').post(`${path}/registration`, { filedBy: 'Văn phòng', copies: 0 }));
  if (to === 'registered') return documentId;
  bodyOf(await as(sender, 'Clerk').post(`${path}/issue`, { recipients: [recipient] }));
  await province.waitFor(`delivery-${documentId}.${recipient}`, 'DocumentArrived');
  return documentId;
}

async function furnish(): Promise<Fixture> {
  const content = await province.upload(sender, 'một văn bản');
  const usedKey = 'khoa-da-dung';
  const centre = as('H99', 'OneStopOfficer');
  const applicantRef = id(await centre.post('/applicants', someCitizen), 'applicantRef');
  const opening = { procedure: '2.000635', channel: 'counter', applicantRef };
  const dossierId = id(await centre.post('/dossiers', opening), 'dossierId');
  const offer = await centre.post(`/dossiers/${dossierId}/handoffs`, { to: sender, reason: 'Thẩm định' });
  return {
    content,
    usedKey,
    drafted: await drafted(content, usedKey),
    signed: await advanced(await drafted(content), 'signed'),
    numbered: await advanced(await drafted(content), 'numbered'),
    registered: await advanced(await drafted(content), 'registered'),
    issued: await advanced(await drafted(content), 'issued'),
    dossierId,
    handoffId: id(offer, 'handoffId'),
    position: id(offer, 'position'),
  };
}

/** Every fact; checkpoints move by themselves, and who asked is recorded beside. */
async function recordedFacts(): Promise<string[]> {
  const facts: string[] = [];
  let after: bigint | undefined;
  for (;;) {
    const events = await province.store.readAll({ max: 500, ...(after === undefined ? {} : { after }) });
    facts.push(
      ...events.filter(({ stream }) => !isUnfollowed(stream)).map(({ stream, type }) => `${stream} ${type}`),
    );
    after = events.at(-1)?.position;
    if (after === undefined) return facts;
  }
}

beforeAll(async () => {
  province = await startProvince({
    services: ['directory', 'exchange', 'dossiers', 'read-models', 'audit'],
    settings: {
      LIENTHONG_PORT: '0',
      LIENTHONG_CONTENT_MAX_BYTES: String(contentBytesMax),
      LIENTHONG_LOG_LEVEL: 'trace',
    },
  });
  listening = province.context.connection.subscribe('>');
  void (async () => {
    for await (const message of listening) onTheBus.push(Buffer.from(message.data).toString('latin1'));
  })();
  await province.found();
  await renewHistory(province.store, { after: '0', at: new Date().toISOString() }, 'bad input');
  while (province.context.history.epoch === 1) await new Promise((resolve) => setImmediate(resolve));
  edge = await Edge.start(province.context);
  for (const agency of ['H99', sender, recipient, stranger]) {
    for (const role of roles) visitors.set(`${agency}/${role}`, await edge.as(agency, role));
  }
  fixture = await furnish();
  bodyOf(await as(sender, 'Drafter').upload(picture.sha256, pictureBytes));
});
afterAll(async () => {
  await edge.stop();
  await province.stop();
});

/** A picture that its agency uploaded and no document names. */
const pictureBytes = Buffer.from('89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de', 'hex');
const picture = {
  sha256: createHash('sha256').update(pictureBytes).digest('hex'),
  size: pictureBytes.length,
  mediaType: 'image/png',
  name: 'dau.png',
};

interface Case {
  readonly send: () => Promise<Answer<unknown>>;
  readonly problem: ProblemName;
  /** Pointers of `errors`, in order; not looked at when left out. */
  readonly errors?: readonly string[];
}

const json = { 'content-type': 'application/json' };
const key = () => ({ 'idempotency-key': randomUUID() });
const draftWith = (over: object) =>
  as(sender, 'Drafter').post('/documents', { ...draftOf(fixture.content), ...over });
const raw = (body: string | Uint8Array, headers: Sent = {}) =>
  as(sender, 'Drafter').send('POST', '/documents', body, { ...json, ...key(), ...headers });
const importing = (over: Sent = {}) => ({
  'import-on-behalf-of': `${sender}/${officerId('Clerk', sender)}`,
  'import-source': `nhap.csv#${'a'.repeat(64)}`,
  ...over,
});

/** A body sent in pieces, its length not told. */
function chunked(
  method: string,
  path: string,
  visitor: Visitor,
  pieces: number,
  piece: string,
  headers: Sent,
) {
  const port = Number(new URL(edge.address).port);
  return new Promise<Answer<unknown>>((resolve, reject) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => {
      const lines = Object.entries({ host: 'a', authorization: `Bearer ${visitor.token}`, ...headers });
      socket.write(
        `${method} ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}`,
      );
      socket.write('transfer-encoding: chunked\r\n\r\n');
      for (let sent = 0; sent < pieces; sent++) {
        socket.write(`${Buffer.byteLength(piece).toString(16)}\r\n${piece}\r\n`);
      }
    });
    socket.setTimeout(20_000, () => socket.destroy(new Error('no answer to a chunked request')));
    socket.on('data', (data: Buffer) => {
      text += data.toString();
      const [head, body] = text.split('\r\n\r\n') as [string, string | undefined];
      if (body === undefined || !body.endsWith('}')) return;
      socket.destroy();
      const parsed = new Headers(
        head
          .split('\r\n')
          .slice(1)
          .map((line) => line.split(/: (.*)/s).slice(0, 2) as [string, string]),
      );
      resolve({
        status: Number(head.split(' ')[1]),
        headers: parsed,
        text: body,
        body: JSON.parse(body) as unknown,
      });
    });
    socket.once('error', reject);
  });
}

const shapes: Readonly<Record<string, () => Case>> = {
  'JSON that breaks off': () => ({ send: () => raw('{"documentType":"CV",'), problem: 'request:not-json' }),
  'two JSON values': () => ({ send: () => raw('{}{}'), problem: 'request:not-json' }),
  'JSON in another encoding': () => ({
    send: () => raw(Buffer.from([0x7b, 0x22, 0xe0, 0x22, 0x3a, 0x31, 0x7d])),
    problem: 'request:not-json',
  }),
  'a list in the place of an object': () => ({
    send: () => raw('[]'),
    problem: 'request:malformed',
    errors: ['/body'],
  }),
  'null in the place of an object': () => ({
    send: () => raw('null'),
    problem: 'request:malformed',
    errors: ['/body'],
  }),
  'an unknown field': () => ({
    send: () => draftWith({ mau: 1 }),
    problem: 'request:malformed',
    errors: ['/body/mau'],
  }),
  'fields that are ours to give': () => ({
    send: () => draftWith({ number: 1, status: 'Issued', agency: 'H99.2', recordedAt: 'x' }),
    problem: 'request:malformed',
    errors: ['/body/number', '/body/status', '/body/agency', '/body/recordedAt'],
  }),
  'a prototype': () => ({
    send: () => raw(JSON.stringify(draftOf(fixture.content)).replace('{', '{"__proto__":{"a":1},')),
    problem: 'request:malformed',
    errors: ['/body/__proto__'],
  }),
  'names that every object has': () => ({
    send: () =>
      draftWith({
        toString: 1,
        hasOwnProperty: 1,
        valueOf: { a: 1 },
        contents: [{ ...fixture.content, isPrototypeOf: 1 }],
      }),
    problem: 'request:malformed',
    errors: ['/body/contents/0/isPrototypeOf', '/body/toString', '/body/hasOwnProperty', '/body/valueOf'],
  }),
  'a field twice': () => ({
    send: () => raw(JSON.stringify(draftOf(fixture.content)).replace('{', '{"subject":"Khác",')),
    problem: 'request:malformed',
    errors: ['/body/subject'],
  }),
  'a field twice deep inside': () => ({
    send: () => raw(JSON.stringify(draftOf(fixture.content)).replace('[{', '[{"name":"Khác.pdf",')),
    problem: 'request:malformed',
    errors: ['/body/contents/0/name'],
  }),
  'no word on secrecy where one may stand': () => ({
    send: () => draftWith({ secrecy: null }),
    problem: 'request:malformed',
    errors: ['/body/secrecy'],
  }),
  'an empty word on secrecy': () => ({
    send: () => draftWith({ secrecy: '' }),
    problem: 'request:malformed',
    errors: ['/body/secrecy'],
  }),
  'line breaks in the name of a file': () => ({
    send: () => draftWith({ contents: [{ ...fixture.content, name: 'a.pdf\r\nX: y' }] }),
    problem: 'request:malformed',
    errors: ['/body/contents/0/name'],
  }),
  'the name of a program': () => ({
    send: () => draftWith({ contents: [{ ...fixture.content, name: 'hoa-don.pdf.exe' }] }),
    problem: 'request:malformed',
    errors: ['/body/contents/0/name'],
  }),
  'a name that reads otherwise than it stands': () => ({
    send: () => draftWith({ contents: [{ ...fixture.content, name: 'hop-dong\u202efdp.exe' }] }),
    problem: 'request:malformed',
    errors: ['/body/contents/0/name'],
  }),
  'a field missing': () => ({
    send: () => as(sender, 'Leader').post(`/documents/${fixture.drafted}/signature`, { authority: 'head' }),
    problem: 'request:malformed',
  }),
  'an id that is none': () => ({
    send: () => as(sender, 'Leader').post('/documents/1/signature', { authority: 'head', position: 'GĐ' }),
    problem: 'request:malformed',
    errors: ['/target/documentId'],
  }),
  'a wrong agency code': () => ({
    send: () =>
      as(sender, 'Clerk').post(`/documents/${fixture.registered}/issue`, { recipients: ['sở tài chính'] }),
    problem: 'request:malformed',
    errors: ['/body/recipients'],
  }),
  'a code that would leave its subject': () => ({
    send: () =>
      as('H99', 'OneStopOfficer').post(`/dossiers/${fixture.dossierId}/handoffs`, {
        to: 'H99.>\r\nPUB x',
        reason: 'a',
      }),
    problem: 'request:malformed',
  }),
  'a wrong document type': () => ({
    send: () => draftWith({ documentType: 'ABC' }),
    problem: 'document:unknown-document-type',
  }),
  'a wrong urgency': () => ({
    send: () => draftWith({ urgency: 'gấp' }),
    problem: 'request:malformed',
    errors: ['/body/urgency'],
  }),
  'a code of no scheme': () => ({
    send: () =>
      as('H99', 'Operator').put('/agencies/999', { name: 'Sở X', abbreviation: 'SX', tier: 'province' }),
    problem: 'request:malformed',
    errors: ['/target/agency'],
  }),
  'SQL in a cursor': () => ({
    send: () => as(sender, 'Clerk').get(`/inbox?cursor=${encodeURIComponent("'; drop table inbox; --")}`),
    problem: 'request:malformed',
    errors: ['/query/cursor'],
  }),
  'a limit without end': () => ({
    send: () => as(sender, 'Clerk').get('/inbox?limit=1000000'),
    problem: 'request:malformed',
    errors: ['/query/limit'],
  }),
  'a question twice': () => ({
    send: () => as(sender, 'Clerk').get('/inbox?limit=1&limit=2'),
    problem: 'request:malformed',
  }),
  'an unknown question': () => ({
    send: () => as(sender, 'Clerk').get('/inbox?agency=H99.2'),
    problem: 'request:malformed',
    errors: ['/query/agency'],
  }),
  'a path in the place of a hash': () => ({
    send: () =>
      as(sender, 'Clerk').get(`/documents/${fixture.drafted}/contents/..%2f..%2fidentity%2fsigning-key.json`),
    problem: 'request:malformed',
    errors: ['/target/sha256'],
  }),
  'two moments at once': () => ({
    send: () =>
      as(sender, 'Auditor').get(
        `/audit/documents/${fixture.issued}/history?revision=0&at=2026-01-01T00:00:00.000Z`,
      ),
    problem: 'request:one-moment-only',
  }),
  'a revision that was never reached': () => ({
    send: () => as(sender, 'Auditor').get(`/audit/documents/${fixture.drafted}/history?revision=9`),
    problem: 'history:revision-not-reached',
  }),
};

const sizes: Readonly<Record<string, () => Case>> = {
  'a body over 1 MiB': () => ({
    send: () => draftWith({ subject: 'a'.repeat(1_100_000) }),
    problem: 'request:too-large',
  }),
  'a body over 1 MiB in pieces': () => ({
    send: () =>
      chunked('POST', '/documents', as(sender, 'Drafter'), 20, 'a'.repeat(64 * 1024), { ...json, ...key() }),
    problem: 'request:too-large',
  }),
  'a hundred thousand entries, all of them different': () => ({
    send: () =>
      as(sender, 'Clerk').post(`/documents/${fixture.registered}/issue`, {
        recipients: Array.from({ length: 150_000 }, (_, index) => index),
      }),
    problem: 'request:malformed',
  }),
  'a recipient too many': () => ({
    send: () =>
      as(sender, 'Clerk').post(`/documents/${fixture.registered}/issue`, {
        recipients: Array.from({ length: 1_001 }, (_, index) => `H98.${index}`),
      }),
    problem: 'request:malformed',
    errors: ['/body/recipients'],
  }),
  'JSON nested too deeply': () => ({
    send: () => raw(`${'['.repeat(100_000)}${']'.repeat(100_000)}`),
    problem: 'request:too-deep',
  }),
  'text longer than its field': () => ({
    send: () => draftWith({ subject: 'ă'.repeat(501) }),
    problem: 'request:malformed',
  }),
  'an address without end': () => ({
    send: () => as(sender, 'Clerk').get(`/inbox?cursor=${'a'.repeat(5_000)}`),
    problem: 'request:address-too-long',
  }),
  'headers without end': () => ({
    send: () => as(sender, 'Clerk').get('/inbox', { 'x-a': 'a'.repeat(17_000) }),
    problem: 'request:headers-too-large',
  }),
  'a file larger than allowed': () => ({
    send: () => as(sender, 'Clerk').upload('a'.repeat(64), Buffer.alloc(contentBytesMax + 1)),
    problem: 'content:too-large',
  }),
  'a file larger than allowed in pieces': () => ({
    send: () =>
      chunked('PUT', `/contents/${'a'.repeat(64)}`, as(sender, 'Clerk'), 70, 'a'.repeat(64 * 1024), {
        'content-secrecy': 'none',
      }),
    problem: 'content:too-large',
  }),
  'a body that is no JSON': () => ({
    send: () => raw('a=b', { 'content-type': 'application/x-www-form-urlencoded' }),
    problem: 'request:wrong-media-type',
  }),
  'a body without a type': () => ({
    send: () => raw(Buffer.from('{}'), { 'content-type': '' }),
    problem: 'request:wrong-media-type',
  }),
  'a body that is packed': () => ({
    send: () => raw('{}', { 'content-encoding': 'gzip' }),
    problem: 'request:wrong-media-type',
  }),
};

const persons: Readonly<Record<string, () => Case>> = {
  'no token': () => ({
    send: () => edge.withToken(undefined).get('/inbox'),
    problem: 'request:not-authenticated',
  }),
  'a foreign token': () => ({
    send: () => edge.withToken('e30.e30.c2ln').get('/inbox'),
    problem: 'request:not-authenticated',
  }),
  'a stale token': () => ({
    send: async () => {
      const stale = { sub: 'cu', agency: sender, roles: ['Clerk'], hours: -1 };
      return edge.withToken(await edge.issuer.issue(stale)).get('/inbox');
    },
    problem: 'request:not-authenticated',
  }),
  'a role that may not': () => ({
    send: () =>
      as(sender, 'Clerk').post(`/documents/${fixture.drafted}/signature`, {
        authority: 'head',
        position: 'GĐ',
      }),
    problem: 'request:role-not-allowed',
  }),
  'no key': () => ({
    send: () => raw('{}', { 'idempotency-key': '' }),
    problem: 'request:idempotency-key-missing',
  }),
  'a key of other letters': () => ({
    send: () => raw('{}', { 'idempotency-key': 'a b' }),
    problem: 'request:malformed-header',
  }),
  'a journey that is no UUID': () => ({
    send: () => raw('{}', { 'correlation-id': '1' }),
    problem: 'request:malformed-header',
  }),
  'an import by somebody else': () => ({
    send: () => raw('{}', importing()),
    problem: 'request:importer-only',
  }),
  'an import from the future': () => ({
    send: () =>
      as('H99', 'Importer').post(
        '/documents',
        draftOf(fixture.content),
        importing({ 'import-occurred-at': '2199-01-01T00:00:00.000Z' }),
      ),
    problem: 'request:malformed',
    errors: ['/headers/import-occurred-at'],
  }),
  'an import from before what is recorded': () => ({
    send: () =>
      as('H99', 'Importer').post(
        `/documents/${fixture.drafted}/signature`,
        { authority: 'head', position: 'Giám đốc' },
        importing({ 'import-occurred-at': '2001-01-01T00:00:00.000Z' }),
      ),
    problem: 'document:occurred-before-history',
  }),
  'an unknown address': () => ({
    send: () => as(sender, 'Clerk').get('/van-ban'),
    problem: 'request:no-such-address',
  }),
  'a wrong method': () => ({
    send: () => as(sender, 'Clerk').send('DELETE', `/documents/${fixture.drafted}`, undefined),
    problem: 'request:wrong-method',
  }),
};

const rules: Readonly<Record<string, () => Case>> = {
  'unknown recipients, each of them named': () => ({
    send: () =>
      as(sender, 'Clerk').post(`/documents/${fixture.registered}/issue`, {
        recipients: ['H99.2', 'H98.1', 'H99.3', 'H98.2'],
      }),
    problem: 'document:unknown-recipient',
    errors: ['/body/recipients/1', '/body/recipients/3'],
  }),
  'the sender among its recipients': () => ({
    send: () => as(sender, 'Clerk').post(`/documents/${fixture.registered}/issue`, { recipients: [sender] }),
    problem: 'document:sender-among-recipients',
  }),
  'a number before the signature': () => ({
    send: () => as(sender, 'Clerk').post(`/documents/${fixture.drafted}/number`),
    problem: 'document:not-signed-yet',
  }),
  'an issue before the number': () => ({
    send: () => as(sender, 'Clerk').post(`/documents/${fixture.signed}/issue`, { recipients: [recipient] }),
    problem: 'document:not-numbered-yet',
  }),
  'an issue to others afterwards': () => ({
    send: () => as(sender, 'Clerk').post(`/documents/${fixture.issued}/issue`, { recipients: [stranger] }),
    problem: 'document:already-issued',
  }),
  'an assignment before the receipt': () => ({
    send: () =>
      as(recipient, 'Leader').post(`/inbox/${fixture.issued}/assignment`, {
        assignee: officerId('Specialist', recipient),
      }),
    problem: 'delivery:not-accepted-yet',
  }),
  'an assignment to somebody elsewhere': () => ({
    send: () =>
      as(recipient, 'Leader').post(`/inbox/${fixture.issued}/assignment`, {
        assignee: officerId('Specialist', sender),
      }),
    problem: 'delivery:not-accepted-yet',
  }),
  'an acceptance by the giver': () => ({
    send: () =>
      as('H99', 'OneStopOfficer').post(
        `/dossiers/${fixture.dossierId}/handoffs/${fixture.handoffId}/acceptance`,
      ),
    problem: 'dossier:not-the-recipient',
  }),
  'a second offer while one is pending': () => ({
    send: () =>
      as('H99', 'OneStopOfficer').post(`/dossiers/${fixture.dossierId}/handoffs`, {
        to: recipient,
        reason: 'a',
      }),
    problem: 'dossier:handoff-already-pending',
  }),
  'an unknown hand-off': () => ({
    send: () =>
      as(sender, 'OneStopOfficer').post(`/dossiers/${fixture.dossierId}/handoffs/${randomUUID()}/acceptance`),
    problem: 'dossier:handoff-not-found',
  }),
  'a used key with another body': () => ({
    send: () =>
      as(sender, 'Drafter').post(
        '/documents',
        { ...draftOf(fixture.content), subject: 'Khác' },
        { 'idempotency-key': fixture.usedKey },
      ),
    problem: 'document:idempotency-key-reused',
  }),
  'content nobody uploaded': () => ({
    send: () => draftWith({ contents: [{ ...fixture.content, sha256: 'b'.repeat(64) }] }),
    problem: 'document:content-not-uploaded',
    errors: ['/body/contents/0'],
  }),
  'content only another agency uploaded': () => ({
    send: () => as(recipient, 'Drafter').post('/documents', draftOf(fixture.content)),
    problem: 'document:content-not-uploaded',
    errors: ['/body/contents/0'],
  }),
  'content of another type than it is said to be': () => ({
    send: () => draftWith({ contents: [fixture.content, { ...picture, mediaType: 'application/pdf' }] }),
    problem: 'document:content-type-mismatch',
    errors: ['/body/contents/1/mediaType'],
  }),
  'bytes that are not those of the hash': () => ({
    send: () => as(sender, 'Clerk').upload('c'.repeat(64), Buffer.from('khác')),
    problem: 'content:hash-mismatch',
  }),
  'a position of another store': () => ({
    send: () => as(sender, 'Clerk').get(`/inbox?after=${randomUUID()}.5`),
    problem: 'position:of-another-store',
  }),
  'a position of a lost future': () => ({
    send: () => as(sender, 'Clerk').get(`/inbox?after=${province.storeId}.1.5`),
    problem: 'position:of-a-lost-future',
  }),
  'a position that is none': () => ({
    send: () => as(sender, 'Clerk').get('/inbox?after=5'),
    problem: 'request:malformed',
    errors: ['/query/after'],
  }),
};

it('content of another type is told by name and both types, and its bytes are not kept', async () => {
  const answer = await draftWith({ contents: [{ ...picture, mediaType: 'application/pdf' }] });
  expect(problemIn(answer).errors?.[0]?.detail).toBe(
    'dau.png is said to be application/pdf, its bytes are image/png: name that type, or upload the application/pdf',
  );
  expect(await province.contentStore.size(picture.sha256)).toBeUndefined();
});

const tables = { shapes, sizes, persons, rules };

describe.each(Object.entries(tables))('bad input, %s', (_table, cases) => {
  it.each(Object.entries(cases))(
    '%s is told as its own problem and changes nothing',
    async (_case, caseOf) => {
      const { send, problem, errors } = caseOf();
      const before = await recordedFacts();
      const answer = await send();
      const { status, retry, title, detailVi } = problems[problem];
      const told = problemIn(answer);
      expect(told).toMatchObject({ type: problemType(problem), status, retry, title, detailVi });
      expect(answer.status).toBe(status);
      if (errors !== undefined) expect(told.errors?.map(placeOf)).toEqual(errors);
      expect(await recordedFacts()).toEqual(before);
    },
  );
});

describe('an object of another agency', () => {
  const unknown = '6fa459ea-ee8a-5ca4-894e-db77e160355e';
  const document = () => fixture.numbered;
  const issued = () => fixture.issued;
  const dossier = () => fixture.dossierId;
  type Ask = (id: string) => Promise<Answer<unknown>>;
  const asks: Readonly<Record<string, readonly [() => string, Ask]>> = {
    'its document': [document, (each) => as(stranger, 'Clerk').get(`/documents/${each}`)],
    'its document, by its signature': [
      document,
      (each) =>
        as(stranger, 'Leader').post(`/documents/${each}/signature`, { authority: 'head', position: 'GĐ' }),
    ],
    'its document, by its number': [
      document,
      (each) => as(stranger, 'Clerk').post(`/documents/${each}/number`),
    ],
    'its document, by issuing it': [
      document,
      (each) => as(stranger, 'Clerk').post(`/documents/${each}/issue`, { recipients: ['H99.2'] }),
    ],
    'its document, by issuing it to nobody known': [
      document,
      (each) => as(stranger, 'Clerk').post(`/documents/${each}/issue`, { recipients: ['H98.1'] }),
    ],
    'what came to it': [issued, (each) => as(stranger, 'Clerk').get(`/documents/${each}`)],
    'what came to it, by a receipt': [issued, (each) => as(stranger, 'Clerk').post(`/inbox/${each}/receipt`)],
    'what came to it, by a refusal': [
      issued,
      (each) => as(stranger, 'Clerk').post(`/inbox/${each}/refusal`, { reasonCode: 'mis-sent', reason: 'a' }),
    ],
    'what came to it, by an assignment': [
      issued,
      (each) =>
        as(stranger, 'Leader').post(`/inbox/${each}/assignment`, {
          assignee: officerId('Specialist', stranger),
        }),
    ],
    'what came to it, by a start': [
      issued,
      (each) => as(stranger, 'Specialist').post(`/inbox/${each}/start`),
    ],
    'its dossier': [dossier, (each) => as(stranger, 'Clerk').get(`/dossiers/${each}`)],
    'its control slip': [dossier, (each) => as(stranger, 'Clerk').get(`/dossiers/${each}/control-slip`)],
    'its dossier, by an offer': [
      dossier,
      (each) => as(stranger, 'Clerk').post(`/dossiers/${each}/handoffs`, { to: 'H99.2', reason: 'a' }),
    ],
    'its dossier, by an acceptance': [
      dossier,
      (each) => as(stranger, 'Clerk').post(`/dossiers/${each}/handoffs/${fixture.handoffId}/acceptance`),
    ],
    'its dossier, by an activity': [
      dossier,
      (each) => as(stranger, 'Clerk').post(`/dossiers/${each}/activities`, { activity: 'a' }),
    ],
    'its dossier, by its completion': [
      dossier,
      (each) => as(stranger, 'Clerk').post(`/dossiers/${each}/completion`, { outcome: 'granted' }),
    ],
  };

  it.each(Object.entries(asks))('is as unknown as one that never was: %s', async (_case, [real, ask]) => {
    const before = await recordedFacts();
    const [ofAnother, ofNobody] = [await ask(real()), await ask(unknown)];
    expect([ofAnother.status, ofNobody.status]).toEqual([404, 404]);
    expect(ofAnother.text.replaceAll(real(), unknown)).toBe(ofNobody.text);
    const names = (answer: Answer<unknown>) => [...answer.headers.keys()].sort();
    expect(names(ofAnother)).toEqual(names(ofNobody));
    expect(await recordedFacts()).toEqual(before);
  });

  it('is a file, too', async () => {
    const { sha256 } = fixture.content;
    const nothing = 'd'.repeat(64);
    const part = (documentId: string, hash: string) => `/documents/${documentId}/contents/${hash}`;
    const normal = (text: string): string =>
      [fixture.issued, fixture.drafted].reduce((each, real) => each.replaceAll(real, unknown), text);
    const ofNobody = await as(stranger, 'Clerk').get(part(unknown, nothing));
    expect(problemIn(ofNobody).type).toBe(problemType('content:not-found'));
    const foreign = [
      await as(stranger, 'Clerk').get(part(fixture.issued, sha256)),
      await as(recipient, 'Clerk').get(part(fixture.drafted, sha256)),
      await as(recipient, 'Clerk').get(part(fixture.issued, picture.sha256)),
      await as(sender, 'Drafter').get(part(fixture.issued, picture.sha256)),
    ];
    for (const { status, text } of foreign) {
      expect(status).toBe(404);
      expect(normal(text).replace(/[0-9a-f]{64}/, nothing)).toBe(ofNobody.text);
    }
  });

  it('is no file that its own agency uploaded and no document names', async () => {
    const answer = await as(sender, 'Drafter').get(`/contents/${picture.sha256}`);
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'PUT']);
  });
});

describe('a secrecy mark', () => {
  const bytes = Buffer.from(`nội dung ${canary}`);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const drafter = () => as(sender, 'Drafter');
  const journey = { 'correlation-id': '0aaaaaaa-0000-4000-8000-00000000aaaa' };

  const marked: Readonly<Record<string, readonly [() => Promise<Answer<unknown>>, ProblemName]>> = {
    'in the header of an upload': [
      () => drafter().upload(sha256, bytes, { 'content-secrecy': 'mat', ...journey }),
      'content:secret-content',
    ],
    'not denied in the header of an upload': [
      () => drafter().upload(sha256, bytes, { 'content-secrecy': '', ...journey }),
      'content:secret-content',
    ],
    'of an upload that would be too large': [
      () => drafter().upload(sha256, Buffer.alloc(contentBytesMax + 1), { 'content-secrecy': 'toi-mat' }),
      'content:secret-content',
    ],
    'in the body of a draft': [
      () =>
        draftWith({
          secrecy: 'tuyet-mat',
          subject: canary,
          contents: [{ ...fixture.content, name: `${canary}.pdf` }],
        }),
      'document:secret-content',
    ],
    'in the body of a draft that is malformed besides': [
      () => draftWith({ secrecy: { level: canary }, subject: 7 }),
      'document:secret-content',
    ],
    'with another one that denies it': [
      () =>
        raw(
          JSON.stringify({ secrecy: 'mat', ...draftOf(fixture.content), subject: canary }).replace(
            /}$/,
            ',"secr\\u0065cy":"none"}',
          ),
        ),
      'document:secret-content',
    ],
    'in a place of its own, as a list of nothing': [
      () => draftWith({ secrecy: [], subject: canary }),
      'document:secret-content',
    ],
  };

  it.each(Object.entries(marked))(
    '%s is refused, counted, and leaves nothing',
    async (_case, [send, problem]) => {
      const before = await recordedFacts();
      const answer = await send();
      expect(problemIn(answer)).toMatchObject({ type: problemType(problem), status: 422, retry: 'never' });
      expect(answer.text).not.toContain(canary);
      const year = new Date(Date.now() + 7 * 3_600_000).getUTCFullYear();
      expect(await recordedFacts()).toEqual([
        ...before,
        `secrecy-${sender}.${year} SecretDocumentRefused.v1`,
      ]);
      const { events } = await province.store.readStream(`secrecy-${sender}.${year}`);
      expect(Object.keys(events.at(-1)?.data as object).sort()).toEqual(['agency', 'at', 'localDate']);
      expect(events.at(-1)?.metadata.actor).toMatchObject({ agency: sender, role: 'System' });
      expect(JSON.stringify(events.at(-1)?.metadata)).not.toContain(journey['correlation-id']);
    },
  );

  it('leaves its bytes nowhere: not in the store, on the bus, in the log or in the data folder', async () => {
    const events = await province.store.readAll({ max: 10_000 });
    expect(JSON.stringify(events.map(({ data, metadata }) => [data, metadata]))).not.toContain(canary);
    const { dataDir } = province.context.configuration;
    const entries = await readdir(dataDir, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    expect(files.length).toBeGreaterThan(0);
    for (const { parentPath, name } of files) {
      expect(name).not.toContain(sha256);
      expect((await readFile(join(parentPath, name))).includes(canary)).toBe(false);
    }
    await province.context.connection.flush();
    expect(onTheBus.length).toBeGreaterThan(100);
    expect(onTheBus.join('\n')).not.toContain(canary);
    expect(province.log.length).toBeGreaterThan(100);
    expect(province.log.join('\n')).not.toContain(canary);
    expect(province.log.join('\n')).not.toContain(sha256);
  });
});

describe('what is not there', () => {
  it('is 503 with a hint, and the same command with the same key is done once when it is back', async () => {
    // As long as somebody listens to everything, the bus takes nobody's absence for certain.
    listening.unsubscribe();
    const applicantRef = id(await as('H99', 'Clerk').post('/applicants', someCitizen), 'applicantRef');
    await province.stopService('dossiers');
    const opening = { procedure: '2.000635', channel: 'counter', applicantRef };
    const headers = key();
    const away = await as('H99', 'Clerk').post('/dossiers', opening, headers);
    expect(problemIn(away)).toMatchObject({
      type: problemType('service:unavailable'),
      status: 503,
      retry: 'later',
    });
    expect(away.headers.get('retry-after')).toMatch(/^\d+$/);
    await province.startService('dossiers');
    const back = await as('H99', 'Clerk').post('/dossiers', opening, headers);
    expect((await as('H99', 'Clerk').post('/dossiers', opening, headers)).text).toBe(back.text);
  });
});
