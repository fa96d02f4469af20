import { randomUUID } from 'node:crypto';
import { transact } from '@adapters/event-store';
import { PostgresReadStore, sql } from '@adapters/read-store';
import { subjects } from '@contracts';
import { afterWorkingDays } from '@domain/calendar';
import { localDate, type Role } from '@domain/codes';
import { notice, noticeStream } from '@domain/notice';
import { createDatabase } from '../../../../test/databases/database';
import { accepted, officerId, type Province, startProvince } from '../../../../test/flows/province';
import { inStore, metaOf, Scribe } from '../../../../test/flows/scribe';
import { ConnectorSimulator } from '../../../../test/notices/connector-simulator';
import { MailServer } from '../../../../test/notices/mail-server';
import { turnAtTables, urlOfTables } from '../webhooks/bus-tables';
import { SigningKeys } from '../webhooks/signing-keys';
import { AddressBook, type Addresses } from './address-book';
import { noticeIdOf } from './notice.command-handler';
import { NoticeService } from './notice-service';

let province: Province;
let database: Awaited<ReturnType<typeof createDatabase>>;
let mail: MailServer;
let connector: ConnectorSimulator;
let scribe: Scribe;
let addresses: AddressBook;
let now: string;
let stop: () => Promise<void> = () => Promise.resolve();
const sender = 'H99.1';
/** Of each test its own, with officers of every role. */
let recipient: string;
let agencies = 0;
/** How far each look at the clock moves it, milliseconds. */
let strideMs = 0;
const choosing: string[] = [];

beforeAll(async () => {
  mail = await MailServer.start();
  connector = await ConnectorSimulator.start('token');
  province = await startProvince({ services: ['directory', 'read-models'] });
  await province.found();
  scribe = new Scribe(inStore(province.store), Date.now());
  addresses = new AddressBook(new SigningKeys(province.context.configuration));
});
beforeEach(async () => {
  database = await createDatabase();
  mail.mails.length = 0;
  strideMs = 0;
  recipient = `H99.${(agencies += 1) + 10}`;
  await province.found([{ code: recipient, name: 'Sở Thử Nghiệm', abbreviation: 'STN', tier: 'province' }]);
  now = at(workingDay(1), '09:00');
});
afterEach(async () => {
  await stop();
  for (const noticeId of choosing.splice(0)) await end(noticeId);
  await database.drop();
});
afterAll(async () => {
  await Promise.all([mail.stop(), connector.stop()]);
  await province.stop();
});

const at = (date: string, time: string) => new Date(`${date}T${time}:00.000+07:00`).toISOString();
/** The n-th working day from now on, by the calendar that the house goes by. */
function workingDay(n: number): string {
  const due = afterWorkingDays(
    new Date().toISOString(),
    n,
    'endOfDay',
    province.context.calendar.of(recipient),
  );
  if ('refused' in due) throw new Error(due.refused);
  return localDate(due.dueAt);
}

/** An instance of the bus as far as notices go. */
async function start(): Promise<NoticeService> {
  const { configuration, ...context } = province.context;
  const service = new NoticeService(
    {
      ...context,
      clock: { now: () => (later(strideMs / 60_000), now) },
      configuration: {
        ...configuration,
        ...{ smtpHost: '127.0.0.1', smtpPort: mail.port, smtpTls: 'none', mailFrom: 'lienthong@example.vn' },
        ...{ smsUrl: connector.url, smsToken: 'token', consoleUrl: 'https://lienthong.example.vn' },
      },
    },
    addresses,
    () => () => undefined,
    { paces: { tickMs: 20, sweepMs: 100 }, limitMs: 1_500 },
  );
  const reads = PostgresReadStore.open(urlOfTables(database.url));
  const stopping = new AbortController();
  const turn = await turnAtTables(reads, stopping.signal);
  service.start();
  const telling = service.tellOver(reads, stopping.signal);
  stop = async () => {
    stopping.abort();
    await telling;
    await service.stop();
    await turn?.end();
    await reads.close();
    stop = () => Promise.resolve();
  };
  return service;
}

/** What an officer of the recipient wants to hear of, from now on. */
async function choose(given: Addresses, role: Role = 'Clerk'): Promise<string> {
  const officer = officerId(role, recipient);
  const noticeId = noticeIdOf(recipient, officer);
  choosing.push(noticeId);
  const kid = randomUUID();
  const sealed = await addresses.seal(given, noticeId, kid);
  await transact(
    province.store,
    notice,
    noticeStream(noticeId),
    {
      ...{ type: 'ChooseNotices', noticeId, agency: recipient, officer, at: new Date().toISOString() },
      ...{ kinds: ['flash', 'due', 'failed'], ways: Object.keys(given) as ('mail' | 'sms')[] },
      ...{ addresses: sealed, quietFrom: '21:00', quietUntil: '06:00' },
      ...{ flashAtOnce: true, onDaysOff: false },
    },
    metaOf(recipient),
  );
  return noticeId;
}

const end = (noticeId: string) => {
  const ending = { type: 'EndNotices', at: new Date().toISOString() } as const;
  return transact(province.store, notice, noticeStream(noticeId), ending, metaOf(recipient));
};

