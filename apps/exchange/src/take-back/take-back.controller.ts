import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  DeliveryTarget,
  TakeBackBody,
  subjects,
  type Caller,
  type CommandReply,
  type Nothing,
} from '@contracts';
import { CallerOf } from '@runtime';
import { Legs } from '../legs';

@Controller()
export class TakeBackController {
  constructor(private readonly legs: Legs) {}

  @MessagePattern(subjects.takeBack)
  ask(
    @Payload('target') target: DeliveryTarget,
    @Payload('body') body: TakeBackBody,
    @CallerOf() caller: Caller,
  ): Promise<CommandReply<Nothing>> {
    return this.legs.actOfSender(subjects.takeBack, { target, body }, caller, (act) => ({
      type: 'RequestRecall',
      form: 'take-back',
      ...act,
      ...body,
    }));
  }
}
