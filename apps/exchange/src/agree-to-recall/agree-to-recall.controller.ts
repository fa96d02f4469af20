import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  AgreeToRecallBody,
  DocumentTarget,
  subjects,
  type Caller,
  type CommandReply,
  type Nothing,
} from '@contracts';
import { CallerOf } from '@runtime';
import { Legs } from '../legs';

@Controller()
export class AgreeToRecallController {
  constructor(private readonly legs: Legs) {}

  @MessagePattern(subjects.agreeToRecall)
  agree(
    @Payload('target') target: DocumentTarget,
    @Payload('body') body: AgreeToRecallBody,
    @CallerOf() caller: Caller,
  ): Promise<CommandReply<Nothing>> {
    return this.legs.actOfRecipient(subjects.agreeToRecall, { target, body }, caller, (act) => ({
      type: 'AgreeToRecall',
      ...act,
    }));
  }
}
