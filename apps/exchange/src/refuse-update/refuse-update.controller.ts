import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  DocumentTarget,
  RefuseUpdateBody,
  subjects,
  type Caller,
  type CommandReply,
  type Nothing,
} from '@contracts';
import { CallerOf } from '@runtime';
import { Legs } from '../legs';

@Controller()
export class RefuseUpdateController {
  constructor(private readonly legs: Legs) {}

  @MessagePattern(subjects.refuseUpdate)
  refuse(
    @Payload('target') target: DocumentTarget,
    @Payload('body') body: RefuseUpdateBody,
    @CallerOf() caller: Caller,
  ): Promise<CommandReply<Nothing>> {
    return this.legs.actOfRecipient(subjects.refuseUpdate, { target, body }, caller, (act) => ({
      type: 'RefuseUpdate',
      ...act,
      ...body,
    }));
  }
}
