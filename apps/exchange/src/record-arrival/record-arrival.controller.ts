import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  DeliveryTarget,
  RecordArrivalBody,
  subjects,
  type Caller,
  type CommandReply,
  type Nothing,
} from '@contracts';
import { CallerOf } from '@runtime';
import { Legs } from '../legs';

@Controller()
export class RecordArrivalController {
  constructor(private readonly legs: Legs) {}

  @MessagePattern(subjects.recordArrival)
  record(
    @Payload('target') target: DeliveryTarget,
    @Payload('body') body: RecordArrivalBody,
    @CallerOf() caller: Caller,
  ): Promise<CommandReply<Nothing>> {
    return this.legs.toldByCarrier(subjects.recordArrival, { target, body }, caller, ({ at }) => ({
      type: 'RecordArrival',
      at,
    }));
  }
}
