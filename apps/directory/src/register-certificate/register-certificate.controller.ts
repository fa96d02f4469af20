import { Controller } from '@nestjs/common';
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
import { CallerOf } from '@runtime';
import { Agencies } from '../agencies';

@Controller()
export class RegisterCertificateController {
  constructor(private readonly agencies: Agencies) {}

  @MessagePattern(subjects.registerCertificate)
  register(
    @Payload('target') target: AgencyTarget,
    @Payload('body') body: RegisterCertificateBody,
    @CallerOf() caller: Caller,
  ): Promise<CommandReply<Nothing>> {
    return this.agencies.actAmongOthers(subjects.registerCertificate, { target, body }, caller, (act) => ({
      type: 'RegisterCertificate',
      ...body,
      ...act,
    }));
  }

  @MessagePattern(subjects.withdrawCertificate)
  withdraw(
    @Payload('target') target: CertificateTarget,
    @Payload('body') body: WithdrawCertificateBody,
    @CallerOf() caller: Caller,
  ): Promise<CommandReply<Nothing>> {
    const { sha256: certificate } = target;
    return this.agencies.act(subjects.withdrawCertificate, { target, body }, caller, (act) => ({
      type: 'WithdrawCertificate',
      certificate,
      ...body,
      ...act,
    }));
  }
}
