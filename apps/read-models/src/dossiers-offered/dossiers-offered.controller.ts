import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  PageQuery,
  subjects,
  type Caller,
  type DossierOfferedRow,
  type Page,
  type QueryReply,
} from '@contracts';
import { CallerOf } from '@runtime';
import { Desk } from '../asking/desk';
import { DossiersOfferedTo } from './dossiers-offered.query';

@Controller()
export class DossiersOfferedController {
  constructor(private readonly desk: Desk) {}

  @MessagePattern(subjects.getDossiersOffered)
  offered(
    @Payload('body') page: PageQuery,
    @CallerOf() { actor }: Caller,
  ): Promise<QueryReply<Page<DossierOfferedRow>>> {
    return this.desk.ask(page, new DossiersOfferedTo(actor.agency, page));
  }
}
