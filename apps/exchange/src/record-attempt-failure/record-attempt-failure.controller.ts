import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  DeliveryTarget,
  RecordAttemptFailureBody,
  subjects,
  type Caller,
  type CommandReply,
  type Nothing,
} from '@contracts';
import { CallerOf } from '@runtime';
import { Legs } from '../legs';

@Controller()
export class RecordAttemptFailureController {
  constructor(private readonly legs: Legs) {}

  @MessagePattern(subjects.recordAttemptFailure)
  record(
    @Payload('target') target: DeliveryTarget,
    @Payload('body') body: RecordAttemptFailureBody,
    @CallerOf() caller: Caller,
  ): Promise<CommandReply<Nothing>> {
    return this.legs.toldByCarrier(subjects.recordAttemptFailure, { target, body }, caller, ({ at }) => ({
      type: 'RecordAttemptFailure',
      ...body,
      at,
    }));
  }
}
