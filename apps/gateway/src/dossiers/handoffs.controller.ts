import { Body, Controller, Param } from '@nestjs/common';
import {
  AcceptHandoffBody,
  DossierTarget,
  HandoffTarget,
  OfferHandoffBody,
  RecallHandoffBody,
  ReturnHandoffBody,
  subjects,
  type Caller,
  type HandoffOffered,
  type Nothing,
} from '@contracts';
import { Asker, Handles } from '../edge/operation';
import { Services } from '../edge/services';

@Controller()
export class HandoffsController {
  constructor(private readonly services: Services) {}

  @Handles('offerHandoff')
  offer(@Param() target: DossierTarget, @Body() body: OfferHandoffBody, @Asker() caller: Caller) {
    return this.services.command<HandoffOffered>(subjects.offerHandoff, { target, body }, caller);
  }

  @Handles('acceptHandoff')
  accept(@Param() target: HandoffTarget, @Body() body: AcceptHandoffBody, @Asker() caller: Caller) {
    return this.services.command<Nothing>(subjects.acceptHandoff, { target, body }, caller);
  }

  @Handles('returnHandoff')
  giveBack(@Param() target: HandoffTarget, @Body() body: ReturnHandoffBody, @Asker() caller: Caller) {
    return this.services.command<Nothing>(subjects.returnHandoff, { target, body }, caller);
  }

  @Handles('recallHandoff')
  recall(@Param() target: HandoffTarget, @Body() body: RecallHandoffBody, @Asker() caller: Caller) {
    return this.services.command<Nothing>(subjects.recallHandoff, { target, body }, caller);
  }
}
