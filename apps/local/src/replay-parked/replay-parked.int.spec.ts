import { createHash } from 'node:crypto';
import { healthSubject, subjects } from '@contracts';
import { agency, agencyStream } from '@domain/agency';
import { deliveryStream } from '@domain/delivery';
import type { HealthAnswer } from '@runtime';
import { startProvince, type Province } from '../../../../test/flows/province';
import { inStore, Scribe } from '../../../../test/flows/scribe';
import { replayParked } from './replay-parked';

jest.setTimeout(60_000);

const [text, reactor] = ['công văn', 'delivery-arrival'];
const sha256 = createHash('sha256').update(text).digest('hex');

let province: Province;
beforeAll(async () => {
  province = await startProvince({ services: ['directory', 'exchange'] });
});
afterAll(() => province.stop());

const operator = () => province.officer('H99', 'Operator');

async function parked(): Promise<unknown> {
  const reply = await operator().query<HealthAnswer>(healthSubject('exchange'), {});
  return reply.ok ? reply.answer.details[`${reactor}.parked`] : undefined;
}

async function replay(): Promise<{ failed: number; printed: string }> {
  let printed = '';
  const screen = { write: (line: string) => void (printed += line) };
  const failed = await replayParked({ natsUrl: province.nats.url }, screen);
  return { failed, printed };
}

it('hands out what was set aside once its cause is mended, and says what fails again', async () => {
  const scribe = new Scribe(inStore(province.store));
  const documentId = await scribe.issued('H99.1', ['H99.2'], 'Trích yếu', sha256);
  const leg = { documentId, to: 'H99.2' };
  for (const name of [reactor, 'content-keeping']) await province.waitFor(`parked-${name}`, 'EventParked');

  const before = await replay();
  expect(before.failed).toBe(2);
  expect(before.printed).toContain(`${reactor}: 0 replayed, 1 failed\n`);
  expect(before.printed).toMatch(
    new RegExp(`  DeliveryRequested.v1 in ${deliveryStream(leg)}@0: Content\\w+: `),
  );
  expect(await parked()).toBe(1);

  await province.upload('H99.1', text);
  const after = await replay();
  expect(after).toEqual({
    failed: 0,
    printed: expect.stringContaining(`${reactor}: 1 replayed, 0 failed\n`),
  });
  expect(await province.factsOf(deliveryStream(leg))).toEqual(['DeliveryRequested', 'DocumentArrived']);
  expect(await parked()).toBe(0);
  expect((await replay()).printed).toContain(`${reactor}: 0 replayed, 0 failed\n`);
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
    failed: 1,
    printed: expect.stringContaining(`  AgencyClosed.v1 in ${agencyStream(predecessor)}@1: Succession`),
  });

  await scribe.register(successor);
  expect((await replay()).printed).toContain('succession: 1 replayed, 0 failed\n');
  expect(await province.factsOf(agencyStream(successor))).toEqual(['AgencyRegistered', 'AgencySucceeded']);
  expect((await replay()).printed).toContain('succession: 0 replayed, 0 failed\n');
});

it('is for the operator alone', async () => {
  const clerk = province.officer('H99.1', 'Clerk');
  for (const subject of [subjects.replayParked, subjects.replayParkedSuccessions]) {
    expect(await clerk.query(subject, {})).toMatchObject({ ok: false, refused: 'role-not-allowed' });
  }
});
