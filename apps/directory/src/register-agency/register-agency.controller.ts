import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  AgencyTarget,
  RegisterAgencyBody,
  subjects,
  type Caller,
  type CommandReply,
  type Nothing,
} from '@contracts';
import { schemeOf } from '@domain/codes';
import { CallerOf } from '@runtime';
import { Agencies } from '../agencies';

@Controller()
export class RegisterAgencyController {
  constructor(private readonly agencies: Agencies) {}

  @MessagePattern(subjects.registerAgency)
  register(
    @Payload('target') target: AgencyTarget,
    @Payload('body') body: RegisterAgencyBody,
    @CallerOf() caller: Caller,
  ): Promise<CommandReply<Nothing>> {
    return this.agencies.actAmongOthers(
      subjects.registerAgency,
      { target, body },
      caller,
      ({ agency: code, at }) => ({ type: 'RegisterAgency', code, scheme: schemeOf(code), ...body, at }),
    );
  }
}
