import { createHash, randomUUID } from 'node:crypto';
import { followPublic, provisionPublicStream } from '@adapters/messaging';
import type {
  CommandsAnswered,
  ControlSlip,
  DocumentHistory,
  DocumentView,
  DossierHistory,
  DossierView,
  InboxRow,
  IncomingRegisterRow,
  LooksPage,
  OutboxRow,
  OutgoingRegisterRow,
  Page,
} from '@contracts';
import { everythingBelow } from '@contracts';
import { agencyToken, localDate, type Role } from '@domain/codes';
import { someCitizen } from './applying';
import { wronglyDescribed } from './described-answers';
import { type Answer, bodyOf, Edge, type Visitor } from './edge';
import { officerId, officerRoles, type Province, smallProvince, startProvince } from './province';

jest.setTimeout(120_000);

const sender = 'H99.1';
const refusing = 'H99.2';
const receiving = 'H99.3';
const commune = 'H99.4';

let province: Province;
let edge: Edge;

const as = (agency: string, role: Role): Promise<Visitor> => edge.as(agency, role);

type Recorded<Answered = object> = Answered & { readonly position: string };
const done = <Body = object>(answer: Answer): Recorded<Body> => bodyOf(answer) as Recorded<Body>;

/** Position of a fact that a reaction records, as `?after=` takes it. */
const recorded = async (stream: string, fact: string): Promise<string> => {
  const { position } = await province.waitFor(stream, fact);
  return `${province.storeId}.${position}`;
};

beforeAll(async () => {
  province = await startProvince({
    services: ['directory', 'exchange', 'dossiers', 'read-models', 'bus', 'audit'],
    settings: { LIENTHONG_PORT: '0' },
  });
  await provisionPublicStream(province.context.connection);
  edge = await Edge.start(province.context);
  const founder = await as('H99', 'Importer');
  for (const { code, ...card } of smallProvince) {
    done(await founder.put(`/agencies/${code}`, card));
    for (const role of officerRoles) {
      const officer = { officer: officerId(role, code), displayName: `${role} ${code}`, roles: [role] };
      done(await founder.post(`/agencies/${code}/officers`, officer));
    }
  }
});
afterAll(async () => {
  const errors = province.log.filter((line) => line.includes('"level":"error"'));
  await edge.stop();
  await province.stop();
  expect(errors).toEqual([]);
});

/** The public facts of an agency on JetStream, up to and with the first of the last type. */
async function publicFacts(agency: string, about: string, last: string): Promise<string[]> {
  const types: string[] = [];
  const filter = everythingBelow('public', agencyToken(agency));
  for await (const text of followPublic(province.context.connection, filter)) {
    const { type, subject } = JSON.parse(text) as { type: string; subject: string };
    if (!subject.startsWith(about)) continue;
    const fact = type.split('.').at(-2) as string;
    types.push(fact);
    if (fact === last) return types;
  }
  return types;
}

