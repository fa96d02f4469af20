import { agencies, officerOf, officersOf, operatingAgency, toolsOfficer } from './agencies';
import type { Act } from './importing-client';
import type { Step } from './steps';

const openingMinute = 7 * 60;

const byOperator = (at: string, key: string): Act => ({
  ...{ at, key },
  ...{ agency: operatingAgency, officer: officerOf(operatingAgency, 'vh') },
});

/** Comes after the agencies, of the same minute. */
export const toolsStep: Step = {
  minute: openingMinute,
  run: async (client, at) => {
    const path = `/agencies/${operatingAgency}/officers`;
    await client.post(path, toolsOfficer, byOperator(at, `officer-${toolsOfficer.officer}`));
  },
};

/** Agencies from the top down, each with its officers. */
export function directorySteps(): Step[] {
  return agencies.map((agency) => ({
    minute: openingMinute,
    run: async (client, at) => {
      const { code, ...card } = agency;
      const act = (key: string): Act => byOperator(at, key);
      await client.put(`/agencies/${code}`, card, act(`agency-${code}`));
      for (const officer of officersOf(agency)) {
        await client.post(`/agencies/${code}/officers`, officer, act(`officer-${officer.officer}`));
      }
    },
  }));
}
