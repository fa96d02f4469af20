/** A stretch of working time, in minutes after local midnight. */
export interface WorkingWindow {
  readonly startMinute: number;
  readonly endMinute: number;
}

/** What provincial centres publish: eight hours a day. */
export const usualHours = '07:00-11:30,13:30-17:00';

const minuteOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

/**
 * Reads `HH:mm-HH:mm,…`, in order of the day and without overlap.
 * @throws RangeError that says what is wrong; a retry does not help.
 */
export function workingWindows(text: string): readonly WorkingWindow[] {
  const windows = text.split(',').map((part): WorkingWindow => {
    const clock = '([01]\\d|2[0-3]):[0-5]\\d';
    if (!new RegExp(`^${clock}-${clock}$`).test(part)) {
      throw new RangeError(`not working hours: ${JSON.stringify(part)}; write HH:mm-HH:mm`);
    }
    return { startMinute: minuteOf(part.slice(0, 5)), endMinute: minuteOf(part.slice(6)) };
  });
  const edges = windows.flatMap(({ startMinute, endMinute }) => [startMinute, endMinute]);
  if (edges.some((edge, i) => i > 0 && edge <= (edges[i - 1] as number))) {
    throw new RangeError(`working hours overlap or run backwards: ${JSON.stringify(text)}`);
  }
  return windows;
}
