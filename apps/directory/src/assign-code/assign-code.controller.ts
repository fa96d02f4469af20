import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  AgencyTarget,
  AssignCodeBody,
  subjects,
  type Caller,
  type CommandReply,
  type Nothing,
} from '@contracts';
import { CallerOf } from '@runtime';
import { Agencies } from '../agencies';

@Controller()
export class AssignCodeController {
  constructor(private readonly agencies: Agencies) {}

  @MessagePattern(subjects.assignCode)
  assign(
    @Payload('target') target: AgencyTarget,
    @Payload('body') body: AssignCodeBody,
    @CallerOf() caller: Caller,
  ): Promise<CommandReply<Nothing>> {
    return this.agencies.actAmongOthers(subjects.assignCode, { target, body }, caller, (act) => ({
      type: 'AssignCode',
      ...body,
      ...act,
    }));
  }
}
