import { createHash, randomUUID } from 'node:crypto';
import { healthSubject, parkingSubjects } from '@contracts';
import { agency, agencyStream } from '@domain/agency';
import { deliveryStream } from '@domain/delivery';
import type { HealthAnswer } from '@runtime';
import { Edge } from '../../../../test/flows/edge';
import { Hands } from '../../../../test/flows/hands';
import { type Province, startProvince } from '../../../../test/flows/province';
import { inStore, Scribe } from '../../../../test/flows/scribe';
import { listParked, type ParkedAccess, replayParked, skipParked } from './parked';

jest.setTimeout(60_000);

const [text, reactor] = ['công văn', 'delivery-arrival'];
const sha256 = createHash('sha256').update(text).digest('hex');

let province: Province;
let edge: Edge;
let access: ParkedAccess;
beforeAll(async () => {
  // On the day of the facts, or the house would note in between that nobody answered in time.
  const clock = new Hands();
  clock.set = '2026-11-22T02:00:00.000Z';
  const settings = { LIENTHONG_PORT: '0' };
  province = await startProvince({ services: ['directory', 'exchange'], clock, settings });
  await new Scribe(inStore(province.store)).register('H99');
  await province.appointOfficers('H99');
  edge = await Edge.start(province.context);
  access = { address: edge.address, token: (await edge.as('H99', 'Operator')).token ?? '' };
});
afterAll(async () => {
  await edge?.stop();
  await province?.stop();
});

const operator = () => province.officer('H99', 'Operator');

async function parked(): Promise<unknown> {
  const reply = await operator().query<HealthAnswer>(healthSubject('exchange'), {});
  return reply.ok ? reply.answer.details[`${reactor}.parked`] : undefined;
}

async function printed(work: (screen: { write(line: string): void }) => Promise<number>) {
  let text = '';
  const count = await work({ write: (line) => void (text += line) });
  return { count, text };
}

const replay = () => printed((screen) => replayParked(access, screen));
const list = () => printed((screen) => listParked(access, screen));

it('hands out what was set aside once its cause is mended, and says what fails again', async () => {
  const scribe = new Scribe(inStore(province.store));
  const documentId = await scribe.issued('H99.1', ['H99.2'], 'Trích yếu', { sha256 });
  const delivery = { documentId, to: 'H99.2' };
  for (const name of [reactor, 'content-keeping']) await province.waitFor(`parked-${name}`, 'EventParked');

  const listed = await list();
  expect(listed.count).toBe(2);
  expect(listed.text).toMatch(
    new RegExp(`^exchange ${reactor} \\S+ DeliveryRequested.v1 in .*: Content`, 'm'),
  );
  expect(listed.text).toContain('read-models does not answer');
  const before = await replay();
  expect(before.count).toBe(2);
  expect(before.text).toContain(`${reactor}: 0 replayed, 1 failed\n`);
  expect(before.text).toMatch(
    new RegExp(`  DeliveryRequested.v1 in ${deliveryStream(delivery)}@0: Content\\w+: `),
  );
  expect(await parked()).toBe(1);

  await province.upload('H99.1', text);
  const after = await replay();
  expect(after).toEqual({
    count: 0,
    text: expect.stringContaining(`${reactor}: 1 replayed, 0 failed\n`),
  });
  expect(await province.factsOf(deliveryStream(delivery))).toEqual(['DeliveryRequested', 'DocumentArrived']);
  expect(await parked()).toBe(0);
  expect((await replay()).text).not.toContain('replayed');
  expect((await list()).count).toBe(0);
});

it('skips what can never be handled, when an operator says why', async () => {
  const scribe = new Scribe(inStore(province.store));
  const documentId = await scribe.issued('H99.1', ['H99.5'], 'Trích yếu', { sha256: 'cd'.repeat(32) });
  await province.waitFor(`parked-${reactor}`, 'EventParked', 2);
  const { events } = await province.store.readStream(deliveryStream({ documentId, to: 'H99.5' }));
  const [id = ''] = events.map((event) => event.id);
  await skipParked(access, id, 'Tệp đã mất');
  expect((await list()).text).not.toContain(` ${reactor} `);
  expect(await parked()).toBe(0);
  const skipped = await province.waitFor(`parked-${reactor}`, 'ParkedEventSkipped');
  expect(skipped).toMatchObject({
    data: { eventId: id, reason: 'Tệp đã mất', officer: 'operator.H99' },
    metadata: { actor: { agency: 'H99', officer: 'operator.H99', role: 'Operator' } },
  });
  await expect(skipParked(access, id, 'Tệp đã mất')).rejects.toThrow('is not set aside');
});

it('closes a succession that met an agency nobody had registered yet', async () => {
  const [successor, predecessor] = ['H99.30', 'H99.31'];
  const scribe = new Scribe(inStore(province.store));
  await scribe.register(predecessor);
  const [at, effectiveDate, legalBasis] = [scribe.at, '2026-11-22', '15/NQ-HĐND'];
  const closing = { how: 'merged', successors: [successor], effectiveDate, legalBasis, at } as const;
  const standing = { unknownSuccessors: [], closedSuccessors: [] };
  const command = { type: 'CloseAgency', agency: predecessor, ...closing, ...standing } as const;
  await scribe.write(agency, agencyStream(predecessor), 'H99', command);
  await province.waitFor('parked-succession', 'EventParked');
  expect(await replay()).toEqual({
    count: expect.any(Number),
    text: expect.stringContaining(`  AgencyClosed.v1 in ${agencyStream(predecessor)}@1: Succession`),
  });

  await scribe.register(successor);
  expect((await replay()).text).toContain('succession: 1 replayed, 0 failed\n');
  expect(await province.factsOf(agencyStream(successor))).toEqual(['AgencyRegistered', 'AgencySucceeded']);
  expect((await list()).text).not.toContain(' succession ');
});

it('is for the operator alone', async () => {
  const clerk = province.officer('H99.1', 'Clerk');
  const body = { service: 'exchange', program: reactor, eventId: randomUUID(), reason: 'x' };
  for (const { list: listed, replay: replayed, skip } of [
    parkingSubjects.exchange,
    parkingSubjects.directory,
  ]) {
    for (const reply of [
      await clerk.query(listed, {}),
      await clerk.command(replayed, {}),
      await clerk.command(skip, {}, body),
    ]) {
      expect(reply).toMatchObject({ ok: false, refused: 'role-not-allowed' });
    }
  }
  const token = (await edge.as('H99.1', 'Clerk')).token ?? '';
  await expect(listParked({ ...access, token }, { write: () => undefined })).rejects.toThrow('403');
});
