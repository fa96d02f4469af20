import { localDate } from '@domain/codes';

const localOffsetMs = 7 * 60 * 60 * 1000;

/** `ngày 22 tháng 11 năm 2026` for `2026-11-22`. */
export function printedDay(date: string): string {
  const [year, month, day] = date.split('-');
  return `ngày ${day} tháng ${month} năm ${year}`;
}

/** `08 giờ 30 phút, ngày 22 tháng 11 năm 2026`, Asia/Ho_Chi_Minh. */
export function printedInstant(at: string): string {
  const [hours, minutes] = new Date(Date.parse(at) + localOffsetMs).toISOString().slice(11, 16).split(':');
  return `${hours} giờ ${minutes} phút, ${printedDay(localDate(at))}`;
}

/**
 * The day that ends with an instant, `YYYY-MM-DD`; nothing of any other instant. A limit of whole days is the last
 * millisecond of one, or the midnight after it.
 */
function dayEndedBy(at: string): string | undefined {
  const midnight = (ms: number) => new Date(ms + localOffsetMs).toISOString().endsWith('T00:00:00.000Z');
  const ms = Date.parse(at);
  return midnight(ms) || midnight(ms + 1) ? localDate(new Date(ms - 1).toISOString()) : undefined;
}

/** Until when, for whoever comes for the result: `hết ngày …` of a limit that is the end of a day. */
export function lastWorkingInstant(at: string): string {
  const day = dayEndedBy(at);
  return day === undefined ? printedInstant(at) : `hết ${printedDay(day)}`;
}

/** The same for cells: `hết 22/11/2026` or `22/11/2026 16:30`. */
export function printedLimit(at: string): string {
  const day = dayEndedBy(at);
  return day === undefined ? printedShort(at) : `hết ${day.split('-').reverse().join('/')}`;
}

/** `22/11/2026 08:30`, Asia/Ho_Chi_Minh, for cells. */
export function printedShort(at: string): string {
  const local = new Date(Date.parse(at) + localOffsetMs).toISOString();
  return `${local.slice(0, 10).split('-').reverse().join('/')} ${local.slice(11, 16)}`;
}
