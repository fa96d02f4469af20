import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  DeliveryTarget,
  RecordStatusBody,
  subjects,
  type Caller,
  type CommandReply,
  type Nothing,
} from '@contracts';
import { CallerOf } from '@runtime';
import { Legs } from '../legs';

@Controller()
export class RecordStatusController {
  constructor(private readonly legs: Legs) {}

  @MessagePattern(subjects.recordStatus)
  record(
    @Payload('target') target: DeliveryTarget,
    @Payload('body') body: RecordStatusBody,
    @CallerOf() caller: Caller,
  ): Promise<CommandReply<Nothing>> {
    return this.legs.toldByCarrier(subjects.recordStatus, { target, body }, caller, (told) => ({
      type: 'RecordStatus',
      ...told,
      ...body,
    }));
  }
}
