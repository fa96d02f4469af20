import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  DossierTarget,
  PageQuery,
  subjects,
  type Caller,
  type ControlSlip,
  type QueryReply,
} from '@contracts';
import { CallerOf } from '@runtime';
import { Desk } from '../asking/desk';
import { ControlSlipOf } from './control-slip.query';

@Controller()
export class ControlSlipController {
  constructor(private readonly desk: Desk) {}

  @MessagePattern(subjects.getControlSlip)
  slip(
    @Payload('target') { dossierId }: DossierTarget,
    @Payload('body') page: PageQuery,
    @CallerOf() { actor }: Caller,
  ): Promise<QueryReply<ControlSlip>> {
    return this.desk.ask(page, new ControlSlipOf(dossierId, actor.agency, page));
  }
}
