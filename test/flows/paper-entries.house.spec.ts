import { randomUUID } from 'node:crypto';
import type {
  IncomingPaperRecorded,
  IncomingRegisterRow,
  OutgoingPaperRecorded,
  OutgoingRegisterRow,
  Page,
  SearchRow,
} from '@contracts';
import { localDate, localYear } from '@domain/codes';
import { registerStream } from '@domain/register';
import { secrecyStream } from '@domain/secrecy';
import { numbersComplete } from '../faults/invariants';
import { Clerks } from './clerks';
import { wronglyDescribed } from './described-answers';
import { bodyOf, Edge, problemIn } from './edge';
import { Hands } from './hands';
import { officerId, type Province, startProvince } from './province';

jest.setTimeout(120_000);

const agency = 'H99.1';
const clock = new Hands();
const today = localDate(clock.now());
const year = localYear(clock.now());

let province: Province;
let edge: Edge;
let clerks: Clerks;

beforeAll(async () => {
  province = await startProvince({
    services: ['directory', 'exchange', 'read-models', 'audit'],
    settings: { LIENTHONG_PORT: '0' },
    clock,
  });
  await province.found();
  edge = await Edge.start(province.context);
  clerks = new Clerks(province, edge);
});
afterAll(async () => {
  const errors = province.log.filter((line) => line.includes('"level":"error"'));
  await edge.stop();
  await province.stop();
  expect(errors).toEqual([]);
});

const outgoing = `/registers/outgoing/${year}/paper-entries`;
const incoming = `/registers/incoming/${year}/paper-entries`;
const left = {
  documentType: 'QD',
  documentDate: today,
  subject: 'Về việc khen thưởng',
  signer: 'Giám đốc',
  recipients: ['Công ty cổ phần A', 'Lưu: VT'],
  filedBy: 'Văn thư',
  copies: 3,
};
const came = {
  arrivedDate: today,
  sender: 'Công ty cổ phần B',
  symbol: '12/CV-CTB',
  documentDate: '2020-02-29',
  documentType: 'CV',
  subject: 'Đề nghị gia hạn giấy phép',
  receiver: 'Phòng Tổng hợp',
};
const approvedBy = officerId('Leader', agency);

const recordOutgoing = (over: object = {}) =>
  clerks.act<OutgoingPaperRecorded>(agency, 'Clerk', outgoing, { ...left, ...over });
const recordIncoming = (over: object = {}) =>
  clerks.act<IncomingPaperRecorded>(agency, 'Clerk', incoming, { ...came, ...over });
const rows = async <Row>(book: 'outgoing' | 'incoming', after: string): Promise<readonly Row[]> =>
  (await clerks.get<Page<Row>>(agency, 'Clerk', `/registers/${book}/${year}?after=${after}`)).rows;
const print = async (book: string, format: string, after: string) =>
  (await edge.as(agency, 'Clerk')).get<string>(
    `/registers/${book}/${year}/print?format=${format}&after=${after}`,
  );

it('shares one series with electronic documents, without a gap, however many write at once', async () => {
  const numbered = await Promise.all([
    ...Array.from({ length: 4 }, () => clerks.registered(agency)),
    ...Array.from({ length: 12 }, () => recordOutgoing()),
  ]);
  const papers = numbered.filter((each) => typeof each !== 'string');
  const book = registerStream({ agency, series: 'outgoing', bookYear: year });
  const { events } = await province.store.readStream(book);
  const taken = events.filter(({ type }) => type === 'NumberAllocated.v1');
  expect(taken.map(({ data }) => (data as { number: number }).number)).toEqual(
    Array.from({ length: 16 }, (_, i) => i + 1),
  );
  expect(papers.map(({ symbol }) => symbol)).toEqual(
    papers.map(({ number }) => `${String(number).padStart(2, '0')}/QĐ-STC`),
  );
  const everything = await province.store.readAll({ max: 10_000 });
  expect(numbersComplete(everything)).toEqual([]);
  const lost = everything.find(({ type }) => type === 'OutgoingPaperRecorded.v1');
  expect(numbersComplete(everything.filter((event) => event !== lost)).join()).toContain(
    'stands for nothing',
  );
});

it('takes the number of its own series: normative types and copies have theirs', async () => {
  expect(await recordOutgoing({ documentType: 'QPQD' })).toMatchObject({
    ...{ series: 'outgoingqpqd', number: 1, symbol: `01/${year}/QĐ-STC` },
  });
  expect(await recordOutgoing({ copyKind: 'SY' })).toMatchObject({
    ...{ series: 'outgoingcopy', number: 1, symbol: '01/SY-STC' },
  });
});

