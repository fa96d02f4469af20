import { Body, Controller, Param, Query } from '@nestjs/common';
import {
  AgenciesQuery,
  AgencyByCodeQuery,
  AgencyQuery,
  AgencyTarget,
  AssignCodeBody,
  CloseAgencyBody,
  MergeAgenciesBody,
  MoveAgencyBody,
  RegisterAgencyBody,
  RenameAgencyBody,
  subjects,
  type AgenciesMerged,
  type AgencyDetails,
  type AgencyListed,
  type Caller,
  type Nothing,
  type Page,
} from '@contracts';
import { canonicalHash } from '@runtime';
import { Asker, Handles } from '../edge/operation';
import { Services } from '../edge/services';

@Controller()
export class AgenciesController {
  constructor(private readonly services: Services) {}

  /** A PUT names itself: what is put under which code. The same again is the same command, all else is another. */
  @Handles('registerAgency')
  register(@Param() target: AgencyTarget, @Body() body: RegisterAgencyBody, @Asker() caller: Caller) {
    const idempotencyKey = `${target.agency}:${canonicalHash(body)}`;
    return this.services.command<Nothing>(
      subjects.registerAgency,
      { target, body },
      { ...caller, idempotencyKey },
    );
  }

  @Handles('renameAgency')
  rename(@Param() target: AgencyTarget, @Body() body: RenameAgencyBody, @Asker() caller: Caller) {
    return this.services.command<Nothing>(subjects.renameAgency, { target, body }, caller);
  }

  @Handles('moveAgency')
  move(@Param() target: AgencyTarget, @Body() body: MoveAgencyBody, @Asker() caller: Caller) {
    return this.services.command<Nothing>(subjects.moveAgency, { target, body }, caller);
  }

  @Handles('closeAgency')
  close(@Param() target: AgencyTarget, @Body() body: CloseAgencyBody, @Asker() caller: Caller) {
    return this.services.command<Nothing>(subjects.closeAgency, { target, body }, caller);
  }

  @Handles('assignCode')
  assignCode(@Param() target: AgencyTarget, @Body() body: AssignCodeBody, @Asker() caller: Caller) {
    return this.services.command<Nothing>(subjects.assignCode, { target, body }, caller);
  }

  @Handles('mergeAgencies')
  merge(@Body() body: MergeAgenciesBody, @Asker() caller: Caller) {
    return this.services.command<AgenciesMerged>(subjects.mergeAgencies, { target: {}, body }, caller);
  }

  @Handles('listAgencies')
  list(@Query() body: AgenciesQuery, @Asker() caller: Caller) {
    return this.services.query<Page<AgencyListed>>(subjects.listAgencies, { target: {}, body }, caller);
  }

  @Handles('getAgencyByCode')
  byCode(@Query() body: AgencyByCodeQuery, @Asker() caller: Caller) {
    return this.services.query<AgencyDetails>(subjects.agencyByCode, { target: {}, body }, caller);
  }

  @Handles('getAgency')
  one(@Param() target: AgencyTarget, @Query() body: AgencyQuery, @Asker() caller: Caller) {
    return this.services.query<AgencyDetails>(subjects.agency, { target, body }, caller);
  }
}
