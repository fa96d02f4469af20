import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  CancelDeliveryBody,
  DeliveryTarget,
  subjects,
  type Caller,
  type CommandReply,
  type Nothing,
} from '@contracts';
import { CallerOf } from '@runtime';
import { Legs } from '../legs';

@Controller()
export class CancelDeliveryController {
  constructor(private readonly legs: Legs) {}

  @MessagePattern(subjects.cancelDelivery)
  cancel(
    @Payload('target') target: DeliveryTarget,
    @Payload('body') body: CancelDeliveryBody,
    @CallerOf() caller: Caller,
  ): Promise<CommandReply<Nothing>> {
    return this.legs.actOfSender(subjects.cancelDelivery, { target, body }, caller, (act) => ({
      type: 'CancelDelivery',
      ...act,
      ...body,
    }));
  }
}
