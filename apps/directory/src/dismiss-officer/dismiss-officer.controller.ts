import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  DismissOfficerBody,
  OfficerTarget,
  subjects,
  type Caller,
  type CommandReply,
  type Nothing,
} from '@contracts';
import { CallerOf } from '@runtime';
import { Agencies } from '../agencies';

@Controller()
export class DismissOfficerController {
  constructor(private readonly agencies: Agencies) {}

  @MessagePattern(subjects.dismissOfficer)
  dismiss(
    @Payload('target') target: OfficerTarget,
    @Payload('body') body: DismissOfficerBody,
    @CallerOf() caller: Caller,
  ): Promise<CommandReply<Nothing>> {
    const { officer } = target;
    return this.agencies.act(subjects.dismissOfficer, { target, body }, caller, (act) => ({
      type: 'DismissOfficer',
      officer,
      ...act,
    }));
  }
}
