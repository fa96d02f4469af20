import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  DeliveryTarget,
  RecordDispatchBody,
  subjects,
  type Caller,
  type CommandReply,
  type Nothing,
} from '@contracts';
import { CallerOf } from '@runtime';
import { Legs } from '../legs';

@Controller()
export class RecordDispatchController {
  constructor(private readonly legs: Legs) {}

  @MessagePattern(subjects.recordDispatch)
  record(
    @Payload('target') target: DeliveryTarget,
    @Payload('body') body: RecordDispatchBody,
    @CallerOf() caller: Caller,
  ): Promise<CommandReply<Nothing>> {
    return this.legs.toldByCarrier(subjects.recordDispatch, { target, body }, caller, ({ at }) => ({
      type: 'RecordDispatch',
      ...body,
      at,
    }));
  }
}
