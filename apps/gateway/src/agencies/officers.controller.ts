import { Body, Controller, Param } from '@nestjs/common';
import {
  AgencyTarget,
  AppointOfficerBody,
  CertificateTarget,
  DelegateAuthorityBody,
  DelegationTarget,
  DismissOfficerBody,
  OfficerTarget,
  RegisterCertificateBody,
  RevokeDelegationBody,
  subjects,
  WithdrawCertificateBody,
  type AuthorityDelegated,
  type Caller,
  type Nothing,
} from '@contracts';
import { Asker, Handles } from '../edge/operation';
import { Services } from '../edge/services';

/** Who works at an agency, who may sign how, and with which certificates. */
@Controller()
export class OfficersController {
  constructor(private readonly services: Services) {}

  @Handles('appointOfficer')
  appoint(@Param() target: AgencyTarget, @Body() body: AppointOfficerBody, @Asker() caller: Caller) {
    return this.services.command<Nothing>(subjects.appointOfficer, { target, body }, caller);
  }

  @Handles('dismissOfficer')
  dismiss(@Param() target: OfficerTarget, @Body() body: DismissOfficerBody, @Asker() caller: Caller) {
    return this.services.command<Nothing>(subjects.dismissOfficer, { target, body }, caller);
  }

  @Handles('delegateAuthority')
  delegate(@Param() target: AgencyTarget, @Body() body: DelegateAuthorityBody, @Asker() caller: Caller) {
    return this.services.command<AuthorityDelegated>(subjects.delegateAuthority, { target, body }, caller);
  }

  @Handles('revokeDelegation')
  revoke(@Param() target: DelegationTarget, @Body() body: RevokeDelegationBody, @Asker() caller: Caller) {
    return this.services.command<Nothing>(subjects.revokeDelegation, { target, body }, caller);
  }

  @Handles('registerCertificate')
  certify(@Param() target: AgencyTarget, @Body() body: RegisterCertificateBody, @Asker() caller: Caller) {
    return this.services.command<Nothing>(subjects.registerCertificate, { target, body }, caller);
  }

  @Handles('withdrawCertificate')
  withdraw(
    @Param() target: CertificateTarget,
    @Body() body: WithdrawCertificateBody,
    @Asker() caller: Caller,
  ) {
    return this.services.command<Nothing>(subjects.withdrawCertificate, { target, body }, caller);
  }
}
