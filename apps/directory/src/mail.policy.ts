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

/**
 * The open agencies that took over from one that is closed on a local date, however many closed one into the other
 * before: one after a merger, several after a split, none after a dissolution.
 */
export function tookOverFrom(
  code: string,
  date: string,
  registered: (code: string) => RegisteredAgency | undefined,
): readonly string[] {
  const seen = new Set([code]);
  const open: string[] = [];
  for (const waiting = [...(registered(code)?.closing?.successors ?? [])]; waiting.length > 0;) {
    const next = waiting.shift() as string;
    const agency = registered(next);
    if (seen.has(next) || agency === undefined) continue;
    seen.add(next);
    if (isOpenOn(agency, date)) open.push(next);
    else waiting.push(...(agency.closing?.successors ?? []));
  }
  return open;
}
