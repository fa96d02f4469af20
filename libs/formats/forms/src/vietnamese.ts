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

/** An end of a day is the end of the day before, for whoever comes for the result. */
export function lastWorkingInstant(at: string): string {
  const local = new Date(Date.parse(at) + localOffsetMs).toISOString();
  if (!local.endsWith('T00:00:00.000Z')) return printedInstant(at);
  return `hết ${printedDay(localDate(new Date(Date.parse(at) - 1).toISOString()))}`;
}

/** `22/11/2026 08:30`, Asia/Ho_Chi_Minh, for cells. */
export function printedShort(at: string): string {
  const local = new Date(Date.parse(at) + localOffsetMs).toISOString();
  return `${local.slice(0, 10).split('-').reverse().join('/')} ${local.slice(11, 16)}`;
}
