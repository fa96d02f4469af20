import { Controller } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  AgencyTarget,
  DelegateAuthorityBody,
  DelegationTarget,
  RevokeDelegationBody,
  subjects,
  type Caller,
  type CommandReply,
  type AuthorityDelegated,
  type Nothing,
} from '@contracts';
import { CallerOf, Clock, commandMeta, entityId } from '@runtime';
import { Agencies } from '../agencies';
import { DirectAgency } from '../agency.command-handler';
import { Replies } from '../replies';

@Controller()
export class DelegateAuthorityController {
  constructor(
    private readonly commands: CommandBus,
    private readonly clock: Clock,
    private readonly replies: Replies,
    private readonly agencies: Agencies,
  ) {}

  @MessagePattern(subjects.delegateAuthority)
  async delegate(
    @Payload('target') target: AgencyTarget,
    @Payload('body') body: DelegateAuthorityBody,
    @CallerOf() caller: Caller,
  ): Promise<CommandReply<AuthorityDelegated>> {
    const { meta, commandId, at } = commandMeta(
      caller,
      subjects.delegateAuthority,
      { target, body },
      this.clock,
    );
    const { agency } = target;
    const delegationId = entityId(commandId, 'delegation');
    const command = { type: 'DelegateAuthority', agency, delegationId, ...body, at } as const;
    const outcome = await this.commands.execute(new DirectAgency(agency, command, meta));
    return this.replies.agency(outcome, { delegationId });
  }

  @MessagePattern(subjects.revokeDelegation)
  revoke(
    @Payload('target') target: DelegationTarget,
    @Payload('body') body: RevokeDelegationBody,
    @CallerOf() caller: Caller,
  ): Promise<CommandReply<Nothing>> {
    const { delegationId } = target;
    return this.agencies.act(subjects.revokeDelegation, { target, body }, caller, (act) => ({
      type: 'RevokeDelegation',
      delegationId,
      ...body,
      ...act,
    }));
  }
}
