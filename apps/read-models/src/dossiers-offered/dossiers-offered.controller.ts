import {
  type Caller,
  type DossierOfferedRow,
  type Page,
  PageQuery,
  type QueryReply,
  subjects,
} from '@contracts';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { CallerOf } from '@runtime';
import { Desk } from '../asking/desk';
import { DossiersOfferedTo } from './dossiers-offered.query';

@Controller()
export class DossiersOfferedController {
  constructor(private readonly desk: Desk) {}

  @MessagePattern(subjects.dossiersOffered)
  offered(
    @Payload('body') page: PageQuery,
    @CallerOf() { actor }: Caller,
  ): Promise<QueryReply<Page<DossierOfferedRow>>> {
    return this.desk.ask(page, new DossiersOfferedTo(actor.agency, page));
  }
}
