import { agencies, officerOf, officersOf, operatingAgency } from './agencies';
import type { Act } from './importing-client';
import type { Step } from './steps';

const openingMinute = 7 * 60;

/** Agencies from the top down, each with its officers. */
export function directorySteps(): Step[] {
  return agencies.map((agency) => ({
    minute: openingMinute,
    run: async (client, at) => {
      const { code, ...card } = agency;
      const act = (key: string): Act => ({
        at,
        agency: operatingAgency,
        officer: officerOf(operatingAgency, 'vh'),
        key,
      });
      await client.put(`/agencies/${code}`, card, act(`agency-${code}`));
      for (const officer of officersOf(agency)) {
        await client.post(`/agencies/${code}/officers`, officer, act(`officer-${officer.officer}`));
      }
    },
  }));
}
