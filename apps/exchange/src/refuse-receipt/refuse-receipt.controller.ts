import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  DocumentTarget,
  RefuseReceiptBody,
  subjects,
  type Caller,
  type CommandReply,
  type Nothing,
} from '@contracts';
import { CallerOf } from '@runtime';
import { Legs } from '../legs';

@Controller()
export class RefuseReceiptController {
  constructor(private readonly legs: Legs) {}

  @MessagePattern(subjects.refuseReceipt)
  refuse(
    @Payload('target') target: DocumentTarget,
    @Payload('body') body: RefuseReceiptBody,
    @CallerOf() caller: Caller,
  ): Promise<CommandReply<Nothing>> {
    return this.legs.actOfRecipient(subjects.refuseReceipt, { target, body }, caller, (act) => ({
      type: 'RefuseReceipt',
      ...act,
      ...body,
    }));
  }
}