it('stands in the outgoing book and its prints, marked as paper', async () => {
  const { entryId, number, symbol, position } = await recordOutgoing({ note: 'Gửi bưu điện' });
  const own = (await rows<OutgoingRegisterRow>('outgoing', position)).find(
    (row) => row.paperEntryId === entryId,
  );
  expect(own).toEqual({
    ...{ series: 'outgoing', number, symbol, documentDate: today, documentType: 'QD', subject: left.subject },
    ...{
      signer: left.signer,
      recipients: left.recipients,
      filedBy: left.filedBy,
      copies: 3,
      sending: 'paper',
    },
    ...{ note: 'Gửi bưu điện', paperEntryId: entryId, numberedAt: expect.any(String) as string },
  });
  const csv = bodyOf(await print('outgoing', 'csv', position));
  const line = csv.split('\n').find((each) => each.includes('Gửi bưu điện'));
  expect(line).toContain(`"${symbol}","${today.split('-').reverse().join('/')}",`);
  expect(line).toContain('"Giám đốc","Công ty cổ phần A; Lưu: VT","Văn thư","3","Bản giấy",');
  for (const format of ['pdf', 'xlsx']) expect((await print('outgoing', format, position)).status).toBe(200);
});

it('stands in the incoming book beside what came electronically', async () => {
  const documentId = await clerks.accepted('H99.2', agency);
  const { entryId, number, position } = await recordIncoming();
  expect(number).toBe(2);
  const book = await rows<IncomingRegisterRow>('incoming', position);
  expect(book.map((row) => row.documentId ?? row.paperEntryId)).toEqual([documentId, entryId]);
  expect(book[1]).toEqual({
    ...{ number, arrivedDate: today, numberedAt: expect.any(String) as string, from: came.sender },
    ...{ symbol: came.symbol, documentDate: '2020-02-29', documentType: 'CV', subject: came.subject },
    ...{ receiver: came.receiver, receivedBy: officerId('Clerk', agency), paperEntryId: entryId },
    receivedByName: `Clerk ${agency}`,
  });
  const csv = bodyOf(await print('incoming', 'csv', position));
  const line = csv.split('\n').find((each) => each.includes(came.sender));
  expect(line).toContain(
    `,"2","${came.sender}","12/CV-CTB","29/02/2020","Công văn: ${came.subject}","Phòng Tổng hợp","","Bản giấy"`,
  );
  const { subject, sender, arrivedDate } = came;
  const plain = { subject, sender, arrivedDate };
  expect(await clerks.act(agency, 'Clerk', incoming, plain)).toMatchObject({ number: 3 });
});

describe('sent again', () => {
  it('is answered as the first time, also when its number was voided since', async () => {
    const clerk = await edge.as(agency, 'Clerk');
    const key = { 'idempotency-key': randomUUID() };
    const first = await clerk.post<OutgoingPaperRecorded>(outgoing, left, key);
    expect([first.status, first.headers.get('location')]).toEqual([201, `/registers/outgoing/${year}`]);
    expect((await clerk.post(outgoing, left, key)).body).toEqual(first.body);
    const path = `${outgoing}/${bodyOf(first).entryId}/number-void`;
    const voiding = { approvedBy, reason: 'In sai' };
    const again = { 'idempotency-key': randomUUID() };
    const voided = await clerk.post(path, voiding, again);
    expect((await clerk.post(path, voiding, again)).body).toEqual(bodyOf(voided));
    expect((await clerk.post(outgoing, left, key)).body).toEqual(first.body);
    const others = await Promise.all([
      clerk.post(path, { ...voiding, reason: 'Khác' }, again),
      clerk.post(outgoing, { ...left, subject: 'Khác' }, key),
      clerk.post(outgoing, { ...left, documentType: 'QPQD' }, key),
      clerk.post(path, voiding),
    ]);
    expect(others.map((answer) => problemIn(answer).type.split(':').at(-1))).toEqual([
      'idempotency-key-reused',
      'idempotency-key-reused',
      'idempotency-key-reused',
      'number-voided',
    ]);
  });

  it('many at once take one number', async () => {
    const clerk = await edge.as(agency, 'Clerk');
    const key = { 'idempotency-key': randomUUID() };
    const answers = await Promise.all(Array.from({ length: 8 }, () => clerk.post(incoming, came, key)));
    expect(new Set(answers.map((answer) => JSON.stringify(bodyOf(answer)))).size).toBe(1);
  });
});

