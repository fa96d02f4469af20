import { createHash, randomUUID } from 'node:crypto';
import type {
  ApplicantRecorded,
  DossierFormData,
  DossierProgress,
  DossierRegisterRow,
  Page,
} from '@contracts';
import { applicantStream } from '@domain/applicant';
import { localDate } from '@domain/codes';
import { dossierStream } from '@domain/dossier';
import { readPdf } from '../printed/read-pdf';
import { Clerks } from './clerks';
import { wronglyDescribed } from './described-answers';
import { DossierBodies } from './dossier-bodies';
import { bodyOf, Edge, problemIn, type Visitor } from './edge';
import { type Province, startProvince } from './province';

jest.setTimeout(120_000);

const publicUrl = 'https://motcua.example/tra-cuu';
const person = {
  ...{ kind: 'citizen', name: 'Đặng Thị Ngọc Thưởng', identityNumber: '001188012345' },
  ...{ birthDate: '1988-02-29', address: 'Ấp Thạnh Lợi, xã Bình An', phone: '0912 345 678' },
  email: 'thuong@example.vn',
};

let province: Province;
let edge: Edge;
let clerks: Clerks;
let bodies: DossierBodies;
let centre: Visitor;

beforeAll(async () => {
  province = await startProvince({
    services: ['directory', 'dossiers', 'read-models', 'audit'],
    settings: {
      ...{ LIENTHONG_PORT: '0', LIENTHONG_PUBLIC_URL: `${publicUrl}/` },
      LIENTHONG_PUBLIC_LOOKS_PER_SECOND: '0',
    },
  });
  await province.found();
  edge = await Edge.start(province.context);
  clerks = new Clerks(province, edge);
  bodies = new DossierBodies(clerks, province, () => Promise.reject(new Error('not asked for here')));
  centre = await edge.as('H99', 'OneStopOfficer');
});
afterAll(async () => {
  await edge.stop();
  await province.stop();
  expect(province.log.filter((line) => line.includes('"level":"error"'))).toEqual([]);
});

const recorded = async (over: object = {}): Promise<string> => {
  const answer = await centre.post<ApplicantRecorded>('/applicants', { ...person, ...over });
  return bodyOf(answer).applicantRef;
};
/** Where everything that was done to the dossier can be read. */
async function seen(path: string): Promise<string> {
  const { position } = await province.store
    .readStream(dossierStream(path.split('/')[2] as string))
    .then(({ events }) => events.at(-1) as { position: bigint });
  return `after=${province.storeId}.${position}`;
}
const formAt = (path: string, form: string): string => `/dossiers/${path.split('/')[2]}/forms/${form}`;
const dataOf = async (path: string, form: string, by = centre) =>
  bodyOf(await by.get<DossierFormData>(`${formAt(path, form)}?format=json&${await seen(path)}`));

async function printed(path: string, headers: Record<string, string> = {}) {
  const response = await fetch(edge.address + path, {
    headers: { authorization: `Bearer ${centre.token}`, ...headers },
  });
  return { response, bytes: Buffer.from(await response.arrayBuffer()) };
}

it('a receipt is a PDF with the look-up of its code, and the same as data', async () => {
  const path = await bodies.accepted({ applicantRef: await recorded() });
  const data = await dataOf(path, 'receipt');
  const code = data.code as string;
  expect(code).toMatch(/^H99-\d{6}-\d{4}$/);
  expect(data).toMatchObject({
    ...{ form: 'receipt', number: '01', circular: 'Thông tư 03/2025/TT-VPCP' },
    ...{ procedureName: 'Cấp giấy phép xây dựng', lookUp: `${publicUrl}/public/dossiers/${code}` },
    applicant: { name: person.name, address: person.address, phone: person.phone, email: person.email },
    components: [
      { key: 'to-khai', name: 'Tờ khai', originals: 0, electronic: true },
      { key: 'ban-ve', name: 'Bản vẽ', originals: 2, electronic: false },
    ],
  });
  expect(JSON.stringify(data)).not.toContain(person.identityNumber);
  const { response, bytes } = await printed(formAt(path, 'receipt'));
  expect(response.headers.get('content-type')).toBe('application/pdf');
  expect(response.headers.get('content-disposition')).toContain('Giay tiep nhan ho so va hen tra ket qua');
  const { text, qr } = readPdf(bytes);
  expect(qr).toBe(data.lookUp);
  expect(text).toContain(person.name);
  expect(text).toContain('GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ');
  const negotiated = await printed(formAt(path, 'receipt'), { accept: 'application/json' });
  expect(JSON.parse(negotiated.bytes.toString())).toEqual(data);
  expect(negotiated.response.headers.get('vary')).toBe('accept');
});

