import {
  type DocumentHistory,
  type OutgoingRegisterRow,
  type Page,
  subjects,
  type TodoList,
} from '@contracts';
import { localDate, localYear, type Role } from '@domain/codes';
import { deliveryStream } from '@domain/delivery';
import { readPdf } from '../printed/read-pdf';
import { Clerks } from './clerks';
import { Edge, type Visitor } from './edge';
import { Hands } from './hands';
import { accepted, officerId, type Province, startProvince } from './province';

jest.setTimeout(120_000);

const [sender, recipient] = ['H99.1', 'H99.2'];
const many = Array.from({ length: 28 }, (_, n) => `H99.${n + 100}`);
const clock = new Hands();
// A year has a day after it that is of the same year, whenever this runs.
const year = localYear(clock.now()) + 1;
const day = (date: string) => (clock.set = `${date}T03:00:00.000Z`);

let province: Province;
let edge: Edge;
let clerks: Clerks;

const nameOf = (agency: string) => `Cơ quan ${agency}`;

beforeAll(async () => {
  province = await startProvince({
    services: ['directory', 'exchange', 'read-models', 'audit'],
    settings: { LIENTHONG_PORT: '0' },
    clock,
  });
  await province.found();
  const operator = province.officer('H99', 'Operator');
  for (const agency of many) {
    const card = { name: nameOf(agency), abbreviation: 'CQ', tier: 'commune', parent: 'H99' };
    accepted(await operator.command(subjects.registerAgency, { agency }, card));
  }
  edge = await Edge.start(province.context);
  clerks = new Clerks(province, edge);
});
afterAll(async () => {
  await edge.stop();
  await province.stop();
});

const csv = async (agency: string, book: string) => {
  const after = encodeURIComponent(await province.newest());
  const path = `/registers/${book}/${year}/print?format=csv&after=${after}`;
  return clerks.get<string>(agency, 'Clerk', path);
};
async function pdf(agency: string): Promise<string> {
  const { token = '' } = await edge.as(agency, 'Clerk');
  const headers = { authorization: `Bearer ${token}` };
  const answer = await fetch(`${edge.address}/registers/outgoing/${year}/print`, { headers });
  return readPdf(Buffer.from(await answer.arrayBuffer())).text;
}

it('a book says who was called what on the day of each entry, and its head on the last day of its year', async () => {
  const operator = province.officer('H99', 'Operator');
  const cardOf = async (agency: string) =>
    (await clerks.get<{ name: string }>('H99', 'Operator', `/agencies/${agency}`)).name;
  const [oldSender, oldRecipient] = [await cardOf(sender), await cardOf(recipient)];
  day(`${year}-03-01`);
  const first = await clerks.issued(sender, [recipient, ...many]);
  await province.waitFor(deliveryStream({ documentId: first, to: recipient }), 'DocumentArrived');
  await clerks.act(recipient, 'Clerk', `/inbox/${first}/receipt`);

  day(`${year}-03-02`);
  const legalBasis = '9/QĐ-UBND';
  const effectiveDate = localDate(clock.now());
  for (const agency of [sender, recipient]) {
    const renamed = { name: `${nameOf(agency)} Mới`, abbreviation: 'MOI', effectiveDate, legalBasis };
    accepted(await operator.command(subjects.renameAgency, { agency }, renamed));
  }
  const leader = { officer: officerId('Leader', sender), displayName: 'Bà Đặng Thu', roles: ['Leader'] };
  accepted(await operator.command(subjects.appointOfficer, { agency: sender }, leader));
  await clerks.issued(sender, [recipient]);
  const clerk = officerId('Clerk', recipient);
  accepted(await operator.command(subjects.dismissOfficer, { agency: recipient, officer: clerk }, {}));
  accepted(await operator.command(subjects.dismissOfficer, { agency: sender, officer: leader.officer }, {}));

  const [, one = '', two = ''] = (await csv(sender, 'outgoing')).split('\r\n');
  expect(one).toContain(`"Leader ${sender}","${[oldRecipient, ...many.map(nameOf)].join('; ')}"`);
  expect(two).toContain(`"Bà Đặng Thu","${nameOf(recipient)} Mới"`);
  const path = `/registers/incoming/${year}/print?format=csv`;
  const incoming = (await clerks.get<string>(recipient, 'Leader', path)).split('\r\n')[1] ?? '';
  expect(incoming).toContain(`"${oldSender}"`);
  expect(incoming).toContain(`"Clerk ${recipient}"`);
  expect(await pdf(sender)).toContain(`${nameOf(sender)} Mới`.toUpperCase());

  const last = `Sau năm ${year}`;
  const later = { name: last, abbreviation: 'SAU', effectiveDate: `${year + 1}-01-01`, legalBasis };
  day(`${year + 1}-01-02`);
  accepted(await operator.command(subjects.renameAgency, { agency: sender }, later));
  const head = await pdf(sender);
  expect(head).toContain(`${nameOf(sender)} Mới`.toUpperCase());
  expect(head).not.toContain(last.toUpperCase());
  const rows = await clerks.get<Page<OutgoingRegisterRow>>(sender, 'Clerk', `/registers/outgoing/${year}`);
  expect(rows.rows.map(({ recipients }) => recipients.length)).toEqual([many.length + 1, 1]);
});

