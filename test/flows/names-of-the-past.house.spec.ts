import { type OutgoingRegisterRow, type Page, subjects } from '@contracts';
import { localDate, localYear } from '@domain/codes';
import { deliveryStream } from '@domain/delivery';
import { readPdf } from '../printed/read-pdf';
import { Clerks } from './clerks';
import { Edge } from './edge';
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
