import { calendarOperations } from '@contracts';
import {
  type CalendarCommand,
  calendarDaysMax,
  calendarDecider,
  type ReviseCalendar,
} from '@domain/calendar';
import { calendarPublication, calendarRevision } from './calendar-examples';
import { everyRefusal } from './every-refusal';

type Day = ReviseCalendar['added'][number];
const day = (date: string, kind: Day['kind'], over: Partial<Day> = {}): Day => ({
  ...{ date, kind, source: 'a decision', validFrom: '2026-11-01', ...over },
});

const revisions: readonly Partial<ReviseCalendar>[] = [
  {},
  { added: [], removed: [] },
  { hours: '13:00-17:00,07:00-11:30' },
  { added: [day('2026-12-14', 'HOLIDAY', { agency: 'H26.1' })] },
  { unknownAgencies: ['H26.1'] },
  { removed: [{ date: '2026-12-15' }] },
  { added: Array.from({ length: calendarDaysMax }, () => day('2026-12-14', 'LOCAL_CLOSURE')) },
  { added: [day('2026-04-30', 'LOCAL_CLOSURE')] },
  { added: [day('2026-12-14', 'SWAP_WORK'), day('2026-12-19', 'SWAP_OFF')] },
  { added: [day('2026-12-14', 'SWAP_OFF')] },
  { added: [day('2026-12-19', 'HOLIDAY')] },
  { added: [day('2026-12-14', 'COMPENSATION')] },
];
const commands: readonly CalendarCommand[] = [
  calendarPublication,
  ...revisions.map((over) => ({ ...calendarRevision, ...over })),
];

/** What publishes it is the house itself; no operation does. */
const sentBy = { PublishCalendar: '', ReviseCalendar: 'reviseCalendar' };
const asking = {
  context: 'calendar',
  operations: calendarOperations,
  decider: calendarDecider,
  sentBy,
};

it.each(everyRefusal({ ...asking, plays: [commands] }))(
  '%s is refused with all that its row says and with nothing else',
  (_, found, declared) => expect(found).toEqual(declared),
);
