import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  DeliveryTarget,
  WithdrawTakeBackBody,
  subjects,
  type Caller,
  type CommandReply,
  type Nothing,
} from '@contracts';
import { CallerOf } from '@runtime';
import { Legs } from '../legs';

@Controller()
export class WithdrawTakeBackController {
  constructor(private readonly legs: Legs) {}

  @MessagePattern(subjects.withdrawTakeBack)
  withdraw(
    @Payload('target') target: DeliveryTarget,
    @Payload('body') body: WithdrawTakeBackBody,
    @CallerOf() caller: Caller,
  ): Promise<CommandReply<Nothing>> {
    return this.legs.actOfSender(subjects.withdrawTakeBack, { target, body }, caller, (act) => ({
      type: 'WithdrawRecallRequest',
      form: 'take-back',
      ...act,
      ...body,
    }));
  }
}
