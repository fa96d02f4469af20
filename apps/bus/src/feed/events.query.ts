import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Caller, type EventsPage, type EventsQuery, operations, type QueryReply } from '@contracts';
import { ask, type Question } from '@runtime';
import { AgencyEvents } from './agency-events';

class EventsOf extends Query<QueryReply<EventsPage>> {
  constructor(
    readonly asked: EventsQuery,
    readonly caller: Caller,
  ) {
    super();
  }
}

@QueryHandler(EventsOf)
class EventsHandler implements IQueryHandler<EventsOf> {
  constructor(private readonly events: AgencyEvents) {}

  execute({ asked, caller }: EventsOf): Promise<QueryReply<EventsPage>> {
    return this.events.page(asked, caller);
  }
}

export const question: Question = {
  asks: [ask(operations.getEvents, ({ body, caller }) => new EventsOf(body, caller))],
  handlers: [EventsHandler],
};