it.each<[form: DossierFormData['form'], act: string, title: string]>([
  ['supplement-request', 'guideIntakeSupplement', 'PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ'],
  ['supplement-request', 'requestSupplement', 'PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ'],
  ['refusal', 'refuseAcceptance', 'PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ'],
  ['refusal', 'approveResult', 'PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ'],
  ['apology', 'issueApology', 'PHIẾU XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN TRẢ KẾT QUẢ'],
  ['stopping-notice', 'stopProcessing', 'THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ'],
])('%s comes with %s, and not before', async (form, act, title) => {
  const twin = await bodies.table[act]?.[0]?.();
  if (twin === undefined) throw new Error(`no body of ${act}`);
  const before = await centre.get(`${formAt(twin.path, form)}?${await seen(twin.path)}`);
  expect(problemIn(before)).toMatchObject({
    type: 'urn:lienthong:problem:dossier:form-not-issued',
    status: 409,
  });
  await clerks.act(twin.agency, twin.role, twin.path, twin.body as Record<string, unknown>);
  const data = await dataOf(twin.path, form);
  expect(data.reason).toBe((twin.body as { reason: string }).reason);
  const { text, qr } = readPdf((await printed(formAt(twin.path, form))).bytes);
  expect(text.replace(/\s+/g, ' ')).toContain(title);
  expect(text.replace(/\s+/g, ' ')).toContain(data.reason);
  expect(qr).toBe(data.lookUp);
});

it('a control slip is the hand-offs as they happened', async () => {
  const { agency, path, body } = await bodies.answered('H99.1');
  await clerks.act(agency, 'OneStopOfficer', path, body as Record<string, unknown>);
  const data = await dataOf(path, 'control-slip');
  expect(data.handoffs).toMatchObject([
    {
      row: 1,
      giver: 'OneStopOfficer H99',
      taker: 'onestopofficer.H99.1',
      outcome: 'accepted',
    },
  ]);
  // The hand-off of an afternoon is taken over early, that of a morning on the day of its limit.
  const inWords = { early: 'Trước hạn', 'on-time': 'Đúng hạn' }[String(data.handoffs?.[0]?.timeliness)];
  const { text } = readPdf((await printed(formAt(path, 'control-slip'))).bytes);
  expect(text).toContain('PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ');
  expect(text).toContain(inWords);
  const taker = await edge.as('H99.1', 'OneStopOfficer');
  expect((await dataOf(path, 'control-slip', taker)).handoffs?.[0]?.taker).toBe('OneStopOfficer H99.1');
});

it('a form is given to the parties of the dossier alone, and only forms that there are', async () => {
  const path = await bodies.accepted();
  const stranger = await edge.as('H99.4', 'OneStopOfficer');
  const problem = async (visitor: Visitor, form: string) =>
    problemIn(await visitor.get(`${formAt(path, form)}?${await seen(path)}`));
  expect(await problem(stranger, 'receipt')).toMatchObject({
    type: 'urn:lienthong:problem:dossier:not-found',
  });
  expect(await problem(stranger, 'phieu')).toMatchObject({ type: 'urn:lienthong:problem:dossier:not-found' });
  expect(await problem(centre, 'phieu')).toMatchObject({
    type: 'urn:lienthong:problem:dossier:unknown-form',
  });
  const auditor = await edge.as('H99', 'Auditor');
  expect(await problem(auditor, 'receipt')).toMatchObject({ status: 403 });
});

it('an erased applicant is printed as erased', async () => {
  const applicantRef = await recorded({ identityNumber: '001188054321', name: 'Lê Văn Khuất' });
  const path = await bodies.submitted({ applicantRef });
  await clerks.act('H99', 'OneStopOfficer', `${path}/refusal`, { reason: 'Không thuộc thẩm quyền' });
  bodyOf(await centre.get(`${path}?${await seen(path)}`));
  expect((await dataOf(path, 'refusal')).applicant.name).toBe('Lê Văn Khuất');
  await clerks.act('H99', 'Leader', `/applicants/${applicantRef}/erasure`, {
    legalBasis: 'Luật 91/2025/QH15',
  });
  expect((await dataOf(path, 'refusal')).applicant).toEqual({ applicantRef, isErased: true });
  const { text } = readPdf((await printed(formAt(path, 'refusal'))).bytes);
  expect(text).toContain('dữ liệu cá nhân đã được xóa');
  expect(text).not.toContain('Khuất');
});

