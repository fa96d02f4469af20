import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  DossierTarget,
  OneQuery,
  subjects,
  type Caller,
  type DossierView,
  type QueryReply,
} from '@contracts';
import { CallerOf } from '@runtime';
import { Desk } from '../asking/desk';
import { DossierByParty } from './dossier-by-party.query';

@Controller()
export class DossierByPartyController {
  constructor(private readonly desk: Desk) {}

  @MessagePattern(subjects.getDossier)
  dossier(
    @Payload('target') { dossierId }: DossierTarget,
    @Payload('body') one: OneQuery,
    @CallerOf() { actor }: Caller,
  ): Promise<QueryReply<DossierView>> {
    return this.desk.ask(one, new DossierByParty(dossierId, actor.agency));
  }
}
