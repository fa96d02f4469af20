import { Body, Controller, Param, Query } from '@nestjs/common';
import {
  AcceptReceiptBody,
  AssignProcessingBody,
  CompleteProcessingBody,
  DocumentTarget,
  InboxQuery,
  RefuseReceiptBody,
  StartProcessingBody,
  subjects,
  type Caller,
  type InboxRow,
  type Nothing,
  type Page,
  type ReceiptAccepted,
} from '@contracts';
import { Asker, Handles } from '../edge/operation';
import { Services } from '../edge/services';

@Controller()
export class InboxController {
  constructor(private readonly services: Services) {}

  @Handles('getInbox')
  list(@Query() body: InboxQuery, @Asker() caller: Caller) {
    return this.services.query<Page<InboxRow>>(subjects.inbox, { target: {}, body }, caller);
  }

  @Handles('refuseReceipt')
  refuse(@Param() target: DocumentTarget, @Body() body: RefuseReceiptBody, @Asker() caller: Caller) {
    return this.services.command<Nothing>(subjects.refuseReceipt, { target, body }, caller);
  }

  @Handles('acceptReceipt')
  accept(@Param() target: DocumentTarget, @Body() body: AcceptReceiptBody, @Asker() caller: Caller) {
    return this.services.command<ReceiptAccepted>(subjects.acceptReceipt, { target, body }, caller);
  }

  @Handles('assignProcessing')
  assign(@Param() target: DocumentTarget, @Body() body: AssignProcessingBody, @Asker() caller: Caller) {
    return this.services.command<Nothing>(subjects.assignProcessing, { target, body }, caller);
  }

  @Handles('startProcessing')
  start(@Param() target: DocumentTarget, @Body() body: StartProcessingBody, @Asker() caller: Caller) {
    return this.services.command<Nothing>(subjects.startProcessing, { target, body }, caller);
  }

  @Handles('completeProcessing')
  complete(@Param() target: DocumentTarget, @Body() body: CompleteProcessingBody, @Asker() caller: Caller) {
    return this.services.command<Nothing>(subjects.completeProcessing, { target, body }, caller);
  }
}
