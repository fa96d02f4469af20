import { Body, Controller, Param } from '@nestjs/common';
import {
  CancelDeliveryBody,
  CloseRecallDisputeBody,
  DeliveryTarget,
  RetryDeliveryBody,
  TakeBackBody,
  WithdrawTakeBackBody,
  subjects,
  type Caller,
  type Nothing,
} from '@contracts';
import { Asker, Handles } from '../edge/operation';
import { Services } from '../edge/services';

@Controller()
export class DeliveriesController {
  constructor(private readonly services: Services) {}

  @Handles('cancelDelivery')
  cancel(@Param() target: DeliveryTarget, @Body() body: CancelDeliveryBody, @Asker() caller: Caller) {
    return this.services.command<Nothing>(subjects.cancelDelivery, { target, body }, caller);
  }

  @Handles('retryDelivery')
  retry(@Param() target: DeliveryTarget, @Body() body: RetryDeliveryBody, @Asker() caller: Caller) {
    return this.services.command<Nothing>(subjects.retryDelivery, { target, body }, caller);
  }

  @Handles('takeBack')
  takeBack(@Param() target: DeliveryTarget, @Body() body: TakeBackBody, @Asker() caller: Caller) {
    return this.services.command<Nothing>(subjects.takeBack, { target, body }, caller);
  }

  @Handles('withdrawTakeBack')
  withdraw(@Param() target: DeliveryTarget, @Body() body: WithdrawTakeBackBody, @Asker() caller: Caller) {
    return this.services.command<Nothing>(subjects.withdrawTakeBack, { target, body }, caller);
  }

  @Handles('closeRecallDispute')
  closeDispute(
    @Param() target: DeliveryTarget,
    @Body() body: CloseRecallDisputeBody,
    @Asker() caller: Caller,
  ) {
    return this.services.command<Nothing>(subjects.closeRecallDispute, { target, body }, caller);
  }
}
