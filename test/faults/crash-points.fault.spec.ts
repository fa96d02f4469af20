import { armedHouse, diesAt } from './crash-plan';
import { failpoints } from './failpoints';
import { underLoad } from './under-load';

it.each([1, 2])('every service may die at every point when it comes there, time number %i', async (hit) => {
  await underLoad(armedHouse(), async ({ house }) => {
    const missed: string[] = [];
    for (const { name: point, services } of failpoints) {
      for (const service of services) {
        if (!(await diesAt(house, { service, point, hit }))) missed.push(`${service} never came to ${point}`);
      }
    }
    expect(missed).toEqual([]);
  });
});
