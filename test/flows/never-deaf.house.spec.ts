import { type Page, positionToken } from '@contracts';
import { deliveryStream } from '@domain/delivery';
import { Clerks } from './clerks';
import { Edge } from './edge';
import { type Province, smallProvince, startProvince } from './province';

jest.setTimeout(120_000);

const from = 'H99';
const agencies = [
  ...smallProvince,
  {
    code: 'H99.5',
    name: 'Ủy ban nhân dân xã Hòa Thuận',
    abbreviation: 'UBX',
    tier: 'commune',
    parent: 'H99',
  } as const,
];
const five = agencies.map(({ code }) => code).filter((code) => code !== from);
const services = ['directory', 'exchange', 'read-models', 'bus'] as const;

describe.each(['23.10', '24.2'])('a fresh house on a node with the ways of %s', (as) => {
  let province: Province;
  let edge: Edge;
  let clerks: Clerks;
  const line = process.env['EVENT_STORE_AS'];

  beforeAll(async () => {
    process.env['EVENT_STORE_AS'] = as;
    province = await startProvince({ services: [...services, 'audit'], settings: { LIENTHONG_PORT: '0' } });
    await province.found(agencies);
    edge = await Edge.start(province.context);
    clerks = new Clerks(province, edge);
  });
  afterAll(async () => {
    await edge.stop();
    await province.stop();
    if (line === undefined) delete process.env['EVENT_STORE_AS'];
    else process.env['EVENT_STORE_AS'] = line;
  });

  /** The document in the inbox of each recipient. */
  async function delivered(): Promise<number> {
    const documentId = await clerks.issued(from, five);
    const found = await Promise.all(
      five.map(async (to) => {
        const { position: commit } = await province.waitFor(
          deliveryStream({ documentId, to }),
          'DocumentArrived',
        );
        const after = positionToken({ storeId: province.storeId, commit });
        const { rows } = await clerks.get<Page<{ documentId: string }>>(to, 'Clerk', `/inbox?after=${after}`);
        return rows.filter((row) => row.documentId === documentId).length;
      }),
    );
    return found.reduce((sum, rows) => sum + rows, 0);
  }

  it('delivers to all, and again after every service was started anew', async () => {
    expect(await delivered()).toBe(five.length);
    for (const service of services) await province.stopService(service);
    for (const service of services) await province.startService(service);
    expect(await delivered()).toBe(five.length);
    expect(province.log).toEqual([]);
  });
});
