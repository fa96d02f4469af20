import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  DecideDuplicateBody,
  DocumentTarget,
  subjects,
  type Caller,
  type CommandReply,
  type Nothing,
} from '@contracts';
import { CallerOf } from '@runtime';
import { Legs } from '../legs';

@Controller()
export class DecideDuplicateController {
  constructor(private readonly legs: Legs) {}

  @MessagePattern(subjects.decideDuplicate)
  decide(
    @Payload('target') target: DocumentTarget,
    @Payload('body') body: DecideDuplicateBody,
    @CallerOf() caller: Caller,
  ): Promise<CommandReply<Nothing>> {
    return this.legs.actOfRecipient(subjects.decideDuplicate, { target, body }, caller, (act) => ({
      type: 'DecideDuplicate',
      ...act,
      ...body,
    }));
  }
}
