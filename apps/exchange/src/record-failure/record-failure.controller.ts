import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  DeliveryTarget,
  RecordFailureBody,
  subjects,
  type Caller,
  type CommandReply,
  type Nothing,
} from '@contracts';
import { CallerOf } from '@runtime';
import { Legs } from '../legs';

@Controller()
export class RecordFailureController {
  constructor(private readonly legs: Legs) {}

  @MessagePattern(subjects.recordFailure)
  record(
    @Payload('target') target: DeliveryTarget,
    @Payload('body') body: RecordFailureBody,
    @CallerOf() caller: Caller,
  ): Promise<CommandReply<Nothing>> {
    return this.legs.toldByCarrier(subjects.recordFailure, { target, body }, caller, ({ at }) => ({
      type: 'RecordFailure',
      ...body,
      at,
    }));
  }
}
