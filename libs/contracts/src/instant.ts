const rfc3339 =
  /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):([0-5]\d):([0-5]\d|60)(\.\d{1,32})?(Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/i;
/** What a province tells of lies between them; beyond, spreadsheets and calendars have no day. */
export const years = { first: 1900, last: 2199 } as const;

const isWithin = (text: string): boolean => {
  const year = Number(text.slice(0, 4));
  return year >= years.first && year <= years.last;
};

/** A day of the calendar, YYYY-MM-DD, in the years 1900 to 2199. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || !isWithin(text)) return false;
  const day = new Date(`${text}T00:00:00.000Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/**
 * An instant in the one form of the store, `YYYY-MM-DDTHH:mm:ss.sssZ`, from any form of RFC 3339. Digits beyond the
 * milliseconds are cut off. Nothing when it is none, or not in the years 1900 to 2199.
 */
export function instantOf(text: string): string | undefined {
  const [, day, hour, minute, second, fraction = '.', zone] = rfc3339.exec(text) ?? [];
  if (day === undefined || !isDay(day)) return undefined;
  const time = `${hour}:${minute}:${second === '60' ? '59' : second}.${fraction.slice(1, 4).padEnd(3, '0')}`;
  const at = new Date(`${day}T${time}${zone?.toUpperCase()}`).toISOString();
  if (second === '60' && !at.slice(11).startsWith('23:59:59')) return undefined;
  // A leap second is the last one of its day; no clock of ours has it.
  return isWithin(at) ? at : undefined;
}
