import { isOpenOn, type RegisteredAgency } from '@domain/agency';

/**
 * Where the mail of an agency goes on a local date: to itself while it is open, else along the first successors to the
 * first that is open. Nothing when the chain ends before, or runs in a circle.
 */
export function mailGoesTo(
  code: string,
  date: string,
  registered: (code: string) => RegisteredAgency | undefined,
): string | undefined {
  const passed = new Set<string>();
  for (let next: string | undefined = code; next !== undefined && !passed.has(next);) {
    const agency = registered(next);
    if (agency === undefined) return undefined;
    if (isOpenOn(agency, date)) return next;
    passed.add(next);
    next = agency.closing?.successors[0];
  }
  return undefined;
}
