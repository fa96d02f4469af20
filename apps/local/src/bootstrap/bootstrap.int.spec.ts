import { subjects } from '@contracts';
import { Edge, type Visitor } from '../../../../test/flows/edge';
import { accepted, type Province, startProvince } from '../../../../test/flows/province';
import { type Bootstrap, bootstrap, compare } from './bootstrap';

const head = 'agency,name,abbreviation,tier,parent,officer,displayName,roles';
const rows = [
  'H26.1,Sở Tài chính,STC,province,H26,vt.stc,Trần Thị Bình,Clerk Drafter',
  'H26,Ủy ban nhân dân tỉnh,UBND,province,,vh.ubnd,Nguyễn Văn An,Operator',
];

let province: Province;
let edge: Edge;
let said: string[];

beforeAll(async () => {
  province = await startProvince({ services: ['directory'], settings: { LIENTHONG_PORT: '0' } });
  edge = await Edge.start(province.context);
});
afterAll(async () => {
  await edge?.stop();
  await province?.stop();
});
beforeEach(() => void (said = []));

const token = (sub: string, agency: string, ...roles: string[]) => edge.issuer.issue({ sub, agency, roles });
const access = async (lines: readonly string[]): Promise<Bootstrap> => ({
  fileName: 'tỉnh.csv',
  bytes: Buffer.from([head, ...lines, ''].join('\n')),
  address: edge.address,
  token: await token('local', 'H26', 'Importer'),
  toolsOfficer: 'local',
  say: (line) => void said.push(line),
});
const as = async (sub: string, agency: string): Promise<Visitor> => edge.withToken(await token(sub, agency));
const heldIn = async (agency: string) => (await province.factsOf(`agency-${agency}`)).length;

it('lets nobody in before, and the officers of the file afterwards', async () => {
  expect((await (await as('vh.ubnd', 'H26')).get('/me')).status).toBe(403);
  expect(await compare(await access(rows))).toBe(false);
  expect(said).toContain('H26.1 is in the file and not in the directory');

  await bootstrap(await access(rows));
  expect(said.at(-1)).toBe('The directory holds 2 agencies with 3 officers, as the file says');
  expect((await (await as('vt.stc', 'H26.1')).get('/me')).body).toMatchObject({
    roles: ['Clerk', 'Drafter'],
  });
  expect((await (await as('local', 'H26')).get('/me')).body).toMatchObject({ roles: ['Operator'] });
  const appointed = { officer: 'ld.stc', displayName: 'Lê Văn Cường', roles: ['Leader'] };
  expect((await (await as('vh.ubnd', 'H26')).post('/agencies/H26.1/officers', appointed)).status).toBe(200);
});

it('stands beside every fact with the file it came from', async () => {
  const { events } = await province.store.readStream('agency-H26.1');
  expect(events.slice(0, 2).map(({ metadata }) => [metadata.source, metadata.importedFrom])).toEqual(
    Array.from({ length: 2 }, () => ['import', expect.stringMatching(/^tỉnh\.csv#[0-9a-f]{64}$/)]),
  );
});

it('is refused once the directory holds what the file does not say, and changes nothing', async () => {
  const before = await heldIn('H26.1');
  await expect(bootstrap(await access(rows))).rejects.toThrow(
    /ld.stc of H26.1 is in the directory and not in/,
  );
  const other = ['H27,Ủy ban nhân dân tỉnh khác,UBND,province,,vh.khac,Trần Văn Khác,Operator'];
  await expect(bootstrap(await access(other))).rejects.toThrow(/H26 is in the directory and not in the file/);
  expect([await heldIn('H26.1'), await heldIn('H27')]).toEqual([before, 0]);
});

it('goes on after it was cut off, and the same file once more changes nothing', async () => {
  const whole = [...rows, 'H26.1,,,,,ld.stc,Lê Văn Cường,Leader', 'H26.2,Sở Xây dựng,SXD,province,H26,,,'];
  await bootstrap(await access(whole));
  const held = [await heldIn('H26'), await heldIn('H26.1'), await heldIn('H26.2')];
  await bootstrap(await access(whole));
  expect([await heldIn('H26'), await heldIn('H26.1'), await heldIn('H26.2')]).toEqual(held);
  expect(held[2]).toBe(1);
});

it('tells where the two books differ, in words', async () => {
  const operator = province.officer('H26', 'Operator');
  const gone = { agency: 'H26.1', officer: 'ld.stc' };
  accepted(await operator.command(subjects.dismissOfficer, gone));
  const changed = ['H26.1,Sở Tài chính,STC,province,H26,vt.stc,Trần Thị Bình,Clerk', rows[1] as string];
  expect(await compare(await access([...changed, 'H26.1,,,,,ld.stc,Lê Văn Cường,Leader']))).toBe(false);
  expect(said).toEqual([
    'vt.stc of H26.1 is "Trần Thị Bình: Clerk Drafter" in the directory, "Trần Thị Bình: Clerk" in the file',
    'H26.2 is in the directory and not in the file',
    'ld.stc of H26.1 is in the file and not in the directory',
    '3 differences',
  ]);
});