describe('a document', () => {
  const bytes = Buffer.from('Kính gửi: các cơ quan\n');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const content = { sha256, size: bytes.length, mediaType: 'text/plain', name: 'công văn.txt' };
  const draft = { documentType: 'CV', subject: 'V/v báo cáo quý', urgency: 'normal', contents: [content] };
  let documentId: string;
  let last: string;

  it('is uploaded, drafted, signed, numbered and issued to three agencies', async () => {
    const drafter = await as(sender, 'Drafter');
    const uploaded = await drafter.upload(sha256, bytes);
    expect([uploaded.status, uploaded.body]).toEqual([201, { sha256, size: bytes.length }]);
    expect((await drafter.upload(sha256, bytes)).status).toBe(200);

    const key = { 'idempotency-key': 'du-thao-1' };
    const drafted = await drafter.post('/documents', draft, key);
    expect(drafted.status).toBe(201);
    documentId = done<{ documentId: string }>(drafted).documentId;
    expect(drafted.headers.get('location')).toBe(`/documents/${documentId}`);
    expect((await drafter.post('/documents', draft, key)).body).toEqual(drafted.body);

    const leader = await as(sender, 'Leader');
    done(
      await leader.post(`/documents/${documentId}/signature`, { authority: 'head', position: 'Giám đốc' }),
    );
    const clerk = await as(sender, 'Clerk');
    const numbered = done<{ number: number; symbol: string }>(
      await clerk.post(`/documents/${documentId}/number`),
    );
    expect(numbered).toMatchObject({ number: 1, symbol: '01/STC' });
    done(await clerk.post(`/documents/${documentId}/seal`));
    done(await clerk.post(`/documents/${documentId}/registration`, { filedBy: 'Văn phòng', copies: 1 }));
    const recipients = [refusing, receiving, commune];
    const issued = await clerk.post(`/documents/${documentId}/issue`, { recipients });
    expect(done(issued)).toMatchObject({
      deliveries: recipients.map((agency) => ({ agency, state: 'Queued' })),
    });
    expect(issued.headers.get('lienthong-position')).toBe(done(issued).position);
  });

  it('is refused by one with a reason', async () => {
    const after = await recorded(`delivery-${documentId}.${refusing}`, 'DocumentArrived');
    const clerk = await as(refusing, 'Clerk');
    const inbox = bodyOf(await clerk.get<Page<InboxRow>>(`/inbox?after=${after}`));
    expect(inbox.rows).toMatchObject([{ documentId, from: sender, symbol: '01/STC', state: 'Arrived' }]);
    const reason = { reasonCode: 'mis-sent', reason: 'Gửi nhầm cơ quan' };
    last = done(await clerk.post(`/inbox/${documentId}/refusal`, reason)).position;
  });

  it('is received under an incoming number by another, assigned, processed and completed', async () => {
    await recorded(`delivery-${documentId}.${receiving}`, 'DocumentArrived');
    const clerk = await as(receiving, 'Clerk');
    const received = done<{ number: number }>(await clerk.post(`/inbox/${documentId}/receipt`));
    expect(received.number).toBe(1);
    const assignee = officerId('Specialist', receiving);
    const leader = await as(receiving, 'Leader');
    done(await leader.post(`/inbox/${documentId}/assignment`, { assignee, opinion: 'Khẩn trương' }));
    const specialist = await as(receiving, 'Specialist');
    done(await specialist.post(`/inbox/${documentId}/start`));
    last = done(await specialist.post(`/inbox/${documentId}/completion`, { result: 'Đã báo cáo' })).position;
  });

  it('shows its sender an ordered history for each recipient', async () => {
    await recorded(`delivery-${documentId}.${commune}`, 'DocumentArrived');
    const clerk = await as(sender, 'Clerk');
    const view = bodyOf(await clerk.get<DocumentView>(`/documents/${documentId}?after=${last}`));
    const histories = Object.fromEntries(
      view.deliveries.map(({ agency, history }) => [agency, history.map(({ state }) => state)]),
    );
    expect(histories).toEqual({
      [refusing]: ['Queued', 'Arrived', 'Refused'],
      [receiving]: ['Queued', 'Arrived', 'Accepted', 'Assigned', 'InProcess', 'Completed'],
      [commune]: ['Queued', 'Arrived'],
    });
    for (const { history } of view.deliveries) {
      const instants = history.map(({ at }) => at);
      expect(instants).toEqual([...instants].sort());
    }
    const refused = view.deliveries.find(({ agency }) => agency === refusing)?.history.at(-1);
    expect(refused).toMatchObject({ reasonCode: 'mis-sent', reason: 'Gửi nhầm cơ quan', statusCode: '02' });

    for (const more of ['lineage', 'conversation']) {
      bodyOf(await clerk.get(`/documents/${documentId}/${more}?after=${last}`));
    }
    const outbox = bodyOf(await clerk.get<Page<OutboxRow>>('/outbox'));
    expect(outbox.rows).toMatchObject([{ documentId, deliveries: { Refused: 1, Completed: 1, Arrived: 1 } }]);
  });

  it('stands in the registers of both years', async () => {
    const year = new Date(Date.now() + 7 * 3_600_000).getUTCFullYear();
    const outgoing = await (
      await as(sender, 'Clerk')
    ).get<Page<OutgoingRegisterRow>>(`/registers/outgoing/${year}`);
    expect(bodyOf(outgoing).rows).toMatchObject([
      { number: 1, symbol: '01/STC', signer: officerId('Leader', sender) },
    ]);
    const incoming = await (
      await as(receiving, 'Clerk')
    ).get<Page<IncomingRegisterRow>>(`/registers/incoming/${year}`);
    expect(bodyOf(incoming).rows).toMatchObject([{ number: 1, from: sender, documentId }]);
  });

  it('stands in their books on paper, in the words of Decree 30/2020 Annex IV', async () => {
    const year = new Date(Date.now() + 7 * 3_600_000).getUTCFullYear();
    const clerk = await as(sender, 'Clerk');
    const book = `/registers/outgoing/${year}/print`;
    const csv = await clerk.get<string>(`${book}?format=csv`);
    expect(bodyOf(csv)).toContain('"Số, ký hiệu văn bản","Ngày, tháng văn bản","Tên loại');
    expect(csv.text).toContain(`"Công văn: V/v báo cáo quý","Leader ${sender}",`);
    expect(csv.headers.get('content-disposition')).toContain('So dang ky van ban di');
    const pdf = await clerk.get<string>(book);
    expect([pdf.status, pdf.text.slice(0, 5)]).toEqual([200, '%PDF-']);
    const xlsx = await (await as(receiving, 'Clerk')).get(`/registers/incoming/${year}/print?format=xlsx`);
    expect([xlsx.status, xlsx.text.slice(0, 2)]).toEqual([200, 'PK']);
    bodyOf(await clerk.get(`/registers/incoming/${year}/print?format=csv`));
    expect((await clerk.get(`${book}?format=docx`)).status).toBe(422);
  });

  it('gives its file to its recipients, whole and under its name', async () => {
    const specialist = await as(receiving, 'Specialist');
    const at = `/documents/${documentId}/contents/${sha256}`;
    const file = await specialist.get<string>(at);
    expect(bodyOf(file)).toBe(bytes.toString());
    expect(file.headers.get('content-type')).toBe('text/plain');
    expect(file.headers.get('content-disposition')).toBe(
      `attachment; filename="cong van.txt"; filename*=UTF-8''c%C3%B4ng%20v%C4%83n.txt`,
    );
    const etag = file.headers.get('etag') as string;
    expect((await specialist.get(at, { 'if-none-match': etag })).status).toBe(304);
    expect((await (await as('H99', 'Clerk')).get(at)).status).toBe(404);
    expect((await specialist.get(`/contents/${sha256}`)).status).toBe(405);
  });

  it('is told to an auditor from the store, as it is and as it was', async () => {
    const auditor = await as(sender, 'Auditor');
    const history = bodyOf(await auditor.get<DocumentHistory>(`/audit/documents/${documentId}/history`));
    const positions = history.events.map(({ position }) => BigInt(position));
    expect(positions).toEqual([...positions].sort((a, b) => Number(a - b)));
    expect(history.events.map(({ type }) => type)).toEqual(
      expect.arrayContaining([
        'DocumentDrafted.v1',
        'DocumentIssued.v1',
        'ReceiptRefused.v1',
        'ProcessingCompleted.v1',
      ]),
    );
    expect(history.state.deliveries[receiving]).toMatchObject({ status: 'Completed' });
    const signed = history.events.find(({ type }) => type === 'DocumentSigned.v1');
    expect(signed?.actor).toEqual({
      ...{ agency: sender, agencyName: 'Sở Tài chính' },
      ...{ officer: officerId('Leader', sender), officerName: `Leader ${sender}`, role: 'Leader' },
    });
    const then = await auditor.get<DocumentHistory>(`/audit/documents/${documentId}/history?revision=1`);
    expect(bodyOf(then).state.document).toMatchObject({ status: 'Signed' });
  });

  it('is asked back and left after all; another one loses its number', async () => {
    const leader = await as(sender, 'Leader');
    done(
      await leader.post(`/documents/${documentId}/recall`, { reason: 'Sai số liệu', recipients: [commune] }),
    );
    done(await leader.post(`/documents/${documentId}/recall-withdrawal`, { reason: 'Số liệu đúng' }));
    const drafter = await as(sender, 'Drafter');
    const other = done<{ documentId: string }>(await drafter.post('/documents', draft)).documentId;
    done(await leader.post(`/documents/${other}/signature`, { authority: 'head', position: 'Giám đốc' }));
    const clerk = await as(sender, 'Clerk');
    expect(done(await clerk.post(`/documents/${other}/number`))).toMatchObject({ number: 2 });
    const voiding = { approvedBy: officerId('Leader', sender), reason: 'Ghi nhầm loại văn bản' };
    done(await clerk.post(`/documents/${other}/number-void`, voiding));
    done(await leader.post(`/documents/${other}/signature`, { authority: 'head', position: 'Giám đốc' }));
    expect(done(await clerk.post(`/documents/${other}/number`))).toMatchObject({ number: 3 });
  });

  it('is heard of on the subjects of its agencies', async () => {
    expect(await publicFacts(receiving, documentId, 'processing-completed')).toEqual([
      'document-arrived',
      'receipt-accepted',
      'processing-assigned',
      'processing-started',
      'processing-completed',
    ]);
    expect(await publicFacts(sender, documentId, 'processing-completed')).toEqual(
      expect.arrayContaining(['receipt-refused', 'receipt-accepted']),
    );
  });
});

