import { Body, Controller, Param, Query } from '@nestjs/common';
import {
  AgencyTarget,
  AppointOfficerBody,
  OneQuery,
  PageQuery,
  RegisterAgencyBody,
  subjects,
  type AgenciesFound,
  type AgencyCard,
  type Caller,
  type Nothing,
  type Page,
} from '@contracts';
import { canonicalHash } from '@runtime';
import { Asker, Handles } from '../edge/operation';
import { Problem } from '../edge/problem';
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

  @Handles('appointOfficer')
  appoint(@Param() target: AgencyTarget, @Body() body: AppointOfficerBody, @Asker() caller: Caller) {
    return this.services.command<Nothing>(subjects.appointOfficer, { target, body }, caller);
  }

  @Handles('listAgencies')
  list(@Query() body: PageQuery, @Asker() caller: Caller) {
    return this.services.query<Page<AgencyCard>>(subjects.listAgencies, { target: {}, body }, caller);
  }

  @Handles('getAgency')
  async one(@Param() { agency }: AgencyTarget, @Query() { after }: OneQuery, @Asker() caller: Caller) {
    if (after !== undefined) {
      const body = { limit: 1, after };
      await this.services.query<Page<AgencyCard>>(subjects.listAgencies, { target: {}, body }, caller);
    }
    const body = { codes: [agency] };
    const found = await this.services.query<AgenciesFound>(
      subjects.findAgencies,
      { target: {}, body },
      caller,
    );
    const card = found.agencies[0];
    if (card === undefined) throw new Problem('agency:not-found');
    return card;
  }
}
