import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  PageQuery,
  subjects,
  type Caller,
  type DossierHeldRow,
  type Page,
  type QueryReply,
} from '@contracts';
import { CallerOf } from '@runtime';
import { Desk } from '../asking/desk';
import { DossiersHeldBy } from './dossiers-held.query';

@Controller()
export class DossiersHeldController {
  constructor(private readonly desk: Desk) {}

  @MessagePattern(subjects.getDossiersHeld)
  held(
    @Payload('body') page: PageQuery,
    @CallerOf() { actor }: Caller,
  ): Promise<QueryReply<Page<DossierHeldRow>>> {
    return this.desk.ask(page, new DossiersHeldBy(actor.agency, page));
  }
}