describe('a component', () => {
  const text = 'tờ khai';
  const sha256 = createHash('sha256').update(text).digest('hex');
  const at = (path: string, hash = sha256) => `/dossiers/${path.split('/')[2]}/contents/${hash}`;
  // A download waits for nothing: what was done to the dossier is asked for first.
  const accepted = async (): Promise<string> => {
    const path = await bodies.accepted({ applicantRef: await recorded() });
    bodyOf(await centre.get(`${path}?${await seen(path)}`));
    return path;
  };

  it('is read by who holds the dossier, whole and in part, called by its key', async () => {
    const path = await accepted();
    const { response, bytes } = await printed(at(path));
    expect([response.status, bytes.toString()]).toEqual([200, text]);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      ...{ 'content-type': 'text/plain', etag: `"${sha256}"`, 'accept-ranges': 'bytes' },
      ...{ 'content-disposition': expect.stringContaining('to-khai.txt') as string },
      'x-content-type-options': 'nosniff',
    });
    const part = await printed(at(path), { range: 'bytes=0-1' });
    expect([part.response.status, part.bytes.length]).toEqual([206, 2]);
    expect((await printed(at(path), { 'if-none-match': `"${sha256}"` })).response.status).toBe(304);
  });

  it('is shown to whom the dossier is offered, and to nobody else', async () => {
    const path = await accepted();
    const specialist = await edge.as('H99.2', 'Specialist');
    expect(problemIn(await specialist.get(at(path)))).toMatchObject({
      type: 'urn:lienthong:problem:dossier:not-found',
    });
    const offer = { to: 'H99.2', reason: 'Thẩm định' };
    await clerks.act('H99', 'OneStopOfficer', `${path}/handoffs`, offer);
    bodyOf(await specialist.get(`${path}?${await seen(path)}`));
    expect((await specialist.get<string>(at(path))).text).toBe(text);
    expect(problemIn(await specialist.get(at(path, 'f'.repeat(64))))).toMatchObject({
      type: 'urn:lienthong:problem:content:not-found',
    });
    const auditor = await edge.as('H99', 'Auditor');
    expect(problemIn(await auditor.get(at(path)))).toMatchObject({ status: 403 });
  });
});

describe('the tracking register', () => {
  const today = localDate(new Date().toISOString());
  const days = `fromDate=${today}&toDate=${today}`;

  it('has each dossier the agency received once, page by page, with who applies', async () => {
    const path = await bodies.accepted({ applicantRef: await recorded() });
    await bodies.submitted();
    const rows: DossierRegisterRow[] = [];
    for (let next = ''; ;) {
      const page = await centre.get<Page<DossierRegisterRow>>(
        `/dossiers/register?${days}&limit=2&${await seen(path)}${next}`,
      );
      rows.push(...bodyOf(page).rows);
      if (page.body.next === undefined) break;
      next = `&cursor=${page.body.next}`;
    }
    expect(new Set(rows.map(({ dossierId }) => dossierId)).size).toBe(rows.length);
    expect(rows.map(({ receivedAt }) => receivedAt)).toEqual(rows.map(({ receivedAt }) => receivedAt).sort());
    expect(rows.at(-1)).toMatchObject({
      ...{ dossierId: path.split('/')[2], procedureName: 'Cấp giấy phép xây dựng', degree: 'received' },
      applicant: { name: person.name, address: person.address },
    });
    const stranger = await edge.as('H99.4', 'OneStopOfficer');
    expect(bodyOf(await stranger.get<Page<object>>(`/dossiers/register?${days}`)).rows).toEqual([]);
  });

  it('is printed in the form of its last day', async () => {
    const csv = bodyOf(await centre.get<string>(`/dossiers/register/print?${days}&format=csv`));
    expect(csv).toContain('"Mã hồ sơ","Tên thủ tục hành chính","Tên cá nhân, tổ chức"');
    expect(csv).toContain(`"${person.name}","${person.address}, ${person.phone}"`);
    const { text } = readPdf((await printed(`/dossiers/register/print?${days}`)).bytes);
    expect(text).toContain('SỔ THEO DÕI HỒ SƠ');
    expect(text).toContain('Mẫu số 07 – Thông tư 03/2025/TT-VPCP');
  });

  it.each([
    ['fromDate=2026-11-30&toDate=2026-11-29', 422, 'request:malformed'],
    ['fromDate=2025-01-01&toDate=2026-11-29', 422, 'request:malformed'],
    ['toDate=2026-11-29', 422, 'request:malformed'],
  ])('%s is refused by name', async (query, status, type) => {
    const answer = problemIn(await centre.get(`/dossiers/register?${query}`));
    expect(answer).toMatchObject({ status, type: `urn:lienthong:problem:${type}` });
  });

  it('of days before there was a form is not printed', async () => {
    const answer = problemIn(await centre.get('/dossiers/register/print?fromDate=2018-12-31'));
    expect(answer.type).toBe('urn:lienthong:problem:dossier:form-not-prescribed');
  });
});

