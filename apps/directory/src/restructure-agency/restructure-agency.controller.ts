import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  AgencyTarget,
  CloseAgencyBody,
  MoveAgencyBody,
  RenameAgencyBody,
  subjects,
  type Caller,
  type CommandReply,
  type Nothing,
} from '@contracts';
import { CallerOf } from '@runtime';
import { Agencies } from '../agencies';

@Controller()
export class RestructureAgencyController {
  constructor(private readonly agencies: Agencies) {}

  @MessagePattern(subjects.renameAgency)
  rename(
    @Payload('target') target: AgencyTarget,
    @Payload('body') body: RenameAgencyBody,
    @CallerOf() caller: Caller,
  ): Promise<CommandReply<Nothing>> {
    return this.agencies.act(subjects.renameAgency, { target, body }, caller, (act) => ({
      type: 'RenameAgency',
      ...body,
      ...act,
    }));
  }

  @MessagePattern(subjects.moveAgency)
  move(
    @Payload('target') target: AgencyTarget,
    @Payload('body') body: MoveAgencyBody,
    @CallerOf() caller: Caller,
  ): Promise<CommandReply<Nothing>> {
    return this.agencies.actAmongOthers(subjects.moveAgency, { target, body }, caller, (act) => ({
      type: 'MoveAgency',
      ...body,
      ...act,
    }));
  }

  @MessagePattern(subjects.closeAgency)
  close(
    @Payload('target') target: AgencyTarget,
    @Payload('body') body: CloseAgencyBody,
    @CallerOf() caller: Caller,
  ): Promise<CommandReply<Nothing>> {
    return this.agencies.actAmongOthers(subjects.closeAgency, { target, body }, caller, (act) => ({
      type: 'CloseAgency',
      ...body,
      ...act,
    }));
  }
}
