import { Body, Controller, Param, Query } from '@nestjs/common';
import {
  BookTarget,
  PageQuery,
  PaperEntryTarget,
  RecordIncomingPaperBody,
  RecordOutgoingPaperBody,
  VoidNumberBody,
  subjects,
  type Caller,
  type IncomingPaperRecorded,
  type IncomingRegisterRow,
  type Nothing,
  type OutgoingPaperRecorded,
  type OutgoingRegisterRow,
  type Page,
} from '@contracts';
import { Asker, Handles } from '../edge/operation';
import { Services } from '../edge/services';

@Controller()
export class RegistersController {
  constructor(private readonly services: Services) {}

  @Handles('getIncomingRegister')
  incoming(@Param() target: BookTarget, @Query() body: PageQuery, @Asker() caller: Caller) {
    return this.services.query<Page<IncomingRegisterRow>>(
      subjects.incomingRegister,
      { target, body },
      caller,
    );
  }

  @Handles('getOutgoingRegister')
  outgoing(@Param() target: BookTarget, @Query() body: PageQuery, @Asker() caller: Caller) {
    return this.services.query<Page<OutgoingRegisterRow>>(
      subjects.outgoingRegister,
      { target, body },
      caller,
    );
  }

  @Handles('recordIncomingPaper')
  recordIncoming(
    @Param() target: BookTarget,
    @Body() body: RecordIncomingPaperBody,
    @Asker() caller: Caller,
  ) {
    const message = { target, body };
    return this.services.command<IncomingPaperRecorded>(subjects.recordIncomingPaper, message, caller);
  }

  @Handles('recordOutgoingPaper')
  recordOutgoing(
    @Param() target: BookTarget,
    @Body() body: RecordOutgoingPaperBody,
    @Asker() caller: Caller,
  ) {
    const message = { target, body };
    return this.services.command<OutgoingPaperRecorded>(subjects.recordOutgoingPaper, message, caller);
  }

  @Handles('voidIncomingPaper')
  voidIncoming(@Param() target: PaperEntryTarget, @Body() body: VoidNumberBody, @Asker() caller: Caller) {
    return this.services.command<Nothing>(subjects.voidIncomingPaper, { target, body }, caller);
  }

  @Handles('voidOutgoingPaper')
  voidOutgoing(@Param() target: PaperEntryTarget, @Body() body: VoidNumberBody, @Asker() caller: Caller) {
    return this.services.command<Nothing>(subjects.voidOutgoingPaper, { target, body }, caller);
  }
}
