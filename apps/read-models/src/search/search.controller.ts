import {
  type Caller,
  type FoundDocument,
  type Page,
  type QueryReply,
  SearchQuery,
  subjects,
} from '@contracts';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { CallerOf } from '@runtime';
import { Desk } from '../asking/desk';
import { SearchFor } from './search.query';

@Controller()
export class SearchController {
  constructor(private readonly desk: Desk) {}

  @MessagePattern(subjects.search)
  search(
    @Payload('body') page: SearchQuery,
    @CallerOf() { actor }: Caller,
  ): Promise<QueryReply<Page<FoundDocument>>> {
    return this.desk.ask(page, new SearchFor(actor.agency, page));
  }
}
