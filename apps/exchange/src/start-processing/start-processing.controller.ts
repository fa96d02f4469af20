import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  DocumentTarget,
  StartProcessingBody,
  subjects,
  type Caller,
  type CommandReply,
  type Nothing,
} from '@contracts';
import { CallerOf } from '@runtime';
import { Legs } from '../legs';

@Controller()
export class StartProcessingController {
  constructor(private readonly legs: Legs) {}

  @MessagePattern(subjects.startProcessing)
  start(
    @Payload('target') target: DocumentTarget,
    @Payload('body') body: StartProcessingBody,
    @CallerOf() caller: Caller,
  ): Promise<CommandReply<Nothing>> {
    return this.legs.actOfRecipient(subjects.startProcessing, { target, body }, caller, (act) => ({
      type: 'StartProcessing',
      ...act,
    }));
  }
}
