import { randomUUID } from 'node:crypto';
import type { NoticesView } from '@contracts';
import { noticeStream } from '@domain/notice/events';
import { noticeIdOf } from '../../apps/bus/src/notices/notice.command-handler';
import { MailServer } from '../notices/mail-server';
import { Clerks } from './clerks';
import { wronglyDescribed } from './described-answers';
import { bodyOf, Edge, problemIn, type Visitor } from './edge';
import { officerId, type Province, startProvince } from './province';

let mail: MailServer;
let province: Province;
let edge: Edge;
let clerks: Clerks;
let clerk: Visitor;
const [sender, recipient] = ['H99.1', 'H99.2'];
const streamOf = (agency: string) => noticeStream(noticeIdOf(agency, officerId('Clerk', agency)));

beforeAll(async () => {
  mail = await MailServer.start();
  province = await startProvince({
    services: ['directory', 'exchange', 'read-models', 'bus'],
    settings: {
      LIENTHONG_PORT: '0',
      LIENTHONG_SMTP_HOST: '127.0.0.1',
      LIENTHONG_SMTP_PORT: String(mail.port),
      LIENTHONG_SMTP_TLS: 'none',
      LIENTHONG_MAIL_FROM: 'lienthong@example.vn',
      LIENTHONG_CONSOLE_URL: 'https://lienthong.example.vn/lam-viec/',
    },
  });
  await province.found();
  edge = await Edge.start(province.context);
  clerks = new Clerks(province, edge);
  clerk = await edge.as(recipient, 'Clerk');
});
afterAll(async () => {
  await edge.stop();
  await province.stop();
  await mail.stop();
});

const choose = (body: object, headers = {}) =>
  clerk.post<{ position: string }>('/notices', { kinds: ['flash'], ...body }, headers);
const view = async (after = '') =>
  bodyOf(await clerk.get<NoticesView>(`/notices${after && `?after=${after}`}`));

it('tells a clerk by mail of a flash document that was issued, by number, symbol and link alone', async () => {
  const { position } = bodyOf(await choose({ mail: 'vt.sxd@example.vn' }));
  expect(await view(position)).toMatchObject({
    ...{ chosen: true, offered: ['mail'], kinds: ['flash'] },
    ways: [{ way: 'mail', address: 'vt.sxd@example.vn' }],
    ...{ quietFrom: '21:00', quietUntil: '06:00', flashAtOnce: true, onDaysOff: false },
  });
  const subject = 'Sơ tán dân vùng lũ xã Bình An';
  const documentId = await clerks.arrived(sender, recipient, { urgency: 'flash', subject });
  await mail.until(() => mail.mails.length > 0);
  const [letter] = mail.mails;
  expect(letter).toMatchObject({ to: ['vt.sxd@example.vn'], subject: 'Liên thông: 1 văn bản hỏa tốc' });
  expect(letter?.text).toMatch(
    /^Văn bản hỏa tốc đang chờ xử lý:\n- \d+\/\S+\n {2}https:\/\/lienthong\.example\.vn\/lam-viec\/documents\//,
  );
  expect(letter?.text).toContain(documentId);
  expect(JSON.stringify(letter)).not.toMatch(/Sơ tán|Bình An|Sở Tài chính/);
});

it('keeps addresses sealed, says the same command again, and refuses another one under its key', async () => {
  const key = { 'idempotency-key': randomUUID() };
  const said = { mail: 'bi-mat@example.vn', sms: '0912345678' };
  bodyOf(await choose(said, key));
  const before = await province.factsOf(streamOf(recipient));
  bodyOf(await choose(said, key));
  expect(await province.factsOf(streamOf(recipient))).toEqual(before);
  expect(problemIn(await choose({ ...said, sms: '0912345679' }, key))).toMatchObject({
    type: 'urn:lienthong:problem:notice:idempotency-key-reused',
  });
  const { events } = await province.store.readStream(streamOf(recipient));
  const stored = events.map(({ data, metadata }) => ({ data, metadata }));
  expect(JSON.stringify(stored)).not.toMatch(/bi-mat|0912345678/);
  expect(province.log.join('\n')).not.toMatch(/bi-mat|0912345678/);
});

it.each([
  [{}, 'notice:no-way'],
  [{ mail: 'vt@example.vn\r\nBcc: ai@example.vn' }, 'request:malformed'],
  [{ mail: 'vt@example.vn, ai@example.vn' }, 'request:malformed'],
  [{ mail: '"vt"@example.vn' }, 'request:malformed'],
  [{ sms: '113' }, 'request:malformed'],
  [{ mail: 'vt@example.vn', quietFrom: '24:00' }, 'request:malformed'],
  [{ mail: 'vt@example.vn', kinds: ['gossip'] }, 'request:malformed'],
])('refuses %j with %s', async (body, problem) =>
  expect(problemIn(await choose(body)).type).toBe(`urn:lienthong:problem:${problem}`),
);

it('shows each officer what he chose himself, and forgets the addresses when he ends it', async () => {
  await choose({ mail: 'vt.sxd@example.vn' });
  const other = await edge.as(sender, 'Clerk');
  expect(bodyOf(await other.get<NoticesView>('/notices'))).toEqual({ chosen: false, offered: ['mail'] });
  expect(problemIn(await other.post('/notices/end'))).toMatchObject({
    type: 'urn:lienthong:problem:notice:not-chosen',
  });
  const auditor = await edge.as(recipient, 'Auditor');
  expect(problemIn(await auditor.get('/notices')).status).toBe(403);
  const { position } = bodyOf(await clerk.post<{ position: string }>('/notices/end'));
  expect(await view(position)).toEqual({ chosen: false, offered: ['mail'] });
});

it('answers as the API page describes', async () =>
  expect(await wronglyDescribed(edge, 'notices')).toEqual([]));
