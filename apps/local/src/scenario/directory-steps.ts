import { agencies, type DemoAgency, officerOf, officersOf, operatingAgency, toolsOfficer } from './agencies';
import { type Step, told } from './steps';

const openingMinute = 7 * 60;

const operator = { agency: operatingAgency, officer: officerOf(operatingAgency, 'vh') };
const post = (agency: string, body: { readonly officer: string }, at: string) =>
  told({
    operation: 'appointOfficer',
    target: { agency },
    body,
    ...operator,
    at,
    key: `officer-${body.officer}`,
  });

/** Comes after the agencies. */
export const toolsStep: Step = {
  minute: openingMinute + 1,
  *walk(at) {
    yield post(operatingAgency, toolsOfficer, at);
  },
};

/** Agencies from the top down, each with its officers. */
export function directorySteps(): Step[] {
  return agencies.map((agency) => ({
    minute: openingMinute - (agency.parent === undefined ? 1 : 0),
    walk: (at) => registering(agency, at),
  }));
}

function* registering(agency: DemoAgency, at: string) {
  const { code, ...body } = agency;
  yield told({
    operation: 'registerAgency',
    target: { agency: code },
    body,
    ...operator,
    at,
    key: `agency-${code}`,
  });
  for (const officer of officersOf(agency)) yield post(code, officer, at);
}
