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
import { DirectAgency } from '../agency.command-handler';
import { Replies } from '../replies';

@Controller()
export class DelegateAuthorityController {
  constructor(
    private readonly commands: CommandBus,
    private readonly clock: Clock,
    private readonly replies: Replies,
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
  async revoke(
    @Payload('target') target: DelegationTarget,
    @Payload('body') body: RevokeDelegationBody,
    @CallerOf() caller: Caller,
  ): Promise<CommandReply<Nothing>> {
    const { meta, at } = commandMeta(caller, subjects.revokeDelegation, { target, body }, this.clock);
    const { agency, delegationId } = target;
    const command = { type: 'RevokeDelegation', agency, delegationId, ...body, at } as const;
    return this.replies.agency(await this.commands.execute(new DirectAgency(agency, command, meta)));
  }
}
