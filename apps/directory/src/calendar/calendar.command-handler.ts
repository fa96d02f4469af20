import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, transact } from '@adapters/event-store';
import { type FieldError, type Metadata, refusedBy } from '@contracts';
import {
  calendar,
  type CalendarEvent,
  type CalendarState,
  calendarStream,
  type ReviseCalendar,
  revisionFaults,
} from '@domain/calendar';
import { type Outcome, outcomeIn } from '@runtime';
import { KnownAgencies } from '../known-agencies';

export type CalendarOutcome = Outcome<CalendarEvent, CalendarState>;

/** Before anybody looked at the agencies of its closures. */
type Asked = Omit<ReviseCalendar, 'unknownAgencies'>;

/** A revision of the one work calendar. */
export class ReviseWorkCalendar extends Command<CalendarOutcome> {
  constructor(
    readonly asked: Asked,
    readonly meta: Metadata,
  ) {
    super();
  }
}

@CommandHandler(ReviseWorkCalendar)
export class CalendarCommandHandler implements ICommandHandler<ReviseWorkCalendar> {
  constructor(
    private readonly store: EventStore,
    private readonly agencies: KnownAgencies,
  ) {}

  async execute({ asked, meta }: ReviseWorkCalendar): Promise<CalendarOutcome> {
    const named = [...new Set(asked.added.flatMap(({ agency }) => agency ?? []))];
    const unknownAgencies = await this.agencies.unknownAmong(named);
    const command = { ...asked, unknownAgencies };
    let errors: readonly FieldError[] = [];
    const gathered = (state: CalendarState): Promise<ReviseCalendar> => {
      errors = errorsIn(command, state);
      return Promise.resolve(command);
    };
    const outcome = await transact(this.store, calendar, calendarStream, gathered, meta);
    return 'refused' in outcome && errors.length > 0
      ? refusedBy('calendar', outcome.refused, errors)
      : outcomeIn('calendar', outcome);
  }
}

/** Every agency that nobody has, at its place; else what would be wrong with the days, in words. */
function errorsIn(command: ReviseCalendar, state: CalendarState): readonly FieldError[] {
  const { added, unknownAgencies } = command;
  if (unknownAgencies.length > 0) {
    return added.flatMap(({ agency }, index) =>
      agency !== undefined && unknownAgencies.includes(agency)
        ? [{ pointer: `/body/added/${index}/agency`, detail: 'nobody has this code' }]
        : [],
    );
  }
  if (state.status === 'absent') return [];
  return revisionFaults(command, state).map(({ told: detail }) => ({ pointer: '/body/added', detail }));
}
