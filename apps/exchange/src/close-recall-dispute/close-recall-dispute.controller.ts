import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  CloseRecallDisputeBody,
  DeliveryTarget,
  subjects,
  type Caller,
  type CommandReply,
  type Nothing,
} from '@contracts';
import { CallerOf } from '@runtime';
import { Legs } from '../legs';

@Controller()
export class CloseRecallDisputeController {
  constructor(private readonly legs: Legs) {}

  @MessagePattern(subjects.closeRecallDispute)
  close(
    @Payload('target') target: DeliveryTarget,
    @Payload('body') body: CloseRecallDisputeBody,
    @CallerOf() caller: Caller,
  ): Promise<CommandReply<Nothing>> {
    return this.legs.actOfSender(subjects.closeRecallDispute, { target, body }, caller, (act) => ({
      type: 'CloseRecallDispute',
      ...act,
      ...body,
    }));
  }
}
