import {
  type Caller,
  DocumentTarget,
  type LiveEvents,
  LiveQuery,
  type QueryReply,
  subjects,
} from '@contracts';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { CallerOf } from '@runtime';
import { Desk } from '../asking/desk';
import { LiveEventsOf } from './live-events.query';

@Controller()
export class LiveEventsController {
  constructor(private readonly desk: Desk) {}

  @MessagePattern(subjects.inboxEvents)
  inbox(@Payload('body') asked: LiveQuery, @CallerOf() { actor }: Caller): Promise<QueryReply<LiveEvents>> {
    return this.desk.ask(asked, new LiveEventsOf(actor.agency, asked));
  }

  @MessagePattern(subjects.documentEvents)
  document(
    @Payload('target') { documentId }: DocumentTarget,
    @Payload('body') asked: LiveQuery,
    @CallerOf() { actor }: Caller,
  ): Promise<QueryReply<LiveEvents>> {
    return this.desk.ask(asked, new LiveEventsOf(actor.agency, asked, documentId));
  }
}