describe('the public look-up', () => {
  const anybody = () => edge.withToken(undefined);
  const look = (code: string) =>
    anybody().get<DossierProgress>(`/public/dossiers/${encodeURIComponent(code)}`);
  const degreeAt = async (path: string): Promise<string> => {
    const { code = '' } = await dataOf(path, 'receipt');
    return bodyOf(await look(code)).degree;
  };

  it('tells the code and how far the dossier has come, and nothing else of all that is recorded', async () => {
    const applicantRef = await recorded();
    const twin = await bodies.table['returnResult']?.[0]?.();
    const path = (twin as { path: string }).path;
    const mine = await bodies.accepted({ applicantRef });
    const { code = '' } = await dataOf(mine, 'receipt');
    const answer = await look(code);
    expect(bodyOf(answer)).toEqual({ code, degree: 'received', degreeVi: 'Đã tiếp nhận' });
    const dossierFacts = await province.store.readStream(dossierStream(mine.split('/')[2] as string));
    const personFacts = await province.store.readStream(applicantStream(applicantRef));
    const told = JSON.stringify([answer.text, ...answer.headers]);
    const all = [person, ...[...dossierFacts.events, ...personFacts.events].map(({ data }) => data)];
    const texts = all.flatMap(textsIn).filter((text) => text.length > 3 && text !== code);
    expect(texts).toEqual(expect.arrayContaining([person.name, applicantRef, 'Tờ khai']));
    const leaked = texts.filter((text) => told.includes(text));
    expect(leaked).toEqual([]);
    await clerks.act('H99', 'OneStopOfficer', path, (twin as { body: Record<string, unknown> }).body);
    expect(await degreeAt(path)).toBe('returned');
  });

  it.each([
    ['assignProcessor', 'in-process'],
    ['forwardResult', 'finished'],
    ['stopProcessing', 'ended'],
    ['requestSupplement', 'in-process'],
    ['issueApology', 'in-process'],
  ])('after %s it is %s', async (act, degree) => {
    const twin = await bodies.table[act]?.[0]?.();
    if (twin === undefined) throw new Error(`no body of ${act}`);
    await clerks.act(twin.agency, twin.role, twin.path, twin.body as Record<string, unknown>);
    expect(await degreeAt(twin.path)).toBe(degree);
  });

  it('answers whatever is no code alike, and takes no part of one', async () => {
    const path = await bodies.accepted();
    const { code = '' } = await dataOf(path, 'receipt');
    const unknown = [
      `${code}0`,
      code.slice(0, -1),
      code.toLowerCase(),
      `${code}%`,
      '*',
      randomUUID(),
      path.slice(10),
    ];
    const told = await Promise.all(
      unknown.map(async (text) => {
        const { status, body } = await look(text);
        const { instance: _, ...problem } = body as unknown as Record<string, unknown>;
        return { status, problem };
      }),
    );
    expect(told[0]).toMatchObject({
      status: 404,
      problem: { type: 'urn:lienthong:problem:dossier:unknown-code' },
    });
    for (const each of told) expect(each).toEqual(told[0]);
  });
});

it('everything here is answered as the API page says', async () => {
  expect(await wronglyDescribed(edge, 'dossier-forms')).toEqual([]);
});

/** Every text in a value, however deep. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
