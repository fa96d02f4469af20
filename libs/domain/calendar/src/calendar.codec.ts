import { dayKinds } from '@domain/codes';
import { codecOf, flag, listOf, oneOf, shape, text, whole } from '@domain/decider';
import type { CalendarEvent } from './calendar.events';

const day = shape(
  { date: text, kind: oneOf(...dayKinds), source: text, validFrom: text },
  { unverified: flag, agency: text },
);
const seed = shape({ workingHours: text, closures: listOf(text), calendarWithout: text });

/** These names are the stored format: versions are added, never changed. */
export const calendarCodec = codecOf<CalendarEvent>({
  CalendarPublished: {
    name: 'CalendarPublished.v1',
    schema: shape({ version: whole, hours: text, days: listOf(day), seed, at: text }),
  },
  CalendarRevised: {
    name: 'CalendarRevised.v1',
    schema: shape(
      {
        version: whole,
        added: listOf(day),
        removed: listOf(shape({ date: text }, { agency: text })),
        source: text,
        reason: text,
        at: text,
      },
      { hours: text },
    ),
  },
});

/** One installation is one province, and has one calendar. */
export const calendarStream = 'calendar-1';
