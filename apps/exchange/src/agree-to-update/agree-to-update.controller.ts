import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  AgreeToUpdateBody,
  DocumentTarget,
  subjects,
  type Caller,
  type CommandReply,
  type Nothing,
} from '@contracts';
import { CallerOf } from '@runtime';
import { Legs } from '../legs';

@Controller()
export class AgreeToUpdateController {
  constructor(private readonly legs: Legs) {}

  @MessagePattern(subjects.agreeToUpdate)
  agree(
    @Payload('target') target: DocumentTarget,
    @Payload('body') body: AgreeToUpdateBody,
    @CallerOf() caller: Caller,
  ): Promise<CommandReply<Nothing>> {
    return this.legs.actOfRecipient(subjects.agreeToUpdate, { target, body }, caller, (act) => ({
      type: 'AgreeToUpdate',
      ...act,
    }));
  }
}
