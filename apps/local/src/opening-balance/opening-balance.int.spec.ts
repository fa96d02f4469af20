import { localDate, localYear } from '@domain/codes';
import { dossierCodec } from '@domain/dossier';
import { registerStream } from '@domain/register';
import { Clerks } from '../../../../test/flows/clerks';
import { Edge } from '../../../../test/flows/edge';
import { officerId, type Province, startProvince } from '../../../../test/flows/province';
import { ToolRefused } from '../tool-refused';
import { openingBalance } from './opening-balance';

jest.setTimeout(120_000);

const now = new Date().toISOString();
const year = localYear(now);
const today = localDate(now);

let province: Province;
let edge: Edge;
let said: string[];
beforeAll(async () => {
  province = await startProvince({
    services: ['directory', 'exchange', 'dossiers', 'read-models'],
    settings: { LIENTHONG_PORT: '0' },
  });
  await province.found();
  edge = await Edge.start(province.context);
});
afterAll(async () => {
  await edge?.stop();
  await province?.stop();
});
beforeEach(() => void (said = []));

const bring = async (fileName: string, text: string) =>
  openingBalance({
    ...{ fileName, bytes: Buffer.from(text), address: edge.address },
    token: await edge.issuer.issue({ sub: 'local', agency: 'H99', roles: ['Importer'] }),
    say: (line) => void said.push(line),
  });

const leader = (agency: string) => officerId('Leader', agency);
const counter = officerId('OneStopOfficer', 'H99.4');
const numbers = (...lines: string[]) =>
  ['\uFEFFMã cơ quan;Mã cán bộ;Loại sổ;Năm;Số tiếp theo', ...lines, ''].join('\r\n');
const dossiers = (...lines: string[]) =>
  ['agency,officer,code,scheme,procedure,channel,startedAt,dueAt', ...lines, ''].join('\n');

const openedIn = async (agency: string) => {
  const found: string[] = [];
  const ended = new AbortController();
  for await (const event of province.store.subscribeAll({
    streamPrefixes: ['dossier-'],
    signal: ended.signal,
  })) {
    if ('caughtUp' in event) break;
    if (!('stream' in event)) continue;
    const fact = dossierCodec.decode(event);
    if (typeof fact !== 'string' && fact.type === 'DossierOpened' && fact.data.agency === agency)
      found.push(fact.data.codes[0]?.value ?? '');
  }
  ended.abort();
  return found;
};

