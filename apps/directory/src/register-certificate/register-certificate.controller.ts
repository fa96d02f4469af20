import { Controller } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  AgencyTarget,
  CertificateTarget,
  RegisterCertificateBody,
  WithdrawCertificateBody,
  subjects,
  type Caller,
  type CommandReply,
  type Nothing,
} from '@contracts';
import { CallerOf, Clock, commandMeta } from '@runtime';
import { DirectAgency } from '../agency.command-handler';
import { AmongNeighbours } from '../neighbours.command-handler';
import { Replies } from '../replies';

@Controller()
export class RegisterCertificateController {
  constructor(
    private readonly commands: CommandBus,
    private readonly clock: Clock,
    private readonly replies: Replies,
  ) {}

  @MessagePattern(subjects.registerCertificate)
  async register(
    @Payload('target') target: AgencyTarget,
    @Payload('body') body: RegisterCertificateBody,
    @CallerOf() caller: Caller,
  ): Promise<CommandReply<Nothing>> {
    const { meta, at } = commandMeta(caller, subjects.registerCertificate, { target, body }, this.clock);
    const { agency } = target;
    const command = { type: 'RegisterCertificate', agency, ...body, at } as const;
    return this.replies.agency(await this.commands.execute(new AmongNeighbours(agency, command, meta)));
  }

  @MessagePattern(subjects.withdrawCertificate)
  async withdraw(
    @Payload('target') target: CertificateTarget,
    @Payload('body') body: WithdrawCertificateBody,
    @CallerOf() caller: Caller,
  ): Promise<CommandReply<Nothing>> {
    const { meta, at } = commandMeta(caller, subjects.withdrawCertificate, { target, body }, this.clock);
    const { agency, sha256: certificate } = target;
    const command = { type: 'WithdrawCertificate', agency, certificate, ...body, at } as const;
    return this.replies.agency(await this.commands.execute(new DirectAgency(agency, command, meta)));
  }
}
