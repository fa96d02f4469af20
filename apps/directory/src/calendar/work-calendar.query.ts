import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { EventStore, stateOf } from '@adapters/event-store';
import {
  type CalendarQuery,
  operations,
  type QueryReply,
  refusedBy,
  type WorkCalendarShown,
} from '@contracts';
import { calendar, calendarOf, calendarStream, type PublishedCalendar, tableOf } from '@domain/calendar';
import { ask, type Question } from '@runtime';
import { Freshness } from '../freshness';

/** An answer is one message. */
const versionsShownMax = 50;

/** The work calendar, as it stands or as it was known on a date. */
class FindWorkCalendar extends Query<QueryReply<WorkCalendarShown>> {
  constructor(readonly asked: CalendarQuery) {
    super();
  }
}

@QueryHandler(FindWorkCalendar)
class FindWorkCalendarHandler implements IQueryHandler<FindWorkCalendar> {
  constructor(
    private readonly store: EventStore,
    private readonly freshness: Freshness,
  ) {}

  /** Read to the end of its one short stream, so that nothing has to be waited for but the store itself. */
  async execute({ asked }: FindWorkCalendar): Promise<QueryReply<WorkCalendarShown>> {
    const { store } = this;
    const reached = {
      see: async (position: bigint) => (await store.headPosition()) >= position,
      isParkedAt: () => Promise.resolve(false),
    };
    const missing = await this.freshness.missing(asked.after, reached);
    if (missing !== undefined) return missing;
    const { state } = await stateOf(store, calendar, calendarStream);
    if (state.status === 'absent') return refusedBy('calendar', 'not-found');
    return { ok: true, answer: shownOf(state, asked.knownOn) };
  }
}

function shownOf(state: PublishedCalendar, knownOn: string | undefined): WorkCalendarShown {
  const table = tableOf(state, knownOn);
  const known = table.days.filter(({ validFrom }) => knownOn === undefined || validFrom <= knownOn);
  const days = [...known].sort((a, b) => (a.date < b.date ? -1 : 1));
  return {
    version: table.version,
    calendarVersion: calendarOf(table, knownOn === undefined ? {} : { knownOn }).calendarVersion,
    hours: table.hours,
    days,
    versions: state.versions
      .filter(({ version }) => version <= table.version)
      .map(({ version, at: recordedAt, source, reason }) => ({
        ...{ version, recordedAt },
        ...(source === undefined ? {} : { source }),
        ...(reason === undefined ? {} : { reason }),
      }))
      .reverse()
      .slice(0, versionsShownMax),
  };
}

export const question: Question = {
  asks: [ask(operations.getCalendar, ({ body }) => new FindWorkCalendar(body))],
  handlers: [FindWorkCalendarHandler],
};