async function flash(): Promise<string> {
  const documentId = await scribe.issued(sender, [recipient], 'Tiêu đề không được lộ ra', undefined, 'flash');
  await scribe.arrive(documentId, recipient);
  return documentId;
}
async function failed(): Promise<string> {
  const documentId = await scribe.issued(recipient, [sender]);
  const failure = { reasonCode: 'axis-timeout', reason: 'Trục liên thông không trả lời' };
  await scribe.onDelivery(documentId, sender, { type: 'RecordFailure', ...failure });
  return documentId;
}
const later = (minutes: number) => {
  now = new Date(Date.parse(now) + minutes * 60_000).toISOString();
};
const told = (documentId: string) => () => mail.mails.some(({ text }) => text.includes(documentId));
const timesTold = (documentId: string) => mail.mails.filter(({ text }) => text.includes(documentId)).length;

it('tells a flash document at once, at night too, once, whatever was restarted or read again', async () => {
  now = at(workingDay(1), '23:30');
  await start();
  await choose({ mail: 'vt@example.vn' });
  const first = await flash();
  await mail.until(told(first));
  expect(JSON.stringify(mail.mails)).not.toContain('Tiêu đề');
  expect(mail.mails.at(-1)).toMatchObject({ to: ['vt@example.vn'] });
  await stop();
  later(30);
  await start();
  const second = await flash();
  await mail.until(told(second));
  expect(timesTold(first)).toBe(1);
});

it('holds back what is no flash document through the night and a day off, and gathers it', async () => {
  now = at(workingDay(1), '21:30');
  await start();
  await choose({ mail: 'vt@example.vn' });
  const waiting = [await failed(), await failed()];
  const sign = await flash();
  await mail.until(told(sign));
  expect(waiting.map(timesTold)).toEqual([0, 0]);
  now = at(workingDay(2), '06:00');
  await mail.until(told(waiting[1] as string));
  expect(waiting.map(timesTold)).toEqual([1, 1]);
  expect(mail.mails.at(-1)?.subject).toMatch(/\d+ văn bản gửi chưa thành công/);
});

it('tells nothing more where an address is refused, and tells the officer', async () => {
  mail.refusing.set('gone@example.vn', [550, '5.1.1 gone@example.vn is unknown']);
  await start();
  const noticeId = await choose({ mail: 'gone@example.vn' });
  await flash();
  await province.waitFor(noticeStream(noticeId), 'NoticeAddressRefused');
  const { events } = await province.store.readStream(noticeStream(noticeId));
  expect(events.at(-1)?.data).toMatchObject({ way: 'mail', reason: '550 5.1.1' });
  expect(JSON.stringify(events.map(({ data }) => data))).not.toContain('gone@example.vn');
});

it('goes by text message, again after a fault, and waits for no other way', async () => {
  connector.faults.push('no answer', 500);
  strideMs = 2_000;
  await start();
  await choose({ mail: 'vt@example.vn', sms: '0912345678' });
  const documentId = await flash();
  await mail.until(told(documentId));
  await connector.until(() => connector.sent.size > 0);
  expect(new Set(connector.asked.map(({ id }) => id)).size).toBe(1);
  expect(connector.sent.get('+84912345678')?.[0]).toContain(documentId);
});

it('keeps no address in its tables, and nothing of who ended it', async () => {
  await start();
  const noticeId = await choose({ mail: 'vt@example.vn' });
  const documentId = await flash();
  await mail.until(told(documentId));
  const reads = PostgresReadStore.open(urlOfTables(database.url));
  const rows = () =>
    reads.query(sql`
      select to_jsonb(l)::text as row from notice_letter l union all select to_jsonb(m)::text from notice_matter m`);
  expect(JSON.stringify(await rows())).toContain(documentId);
  expect(JSON.stringify(await rows())).not.toContain('vt@example.vn');
  await end(noticeId);
  // Nobody tells that rows are gone: the next who wants to hear is looked at after them.
  await choose({ mail: 'ld@example.vn' }, 'Leader');
  const next = await flash();
  await scribe.accept(next, recipient);
  await mail.until(told(next));
  expect(JSON.stringify(await rows())).not.toContain(noticeId);
  await reads.close();
});

it('ends with the post of the officer, and the key of the addresses with it', async () => {
  await start();
  const noticeId = await choose({ mail: 'ld@example.vn' }, 'Leader');
  const operator = province.officer('H99', 'Operator');
  const who = { agency: recipient, officer: officerId('Leader', recipient) };
  accepted(await operator.command(subjects.dismissOfficer, who));
  await province.waitFor(noticeStream(noticeId), 'NoticesLapsed');
  const { events } = await province.store.readStream(noticeStream(noticeId));
  const { addresses: sealed } = events[0]?.data as { addresses: Parameters<AddressBook['open']>[0] };
  // The fact is written before the key goes.
  while (Object.keys(await addresses.open(sealed, noticeId)).length > 0) later(0);
  expect(await addresses.open(sealed, noticeId)).toEqual({});
});
