import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  AgencyTarget,
  AppointOfficerBody,
  subjects,
  type Caller,
  type CommandReply,
  type Nothing,
} from '@contracts';
import { CallerOf } from '@runtime';
import { Agencies } from '../agencies';

@Controller()
export class AppointOfficerController {
  constructor(private readonly agencies: Agencies) {}

  @MessagePattern(subjects.appointOfficer)
  appoint(
    @Payload('target') target: AgencyTarget,
    @Payload('body') body: AppointOfficerBody,
    @CallerOf() caller: Caller,
  ): Promise<CommandReply<Nothing>> {
    return this.agencies.act(subjects.appointOfficer, { target, body }, caller, (act) => ({
      type: 'AppointOfficer',
      ...body,
      ...act,
    }));
  }
}
