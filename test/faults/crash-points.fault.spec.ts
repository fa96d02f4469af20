import { randomUUID } from 'node:crypto';
import { agencyStream } from '@domain/agency';
import { armedHouse, planned } from './crash-plan';
import { failpoints } from './failpoints';
import { allAtRest } from './inspection';
import { byStream, factOf } from './invariants';
import { inHouse, underLoad } from './under-load';

/** Two dozen deaths with their restarts: slow machines need more than one spec is given elsewhere. */
jest.setTimeout(900_000);

it.each([1, 2])('every service may die at every point when it comes there, time number %i', async (hit) => {
  await underLoad(armedHouse(), async ({ house }) => {
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
});

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
