import { parentOn } from './agency-on-date';
import type { RegisteredAgency } from './agency-state';

/** An agency by its code; nothing of a code that nobody has. */
type Registered = (code: string) => RegisteredAgency | undefined;

/** Is the agency `top`, or does it stand below it, on the date? */
export function isBelowOn(code: string, top: string, date: string, registered: Registered): boolean {
  const passed = new Set<string>();
  for (let next: string | undefined = code; next !== undefined && !passed.has(next);) {
    if (next === top) return true;
    passed.add(next);
    const agency = registered(next);
    next = agency && parentOn(agency, date).parent;
  }
  return false;
}

interface Days {
  readonly fromDate: string;
  /** The first day after them; absent when they have no end. */
  readonly untilDate?: string;
}

/**
 * Is the agency `top`, or does it stand below it, on the date or on any later one, as far as that is decided? A change
 * with a later date is recorded before one with an earlier date, so one date does not tell.
 */
export function isBelowFrom(code: string, top: string, fromDate: string, registered: Registered): boolean {
  return isBelowWithin(code, top, { fromDate }, registered, new Set());
}

/** @param passed on the way up; what was decided holds no ring, but a walk must end in any case */
function isBelowWithin(
  code: string,
  top: string,
  days: Days,
  registered: Registered,
  passed: ReadonlySet<string>,
): boolean {
  if (code === top) return true;
  const agency = registered(code);
  if (agency === undefined || passed.has(code)) return false;
  const through = new Set(passed).add(code);
  return agency.parents.some(({ parent, fromDate = '' }, step) => {
    const common = shared(days, fromDate, agency.parents[step + 1]?.fromDate);
    return (
      parent !== undefined && common !== undefined && isBelowWithin(parent, top, common, registered, through)
    );
  });
}

/** The days of both; nothing when there is none. */
function shared(days: Days, fromDate: string, until: string | undefined): Days | undefined {
  const from = fromDate > days.fromDate ? fromDate : days.fromDate;
  const [untilDate] = [days.untilDate, until].filter((date) => date !== undefined).sort();
  if (untilDate === undefined) return { fromDate: from };
  return from < untilDate ? { fromDate: from, untilDate } : undefined;
}

/**
 * Does one of the successors of an agency, or whoever takes over from it in the end, close into that agency, whenever?
 * Its mail would go nowhere from the last of these dates on.
 */
export function comesBackTo(agency: string, successors: readonly string[], registered: Registered): boolean {
  const seen = new Set<string>();
  for (const waiting = [...successors]; waiting.length > 0;) {
    const next = waiting.pop() as string;
    if (next === agency) return true;
    if (seen.has(next)) continue;
    seen.add(next);
    waiting.push(...(registered(next)?.closing?.successors ?? []));
  }
  return false;
}