it('books go on after the numbers of the older system, once', async () => {
  const file = numbers(
    `H99.1;${leader('H99.1')};Sổ đi;${year};1846`,
    `H99.1;${leader('H99.1')};Sổ đến;${year};22`,
    `H99.2;${leader('H99.2')};Sổ đi;${year};9`,
  );
  await bring('sổ.csv', file);
  expect(said).toEqual(['3 lines were brought in, 0 were refused']);
  const documentId = await new Clerks(province, edge).registered('H99.1');
  const book = { agency: 'H99.1', series: 'outgoing', bookYear: year };
  const numbered = await province.waitFor(registerStream(book), 'NumberAllocated');
  expect(numbered.data).toMatchObject({ number: 1846, key: documentId });
  const { events } = await province.store.readStream(registerStream(book));
  expect(events[0]).toMatchObject({
    data: { number: 1845 },
    metadata: { source: 'import', importedFrom: expect.stringMatching(/^sổ\.csv#/) as string },
  });

  said = [];
  await expect(bring('sổ.csv', file)).rejects.toThrow(ToolRefused);
  expect(said.slice(0, -1)).toEqual(
    [2, 3, 4].map(
      (line) => expect.stringMatching(new RegExp(`^sổ\\.csv:${line}: 409 .*book-already-begun`)) as string,
    ),
  );
  expect(said.at(-1)).toBe('0 lines were brought in, 3 were refused');
  expect(await province.factsOf(registerStream(book))).toEqual(['BookOpened', 'NumberAllocated']);
});

it('open dossiers come in whole or are told with why not; the same again adds nothing', async () => {
  const good = [
    `H99.4,${counter},000.00.15.H99-261120-0001,tt01-2018,Cấp phép xây dựng,trực tiếp,20/11/2025,04/12/2025`,
    `H99.4,${counter},000.00.15.H99-261120-0002,tt01-2018,2.000635,online,${today},`,
  ];
  const bad = [
    `H99.77,${counter},000.00.15.H99-261120-0003,tt01-2018,2.000635,counter,20/11/2025,04/12/2025`,
    `H99.4,${counter},000.00.15.H99-261120-0004,tt01-2018,2.000635,fax,31/02/2025,04/12/2025`,
    `H99.4,${counter},000.00.15.H99-261120-0001,tt01-2018,2.000635,counter,20/11/2025,04/12/2025`,
    `H99.4,${counter},000.00.15.H99-261120-0005,tt01-2018,2.000635,counter,20/11/2199,`,
    'H99.4,ai.do,000.00.15.H99-261120-0006,tt01-2018,2.000635,counter,20/11/2025,',
  ];
  await expect(bring('hồ sơ.csv', dossiers(...good, ...bad))).rejects.toThrow('5 lines were refused');
  expect(said).toEqual([
    expect.stringMatching(/^hồ sơ\.csv:4: no agency has the code H99\.77$/),
    expect.stringMatching(/^hồ sơ\.csv:5: channel .*; startedAt /),
    expect.stringMatching(
      /^hồ sơ\.csv:6: says of H99\.4 tt01-2018 000\.00\.15\.H99-261120-0001 what line 2 says/,
    ),
    expect.stringMatching(/^hồ sơ\.csv:7: .*startedAt/),
    'hồ sơ.csv:8: ai.do is no officer of H99.4',
    '2 lines were brought in, 5 were refused',
  ]);
  expect((await openedIn('H99.4')).sort()).toEqual([1, 2].map((n) => `000.00.15.H99-261120-000${n}`));

  said = [];
  await expect(bring('hồ sơ.csv', dossiers(...good))).rejects.toThrow('adds nothing');
  expect(said[0]).toBe('2 lines were brought in before; nothing was added for them');
  said = [];
  const more = `H99.4,${counter},000.00.15.H99-261121-0001,tt01-2018,2.000635,post,2025-11-21T01:00:00.000Z,`;
  await bring('hồ sơ.csv', dossiers(...good, more));
  expect(said).toEqual([
    '2 lines were brought in before; nothing was added for them',
    '1 lines were brought in, 0 were refused',
  ]);
  expect(await openedIn('H99.4')).toHaveLength(3);
  said = [];
  const another = officerId('Leader', 'H99.4');
  const byAnother = good.map((line) => line.replace(counter, another));
  await expect(bring('hồ sơ khác.csv', dossiers(...byAnother))).rejects.toThrow('2 lines were refused');
  expect(said).toEqual([
    ...[2, 3].map(
      (line) =>
        expect.stringMatching(new RegExp(`^hồ sơ khác\\.csv:${line}: 409 .*code-already-opened`)) as string,
    ),
    '0 lines were brought in, 2 were refused',
  ]);
  expect(await openedIn('H99.4')).toHaveLength(3);
  const held = await new Clerks(province, edge).get<{ rows: { dueAt?: string; stage: string }[] }>(
    ...(['H99.4', 'OneStopOfficer', '/dossiers?box=held'] as const),
  );
  expect(held.rows.map(({ stage }) => stage)).toEqual(['unversioned', 'unversioned', 'unversioned']);
  expect(held.rows.map(({ dueAt }) => dueAt)).toContain('2025-12-04T16:59:59.999Z');
});

it.each([
  [
    'a table of something else',
    'a,b\n1,2\n',
    /Line 1 has to name each of these columns once: agency, officer, code/,
  ],
  ['another encoding', Buffer.from([0xc3, 0x28]).toString('latin1'), /Line 1|UTF-8/],
  ['an open quotation mark', `${dossiers()}"H99.4`, /cannot be read as CSV/],
])('%s is refused', async (_, text, why) => {
  await expect(bring('khác.csv', text)).rejects.toThrow(why);
});
