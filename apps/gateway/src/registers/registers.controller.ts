import { Controller, Param, Query } from '@nestjs/common';
import {
  BookTarget,
  PageQuery,
  subjects,
  type Caller,
  type IncomingRegisterRow,
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
}