describe('a dossier', () => {
  const opening = { procedure: '2.000635', channel: 'counter', applicantRef: '' };
  let dossierId: string;
  let last: string;

  it('is opened, offered, returned with a reason, offered again, accepted and completed', async () => {
    const centre = await as('H99', 'OneStopOfficer');
    const { applicantRef } = done<{ applicantRef: string }>(await centre.post('/applicants', someCitizen));
    opening.applicantRef = applicantRef;
    const opened = await centre.post('/dossiers', opening);
    expect(opened.status).toBe(201);
    dossierId = done<{ dossierId: string }>(opened).dossierId;
    expect(opened.headers.get('location')).toBe(`/dossiers/${dossierId}`);
    const offer = async () => {
      const answer = await centre.post(`/dossiers/${dossierId}/handoffs`, {
        to: commune,
        reason: 'Thẩm định',
      });
      return done<{ handoffId: string }>(answer);
    };
    const first = await offer();
    const taker = await as(commune, 'OneStopOfficer');
    const waiting = await taker.get<Page<object>>(`/dossiers?box=offered&after=${first.position}`);
    expect(bodyOf(waiting).rows).toMatchObject([{ dossierId, offer: { handoffId: first.handoffId } }]);
    const why = { reason: 'Thiếu bản vẽ' };
    done(await taker.post(`/dossiers/${dossierId}/handoffs/${first.handoffId}/return`, why));
    const second = await offer();
    done(await centre.post(`/dossiers/${dossierId}/handoffs/${second.handoffId}/recall`, { reason: 'Nhầm' }));
    const third = await offer();
    done(await taker.post(`/dossiers/${dossierId}/handoffs/${third.handoffId}/acceptance`));
    done(await taker.post(`/dossiers/${dossierId}/activities`, { activity: 'Thẩm định hồ sơ' }));
    const recording = {
      ...{ operation: 'recordActivity', target: { dossierId }, body: { activity: 'Trình ký' } },
      idempotencyKey: randomUUID(),
    };
    // The same twice is recorded once, alone or in a batch.
    const held = done<CommandsAnswered>(
      await taker.post('/commands/batch', { commands: [recording, recording] }),
    );
    expect(held.answers.map(({ body }) => body)).toEqual([
      { position: held.position },
      { position: held.position },
    ]);
    const rows = bodyOf(await taker.get<Page<object>>(`/dossiers?after=${held.position}`)).rows;
    expect(rows).toMatchObject([{ dossierId, holder: commune }]);
    last = done(await taker.post(`/dossiers/${dossierId}/completion`, { outcome: 'granted' })).position;
  });

  it('shows on its control slip who gave it and who took it', async () => {
    const centre = await as('H99', 'OneStopOfficer');
    const slip = bodyOf(await centre.get<ControlSlip>(`/dossiers/${dossierId}/control-slip?after=${last}`));
    const giver = officerId('OneStopOfficer', 'H99');
    expect(slip).toMatchObject({
      openedBy: 'H99',
      holder: commune,
      rows: [
        { row: 1, from: 'H99', to: commune, giver, outcome: 'returned', settledReason: 'Thiếu bản vẽ' },
        { row: 2, giver, outcome: 'recalled', settledReason: 'Nhầm' },
        { row: 3, giver, outcome: 'accepted', taker: officerId('OneStopOfficer', commune) },
      ],
    });
    const view = bodyOf(await centre.get<DossierView>(`/dossiers/${dossierId}`));
    expect(view).toMatchObject({ state: 'completed', outcome: 'granted', activities: 2 });
  });

  it('is handed over among others with one slip', async () => {
    const centre = await as('H99', 'OneStopOfficer');
    const others = [done<{ dossierId: string }>(await centre.post('/dossiers', opening)).dossierId];
    const slip = await centre.post('/hand-over-slips', {
      to: commune,
      reason: 'Thẩm định',
      dossiers: others,
    });
    const { slipId, position } = done<{ slipId: string }>(slip);
    expect([slip.status, slip.headers.get('location')]).toEqual([201, `/hand-over-slips/${slipId}`]);
    const taker = await as(commune, 'OneStopOfficer');
    const read = bodyOf(await taker.get<object>(`/hand-over-slips/${slipId}?after=${position}`));
    expect(read).toMatchObject({
      from: 'H99',
      to: commune,
      rows: [{ dossierId: others[0], outcome: 'pending' }],
    });
  });

  it('is told to an auditor, and heard of by both agencies', async () => {
    const auditor = await as('H99', 'Auditor');
    const history = bodyOf(await auditor.get<DossierHistory>(`/audit/dossiers/${dossierId}/history`));
    const looks = `/audit/looks?agency=H99&fromDate=${localDate(new Date().toISOString())}`;
    const seen = bodyOf(await auditor.get<LooksPage>(looks)).rows;
    expect(seen.map(({ object }) => object)).toContain(dossierId);
    expect(history.events).toHaveLength(10);
    expect(history.state).toMatchObject({ status: 'completed', holder: commune });
    expect(await publicFacts('H99', dossierId, 'handoff-accepted')).toEqual([
      'dossier-opened',
      'handoff-offered',
      'handoff-returned',
      'handoff-offered',
      'handoff-recalled',
      'handoff-offered',
      'handoff-accepted',
    ]);
    expect(await publicFacts(commune, dossierId, 'dossier-completed')).toContain('handoff-accepted');
  });
});

