import { Controller, Param, Query } from '@nestjs/common';
import {
  DocumentTarget,
  OneQuery,
  PageQuery,
  SearchQuery,
  subjects,
  TodoQuery,
  YearQuery,
  type Caller,
  type Conversation,
  type ElectronicExchange,
  type FoundDocument,
  type InboxCounts,
  type Lineage,
  type OutboxRow,
  type Page,
  type TodoList,
} from '@contracts';
import { Asker, Handles } from '../edge/operation';
import { Services } from '../edge/services';

/** Questions about documents that have no command beside them. */
@Controller()
export class QuestionsController {
  constructor(private readonly services: Services) {}

  @Handles('getInboxCounts')
  counts(@Query() body: OneQuery, @Asker() caller: Caller) {
    return this.services.query<InboxCounts>(subjects.inboxCounts, { target: {}, body }, caller);
  }

  @Handles('getDrafts')
  drafts(@Query() body: PageQuery, @Asker() caller: Caller) {
    return this.services.query<Page<OutboxRow>>(subjects.drafts, { target: {}, body }, caller);
  }

  @Handles('getTodo')
  todo(@Query() body: TodoQuery, @Asker() caller: Caller) {
    return this.services.query<TodoList>(subjects.todo, { target: {}, body }, caller);
  }

  @Handles('search')
  search(@Query() body: SearchQuery, @Asker() caller: Caller) {
    return this.services.query<Page<FoundDocument>>(subjects.search, { target: {}, body }, caller);
  }

  @Handles('getLineage')
  lineage(@Param() target: DocumentTarget, @Query() body: OneQuery, @Asker() caller: Caller) {
    return this.services.query<Lineage>(subjects.lineage, { target, body }, caller);
  }

  @Handles('getConversation')
  conversation(@Param() target: DocumentTarget, @Query() body: OneQuery, @Asker() caller: Caller) {
    return this.services.query<Conversation>(subjects.conversation, { target, body }, caller);
  }

  @Handles('getElectronicExchange')
  exchange(@Query() body: YearQuery, @Asker() caller: Caller) {
    return this.services.query<ElectronicExchange>(subjects.electronicExchange, { target: {}, body }, caller);
  }
}
