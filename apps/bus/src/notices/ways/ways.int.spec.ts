import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { ConnectorSimulator } from '../../../../../test/notices/connector-simulator';
import { MailServer } from '../../../../../test/notices/mail-server';
import { ofTextMessage } from '../telling/letter.policy';
import { Connector } from './connector';
import { Mail, type MailParts } from './mail';
import type { Way } from './way';

const consoleUrl = 'https://lienthong.example.vn';
const lines = [{ kind: 'flash', symbol: '15/QĐ-UBND', path: '/documents/1' }] as const;
const login = { user: 'lienthong', password: 'mật khẩu' };
let server: MailServer;
let plain: MailServer;
let simulator: ConnectorSimulator;
const opened: Way[] = [];

beforeAll(async () => {
  server = await MailServer.start({ hasTls: true, login });
  plain = await MailServer.start();
  simulator = await ConnectorSimulator.start('token');
});
afterEach(() => opened.splice(0).forEach((way) => way.close()));
afterAll(() => Promise.all([server.stop(), plain.stop(), simulator.stop()]));

const kept = <W extends Way>(way: W): W => {
  opened.push(way);
  return way;
};
const secureMail = (over: Partial<MailParts> = {}) =>
  kept(
    new Mail({
      ...{ host: 'localhost', port: server.port, tls: 'starttls', from: 'thongbao@lienthong.example.vn' },
      ...{ ...login, consoleUrl, limitMs: 2_000, ...(server.ca && { ca: server.ca }) },
      ...over,
    }),
  );
const plainMail = (over: Partial<MailParts> = {}) =>
  secureMail({ port: plain.port, tls: 'none', user: undefined, password: undefined, ...over });
const to = 'vt.stc@example.vn';
const letter = (over: object = {}) => ({ letterId: randomUUID(), to, lines, ...over });

it('goes by mail over TLS, logged in, and says that a machine wrote it', async () => {
  const posted = letter();
  expect(await secureMail().post(posted)).toEqual({ came: 'taken' });
  const mail = server.mails.at(-1);
  expect(mail).toMatchObject({
    ...{ to: [to], isSecure: true, user: login.user, subject: 'Liên thông: 1 văn bản hỏa tốc' },
    text: expect.stringContaining('- 15/QĐ-UBND\n  https://lienthong.example.vn/documents/1') as string,
  });
  expect(mail?.headers).toMatchObject({
    'message-id': `<${posted.letterId}@lienthong.example.vn>`,
    'auto-submitted': 'auto-generated',
    to,
  });
});

it('bears the same id in each try', async () => {
  const posted = letter();
  const mail = plainMail();
  await mail.post(posted);
  await mail.post(posted);
  const [one, other] = plain.mails.slice(-2).map(({ headers }) => headers['message-id']);
  expect(one).toBe(other);
});

it.each<[string, () => Mail, string]>([
  ['no certificate it trusts', () => secureMail({ ca: undefined as never }), ''],
  ['no TLS where it has to be', () => secureMail({ port: plain.port }), ''],
  ['a wrong password', () => secureMail({ password: 'sai' }), '535'],
])('sends nothing with %s, and tries again later', async (_, mail, code) => {
  const [before, beforePlain] = [server.mails.length, plain.mails.length];
  expect(await mail().post(letter())).toEqual({
    came: 'later',
    reason: expect.stringContaining(code) as string,
  });
  expect([server.mails.length, plain.mails.length]).toEqual([before, beforePlain]);
});

it.each([
  [550, '5.1.1 no such user vt.stc@example.vn', { came: 'address-refused', reason: '550 5.1.1' }],
  [552, '5.2.2 mailbox full', { came: 'later', reason: '552 5.2.2' }],
  [450, '4.2.1 later', { came: 'later', reason: '450 4.2.1' }],
])('tells what %d %s to a recipient means, without the words of the server', async (code, text, outcome) => {
  plain.refusing.set('nobody@example.vn', [code, text]);
  expect(await plainMail().post(letter({ to: 'nobody@example.vn' }))).toEqual(outcome);
});

it('gives a letter up that the server takes for spam', async () => {
  plain.refusingData = [554, '5.7.1 spam'];
  expect(await plainMail().post(letter())).toEqual({ came: 'letter-refused', reason: '554 5.7.1' });
  plain.refusingData = undefined;
});

it('waits for no server that says nothing', async () => {
  const silent = createServer(() => undefined);
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const { port } = silent.address() as AddressInfo;
  expect(await plainMail({ port, limitMs: 200 }).post(letter())).toMatchObject({ came: 'later' });
  silent.close();
});

it('puts nothing into the head of a mail that a symbol brings', async () => {
  const symbol = '15\r\nBcc: ai@example.vn\r\n\r\nthan';
  await plainMail().post(letter({ lines: [{ kind: 'flash', symbol, path: '/documents/1' }] }));
  const mail = plain.mails.at(-1);
  expect(mail?.headers).not.toHaveProperty('bcc');
  expect(mail?.to).toEqual([to]);
  expect(mail?.text).toContain('- 15 Bcc: ai@example.vn than\n');
});

const connector = (over: object = {}) =>
  kept(
    new Connector({
      ...{ way: 'sms', url: simulator.url, token: 'token', consoleUrl, short: ofTextMessage, limitMs: 300 },
      ...over,
    }),
  );
const toNumber = (number: string) => letter({ to: number });

it('goes to a telephone by the connector, in one text message', async () => {
  expect(await connector().post(toNumber('0912345678'))).toEqual({ came: 'taken' });
  expect(simulator.sent.get('+84912345678')).toEqual([
    'Lien thong: 1 van ban hoa toc (15/QD-UBND). https://lienthong.example.vn/documents/1',
  ]);
});

it.each<[number | 'no answer', object]>([
  [500, { came: 'later', reason: 'answered 500' }],
  [429, { came: 'later', reason: 'answered 429' }],
  [302, { came: 'later', reason: 'answered 302' }],
  ['no answer', { came: 'later', reason: 'too-late' }],
  [400, { came: 'letter-refused', reason: 'answered 400' }],
])('tells what it means when the connector answers with %s', async (fault, outcome) => {
  simulator.faults.push(fault);
  expect(await connector().post(toNumber('0912345679'))).toEqual(outcome);
});

it('tells a number that is none, a token that is wrong, and a connector that is away', async () => {
  simulator.unknownNumbers.add('+84900000000');
  expect(await connector().post(toNumber('0900000000'))).toEqual({
    came: 'address-refused',
    reason: 'answered 422',
  });
  expect(await connector({ token: 'other' }).post(toNumber('0912345678'))).toMatchObject({
    reason: 'answered 401',
  });
  expect(await connector({ url: 'http://127.0.0.1:1/' }).post(toNumber('0912345678'))).toEqual({
    came: 'later',
    reason: 'unreachable',
  });
});

it('is sent once, however often it is asked for', async () => {
  const posted = toNumber('0912345670');
  simulator.faults.push('no answer');
  await connector().post(posted);
  await connector().post(posted);
  await connector().post(posted);
  expect(simulator.sent.get('+84912345670')).toHaveLength(1);
});