/** By the ids of two documents, what a list says of each. */
const ofBoth = (rows: readonly Row[], [first, second]: readonly [string, string], field: string) =>
  [first, second].map((id) => rows.find(({ documentId }) => documentId === id)?.[field]);
type Row = Readonly<Record<string, unknown>>;

describe('lists, search and views call everybody as on the day of each entry', () => {
  const [from, to] = ['H99.3', 'H99.4'];
  const bookYear = year + 2;
  const signers = [`Leader ${from}`, 'Ông Lý Bình'];
  let both: readonly [first: string, second: string];
  let visitor: Visitor;
  let [senders, recipients]: (readonly string[])[] = [];

  const ask = async <A>(agency: string, role: Role, path: string): Promise<A> => {
    const after = `${path.includes('?') ? '&' : '?'}after=${encodeURIComponent(await province.newest())}`;
    return clerks.get<A>(agency, role, `${path}${after}`);
  };
  const rowsOf = async (agency: string, path: string) => (await ask<Page<Row>>(agency, 'Clerk', path)).rows;
  const nameNow = async (agency: string) =>
    (await clerks.get<{ name: string }>('H99', 'Operator', `/agencies/${agency}`)).name;

  beforeAll(async () => {
    const before = [await nameNow(from), await nameNow(to)] as const;
    day(`${bookYear}-02-01`);
    const first = await clerks.accepted(from, to);
    visitor = await edge.as(from, 'Clerk');
    // What is asked now is remembered, and is no answer for later days.
    expect((await visitor.get('/me')).body).toMatchObject({ agencyName: before[0] });
    expect(await rowsOf(to, '/inbox')).toMatchObject([{ documentId: first, from, fromName: before[0] }]);

    day(`${bookYear}-02-02`);
    const decision = { effectiveDate: localDate(clock.now()), legalBasis: '9/QĐ-UBND' };
    for (const agency of [from, to]) {
      const renamed = { name: `${nameOf(agency)} Mới`, abbreviation: 'MOI', ...decision };
      await clerks.act('H99', 'Operator', `/agencies/${agency}/renaming`, renamed);
    }
    const leader = { officer: officerId('Leader', from), displayName: signers[1], roles: ['Leader'] };
    await clerks.act('H99', 'Operator', `/agencies/${from}/officers`, leader);
    both = [first, await clerks.accepted(from, to)];
    senders = [before[0], `${nameOf(from)} Mới`];
    recipients = [before[1], `${nameOf(to)} Mới`];
  });

  it('the holder of a token of before', async () =>
    expect((await visitor.get('/me')).body).toMatchObject({ agencyName: senders?.[1] }));

  it('books and desks', async () => {
    expect(ofBoth(await rowsOf(to, '/inbox'), both, 'fromName')).toEqual(senders);
    const incoming = await rowsOf(to, `/registers/incoming/${bookYear}`);
    expect(ofBoth(incoming, both, 'fromName')).toEqual(senders);
    expect(ofBoth(incoming, both, 'receivedByName')).toEqual([`Clerk ${to}`, `Clerk ${to}`]);
    const outgoing = await rowsOf(from, `/registers/outgoing/${bookYear}`);
    expect(ofBoth(outgoing, both, 'signerName')).toEqual(signers);
    expect(ofBoth(outgoing, both, 'recipientNames')).toEqual(recipients?.map((name) => [name]));
    const { tasks } = await ask<TodoList>(to, 'Leader', '/todo');
    const waiting = tasks.flatMap(({ rows }) => rows as readonly Row[]);
    expect(ofBoth(waiting, both, 'agencyName')).toEqual(senders);
  });

  it.each([from, to])('search of %s', async (agency) =>
    expect(ofBoth(await rowsOf(agency, '/search?text=thử nghiệm'), both, 'agencyName')).toEqual(senders),
  );

  it.each([0, 1] as const)('views and histories, of document %i', async (index) => {
    const path = `/documents/${both[index]}`;
    expect(await ask(from, 'Clerk', path)).toMatchObject({
      ...{ agencyName: senders?.[index], signedByName: signers[index] },
      deliveries: [{ agencyName: recipients?.[index] }],
    });
    const { events } = await clerks.get<DocumentHistory>(from, 'Auditor', `/audit${path}/history`);
    const signed = events.find(({ type }) => type.startsWith('DocumentSigned'));
    expect(signed?.actor).toMatchObject({ agencyName: senders?.[index], officerName: signers[index] });
    const atRecipient = await ask<Row>(to, 'Clerk', path);
    expect(atRecipient).toMatchObject({ agencyName: senders?.[index] });
    // Who signed elsewhere is known here by id alone, as on paper.
    expect(atRecipient).not.toHaveProperty('signedByName');
  });
});
