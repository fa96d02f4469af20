import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  DocumentTarget,
  RefuseRecallBody,
  subjects,
  type Caller,
  type CommandReply,
  type Nothing,
} from '@contracts';
import { CallerOf } from '@runtime';
import { Legs } from '../legs';

@Controller()
export class RefuseRecallController {
  constructor(private readonly legs: Legs) {}

  @MessagePattern(subjects.refuseRecall)
  refuse(
    @Payload('target') target: DocumentTarget,
    @Payload('body') body: RefuseRecallBody,
    @CallerOf() caller: Caller,
  ): Promise<CommandReply<Nothing>> {
    return this.legs.actOfRecipient(subjects.refuseRecall, { target, body }, caller, (act) => ({
      type: 'RefuseRecall',
      ...act,
      ...body,
    }));
  }
}
