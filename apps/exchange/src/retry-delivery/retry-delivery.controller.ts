import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  DeliveryTarget,
  RetryDeliveryBody,
  subjects,
  type Caller,
  type CommandReply,
  type Nothing,
} from '@contracts';
import { CallerOf } from '@runtime';
import { Legs } from '../legs';

@Controller()
export class RetryDeliveryController {
  constructor(private readonly legs: Legs) {}

  @MessagePattern(subjects.retryDelivery)
  retry(
    @Payload('target') target: DeliveryTarget,
    @Payload('body') body: RetryDeliveryBody,
    @CallerOf() caller: Caller,
  ): Promise<CommandReply<Nothing>> {
    return this.legs.actOfSender(subjects.retryDelivery, { target, body }, caller, (act) => ({
      type: 'RetryDelivery',
      ...act,
    }));
  }
}