it('gives its number up with the approval of a leader; it stays in the book and is never given again', async () => {
  const { entryId, number } = await recordIncoming();
  const path = `${incoming}/${entryId}/number-void`;
  const reason = 'Vào sổ nhầm';
  const noLeader = { approvedBy: officerId('Clerk', agency), reason };
  expect(await clerks.refused(agency, 'Clerk', path, noLeader)).toBe('document:approver-not-a-leader');
  expect(await clerks.refused('H99.2', 'Clerk', path, noLeader)).toBe('register:paper-entry-not-found');
  const { position } = await clerks.act(agency, 'Clerk', path, { approvedBy, reason });
  const row = (await rows<IncomingRegisterRow>('incoming', position)).find((each) => each.number === number);
  const voidedBy = officerId('Clerk', agency);
  expect(row).toMatchObject({ voided: reason, voidedBy, voidApprovedBy: approvedBy });
  expect(bodyOf(await print('incoming', 'csv', position))).toContain(`Số hủy: ${reason}. Bản giấy`);
  expect(await recordIncoming()).toMatchObject({ number: number + 1 });
  expect(numbersComplete(await province.store.readAll({ max: 10_000 }))).toEqual([]);
});

it.each<[string, string, Record<string, unknown>, string]>([
  [
    'bears a date of another year',
    outgoing,
    { ...left, documentDate: '2020-01-02' },
    'register:date-outside-book',
  ],
  ['bears no type of the table', outgoing, { ...left, documentType: 'XX' }, 'document:unknown-document-type'],
  ['bears a mark of secrecy', outgoing, { ...left, secrecy: 'mat' }, 'document:secret-content'],
  ['came with a mark of secrecy', incoming, { ...came, secrecy: 'mat' }, 'document:secret-content'],
  ['comes tomorrow', incoming, { ...came, arrivedDate: '2199-01-01' }, 'register:arrival-in-the-future'],
  [
    'was written after it came',
    incoming,
    { ...came, arrivedDate: '2020-02-28' },
    'register:dated-after-arrival',
  ],
  [
    'belongs into another book',
    incoming.replace(String(year), String(year - 1)),
    came,
    'register:not-the-book-of-this-year',
  ],
])('is refused when it %s, and nothing is kept', async (_, path, body, problem) => {
  const count = async () =>
    (await province.store.readAll({ max: 10_000 })).filter(({ stream }) => stream.startsWith('register-'))
      .length;
  const before = await count();
  expect(await clerks.refused(agency, 'Clerk', path, body)).toBe(problem);
  expect(await count()).toBe(before);
});

it('counts what bore a mark of secrecy, and keeps none of its words', async () => {
  const canary = `mật ${randomUUID()}`;
  const body = { ...came, subject: canary, secrecy: 'toi-mat' };
  expect(await clerks.refused(agency, 'Clerk', incoming, body)).toBe('document:secret-content');
  const facts = await province.factsOf(secrecyStream(agency, year));
  expect(facts.at(-1)).toBe('SecretDocumentRefused');
  const stored = await province.store.readAll({ max: 10_000 });
  expect(stored.filter(({ data }) => JSON.stringify(data).includes(canary))).toEqual([]);
  expect(province.log.filter((line) => line.includes(canary))).toEqual([]);
});

it('is for clerks', async () => {
  expect(await clerks.refused(agency, 'Specialist', incoming, came)).toBe('request:role-not-allowed');
});

it('answers as the OpenAPI document says', async () => {
  expect(await wronglyDescribed(edge, 'paper-entries')).toEqual([]);
});

it('is found by words, symbol and number, as what is electronic', async () => {
  const out = await recordOutgoing({ subject: 'Khen thưởng Zebra' });
  const { entryId, position } = await recordIncoming({ subject: 'Đề nghị Okapi', symbol: '77/CV-OKP' });
  const found = async (words: string) =>
    (await clerks.get<Page<SearchRow>>(agency, 'Clerk', `/search?${words}&after=${position}`)).rows;
  for (const words of ['text=zebra', `symbol=${encodeURIComponent(out.symbol)}&text=khen`])
    expect([words, await found(words)]).toMatchObject([words, [{ paperEntryId: out.entryId }]]);
  for (const words of ['text=okapi', 'symbol=77%2Fcv-okp', 'number=77&kind=paper'])
    expect([words, await found(words)]).toMatchObject([words, [{ paperEntryId: entryId, direction: 'in' }]]);
});
