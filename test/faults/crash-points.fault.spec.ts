import { randomUUID } from 'node:crypto';
import type { StoredEvent } from '@adapters/event-store';
import { agencyStream } from '@domain/agency';
import { behaviours, Receiver } from '../webhooks/receivers';
import { armedHouse, diesAt, planned } from './crash-plan';
import { failpoints } from './failpoints';
import { allAtRest } from './inspection';
import { cameTo, receiverHasAll, receiverViolations, subscribeTo } from './integrator';
import { byStream, factOf } from './invariants';
import { inHouse, whileAtWork } from './under-load';

/** Two dozen deaths with their restarts: slow machines need more than one spec is given elsewhere. */
jest.setTimeout(900_000);

/** Who is sent everything of one agency meanwhile. */
const agency = 'H99.1';
const deaths = 5;
let receiver: Receiver;
beforeEach(async () => {
  receiver = await Receiver.start(behaviours.takes);
});
afterEach(() => receiver.stop());
const withWebhook = () => armedHouse({ LIENTHONG_WEBHOOK_ALLOWED_ORIGINS: receiver.origin });

it.each([1, 2])('every service may die at every point when it comes there, time number %i', async (hit) => {
  await inHouse(withWebhook(), async ({ house, load }) => {
    await subscribeTo(load, agency, receiver);
    await whileAtWork(load, {}, async () => {
      const missed: string[] = [];
      for (const { name: point, services, isOfBeginning } of failpoints) {
        for (const service of isOfBeginning && hit > 1 ? [] : services) {
          const death = await planned(house, { service, point, hit });
          if (isOfBeginning) await house.kill(service);
          if (!(await death())) missed.push(`${service} never came to ${point}`);
        }
      }
      expect(missed).toEqual([]);
    });
    await expectSent(await allAtRest(house));
  });
});

it('what was sent to a webhook and not noted comes again under its id, and nothing is passed over', async () => {
  await inHouse(withWebhook(), async ({ house, load }) => {
    await subscribeTo(load, agency, receiver);
    await whileAtWork(load, {}, async () => {
      for (let hit = 1; hit <= deaths; hit += 1) {
        const plan = { service: 'bus', point: 'webhook-sent-not-noted', hit } as const;
        expect(await diesAt(house, plan)).toBe(true);
      }
    });
    await expectSent(await allAtRest(house));
    const ids = cameTo(receiver).map(({ event }) => event.id);
    expect(ids.length - new Set(ids).size).toBeGreaterThanOrEqual(deaths);
  });
});

/** Everything, in the order of its numbers; what came again was the same. */
async function expectSent(events: readonly StoredEvent[]): Promise<void> {
  await receiverHasAll(receiver, agency, events);
  expect(await receiverViolations(receiver, agency, events)).toEqual([]);
}

it.each(['succession-recorded-predecessors-not-closed', 'predecessor-closed-others-not'])(
  'a merger that died at %s is whole once the directory is back, and nobody asked again',
  async (point) => {
    await inHouse(armedHouse(), async ({ house, load }) => {
      const merger = await load.merger('K');
      const death = await planned(house, { service: 'directory', point, hit: 1 });
      const headers = { 'content-type': 'application/json', 'idempotency-key': randomUUID() };
      const body = JSON.stringify(merger);
      const answer = await load.ask('H99', 'Operator', 'POST', '/agencies/mergers', body, headers);
      expect(answer?.status ?? 503).toBeGreaterThanOrEqual(500);
      expect(await death()).toBe(true);
      const streams = byStream(await allAtRest(house));
      const factsOf = (code: string) => (streams.get(agencyStream(code)) ?? []).map(factOf);
      for (const code of merger.predecessors) {
        expect(factsOf(code)).toEqual(['AgencyRegistered', 'AgencyClosed']);
      }
      expect(factsOf(merger.successor).filter((fact) => fact === 'AgencySucceeded')).toHaveLength(3);
    });
  },
);