describe('an import', () => {
  it('is counted by its file, for those who answer for the whole installation', async () => {
    const importer = await as('H99', 'Importer');
    const sha256 = createHash('sha256').update('một dòng\n').digest('hex');
    const opening = { procedure: '2.000635', channel: 'post', applicantRef: randomUUID() };
    const opened = await importer.post('/dossiers', opening, {
      'import-source': `${encodeURIComponent('nhật ký.csv')}#${sha256}`,
      'import-on-behalf-of': `${commune}/${officerId('OneStopOfficer', commune)}`,
      'import-occurred-at': '2011-10-11T11:45:40.276Z',
    });
    const { position } = done(opened);
    const numbers = await (await as('H99', 'Auditor')).get(`/imports/${sha256}?after=${position}`);
    expect(bodyOf(numbers)).toMatchObject({ sha256, dossiers: 1, channels: { post: 1 }, ended: 0 });
    const unknown = await importer.get(`/imports/${'0'.repeat(64)}`);
    expect([unknown.status, unknown.body['type']]).toEqual([404, 'urn:lienthong:problem:import:not-found']);
    expect((await (await as('H99', 'Clerk')).get(`/imports/${sha256}`)).status).toBe(403);
  });
});

describe('the directory', () => {
  const decided = { effectiveDate: '2025-07-01', legalBasis: '01/NQ-HĐND' };
  const [old, ended, heir] = ['H99.71', 'H99.72', 'H99.73'] as const;

  it('keeps an agency through its life', async () => {
    const operator = await as('H99', 'Operator');
    const record = async (path: string, body: object = {}) =>
      done(await operator.post(`/agencies/${path}`, body));
    for (const [index, code] of [old, ended, heir].entries()) {
      const card = {
        name: `Ủy ban nhân dân xã số ${index}`,
        abbreviation: 'UBX',
        tier: 'commune',
        parent: 'H99',
      };
      done(await operator.put(`/agencies/${code}`, card));
    }
    const leader = officerId('Leader', heir);
    const deputy = officerId('Specialist', heir);
    await record(`${heir}/officers`, { officer: leader, displayName: 'Chủ tịch', roles: ['Leader'] });
    await record(`${heir}/officers`, { officer: deputy, displayName: 'Phó Chủ tịch', roles: ['Leader'] });
    const { delegationId } = (await record(`${heir}/delegations`, {
      officer: deputy,
      authority: 'KT',
      givenBy: leader,
      validFromDate: '2026-01-01',
      legalBasis: '02/QĐ-UBX',
    })) as { delegationId?: string };
    await record(`${heir}/delegations/${delegationId}/revocation`, { reason: 'Hết nhiệm vụ' });
    const certificate = 'c'.repeat(64);
    await record(`${heir}/certificates`, { certificate });
    await record(`${heir}/certificates/${certificate}/withdrawal`, { reason: 'Lộ khóa' });
    await record(`${heir}/officers/${deputy}/dismissal`);
    await record(`${heir}/codes`, { scheme: 'qcvn102', value: '000.73.00.H99', validFromDate: '2018-01-01' });
    await record(`${heir}/renaming`, {
      ...decided,
      name: 'Ủy ban nhân dân xã Hợp Nhất',
      abbreviation: 'UBHN',
    });
    await record(`${ended}/moving`, { ...decided, parent: 'H99.1' });
    await record(`${ended}/closing`, {
      ...decided,
      effectiveDate: '2025-08-01',
      how: 'dissolved',
      successors: [],
    });
    await record('mergers', { ...decided, predecessors: [old], successor: heir });
    const found = await operator.get('/agencies/by-code?scheme=qcvn102&value=000.73.00.H99');
    expect(bodyOf(found)).toMatchObject({ code: heir, name: 'Ủy ban nhân dân xã Hợp Nhất' });
  });
});

describe('the OpenAPI document', () => {
  const asked: readonly string[] = [
    '/',
    '/me',
    '/health/live',
    '/health/ready',
    '/agencies',
    '/agencies/H99.1',
  ];
  const ownLists: readonly string[] = [
    '/inbox',
    '/inbox/counts',
    '/outbox',
    '/drafts',
    '/todo',
    '/search?text=bao+cao',
    '/dossiers',
    '/dossiers?box=offered',
  ];

  it('describes every answer of this walk as it was', async () => {
    for (const { code } of smallProvince) {
      const clerk = await as(code, 'Clerk');
      for (const path of [...asked, ...ownLists]) bodyOf(await clerk.get(path));
    }
    bodyOf(await (await as('H99', 'Auditor')).get('/statistics/electronic-exchange'));
    bodyOf(await (await as('H99', 'Operator')).get('/health/details'));
    expect(await wronglyDescribed(edge, 'http-walk')).toEqual([]);
  });
});
