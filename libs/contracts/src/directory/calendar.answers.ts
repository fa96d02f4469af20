import { dayKinds } from '@domain/codes';
import {
  agency,
  type Answer,
  at,
  date,
  described,
  list,
  maybe,
  oneOf,
  shape,
  text,
  whole,
  yes,
} from '../answer';

const calendarVersion = described(text, 'names exactly these days and hours; facts name it as their rule');
const version = described(whole, '1 is what the first start published; each revision counts one');

const day = shape(
  {
    date,
    kind: described(oneOf(...dayKinds), 'days off, and SWAP_WORK: a weekly rest day that is worked'),
    source: described(text, 'law, decision or notice; the days of one swap share it'),
    validFrom: described(date, 'local day from which it was known'),
    unverified: maybe(
      described(yes, 'nobody has compared it with its decision yet; absent when somebody has'),
    ),
    agency: maybe(
      described(agency, 'code of the one agency that is closed; absent when all of the province are'),
    ),
  },
  'date',
);

export const workCalendarShown = shape({
  version,
  calendarVersion,
  hours: described(text, 'when agencies work, local time, `HH:mm-HH:mm` with commas between'),
  days: described(list(day), 'that differ from the plain week, by date'),
  versions: described(
    list(
      shape({
        version,
        recordedAt: described(at, 'when it was published or revised'),
        source: maybe(described(text, 'number and symbol of the decision; absent of the first')),
        reason: maybe(described(text, 'why it was revised; absent of the first')),
      }),
    ),
    'newest first, 50 at most',
  ),
});
/** The work calendar, as services and people are told of it. */
export type WorkCalendarShown = Answer<typeof workCalendarShown>;

export const calendarRevised = shape({ version, calendarVersion });
export type CalendarRevisedAnswer = Answer<typeof calendarRevised>;
