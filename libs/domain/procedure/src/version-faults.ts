import type { Convention } from '@domain/codes';
import type { Period, VersionContent } from './procedure.events';

/** What makes a version one that nobody could follow. */
export const procedureFaults = [
  'times-not-comparable',
  'published-time-longer',
  'convention-does-not-fit',
  'online-level-does-not-fit',
  'duplicate-component',
  'duplicate-fee',
  'route-agency-not-found',
  'route-agency-closed',
] as const;
export type ProcedureFault = (typeof procedureFaults)[number];

interface Judged {
  readonly content: VersionContent;
  readonly unknownAgencies: readonly string[];
  readonly closedAgencies: readonly string[];
}

/** The first of them, or nothing. */
export function faultOf({ content, unknownAgencies, closedAgencies }: Judged): ProcedureFault | undefined {
  const { legalTime, publishedTime, convention, channels, onlineLevel, components, fees } = content;
  if (isCalendar(legalTime) !== isCalendar(publishedTime)) return 'times-not-comparable';
  if (lengthOf(publishedTime) > lengthOf(legalTime)) return 'published-time-longer';
  if (!fits(convention, publishedTime) || !fits(convention, legalTime)) return 'convention-does-not-fit';
  if (channels.includes('online') !== (onlineLevel !== 'none')) return 'online-level-does-not-fit';
  if (hasTwice(components)) return 'duplicate-component';
  if (hasTwice(fees)) return 'duplicate-fee';
  if (unknownAgencies.length > 0) return 'route-agency-not-found';
  return closedAgencies.length > 0 ? 'route-agency-closed' : undefined;
}

const isCalendar = ({ unit }: Period): boolean => unit === 'calendar-days';

/** A working day is eight working hours; days of the calendar are compared among themselves only. */
const lengthOf = ({ amount, unit }: Period): number => (unit === 'working-days' ? amount * 8 : amount);

/** Hours end at a minute, days of the calendar with a day; working days do either. */
const fits = (convention: Convention, { unit }: Period): boolean =>
  unit === 'working-days' || (unit === 'working-hours') === (convention === 'exactHours');

const hasTwice = (items: readonly { readonly key: string }[]): boolean =>
  new Set(items.map(({ key }) => key)).size < items.length;
