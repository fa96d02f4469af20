import { Body, Controller, Param, Query } from '@nestjs/common';
import {
  DocumentTarget,
  DraftDocumentBody,
  IssueDocumentBody,
  NumberDocumentBody,
  OutboxQuery,
  OrderRecallBody,
  PageQuery,
  RegisterDocumentBody,
  SealDocumentBody,
  SignDocumentBody,
  UpdateDocumentBody,
  VoidNumberBody,
  WithdrawRecallOrderBody,
  subjects,
  type AgenciesTold,
  type Caller,
  type DocumentDrafted,
  type DocumentIssued,
  type DocumentNumbered,
  type DocumentView,
  type Nothing,
  type OutboxRow,
  type Page,
} from '@contracts';
import { Asker, Handles } from '../edge/operation';
import { Services } from '../edge/services';
import { RecipientsADay } from './recipients-a-day';

@Controller()
export class DocumentsController {
  constructor(
    private readonly services: Services,
    private readonly recipients: RecipientsADay,
  ) {}

  @Handles('draftDocument')
  draft(@Body() body: DraftDocumentBody, @Asker() caller: Caller) {
    return this.services.command<DocumentDrafted>(subjects.draftDocument, { target: {}, body }, caller);
  }

  @Handles('signDocument')
  sign(@Param() target: DocumentTarget, @Body() body: SignDocumentBody, @Asker() caller: Caller) {
    return this.services.command<Nothing>(subjects.signDocument, { target, body }, caller);
  }

  @Handles('numberDocument')
  number(@Param() target: DocumentTarget, @Body() body: NumberDocumentBody, @Asker() caller: Caller) {
    return this.services.command<DocumentNumbered>(subjects.numberDocument, { target, body }, caller);
  }

  @Handles('sealDocument')
  seal(@Param() target: DocumentTarget, @Body() body: SealDocumentBody, @Asker() caller: Caller) {
    return this.services.command<Nothing>(subjects.sealDocument, { target, body }, caller);
  }

  @Handles('registerDocument')
  register(@Param() target: DocumentTarget, @Body() body: RegisterDocumentBody, @Asker() caller: Caller) {
    return this.services.command<Nothing>(subjects.registerDocument, { target, body }, caller);
  }

  @Handles('issueDocument')
  issue(@Param() target: DocumentTarget, @Body() body: IssueDocumentBody, @Asker() caller: Caller) {
    return this.recipients.counting(caller, body.recipients.length, () =>
      this.services.command<DocumentIssued>(subjects.issueDocument, { target, body }, caller),
    );
  }

  @Handles('voidNumber')
  voidNumber(@Param() target: DocumentTarget, @Body() body: VoidNumberBody, @Asker() caller: Caller) {
    return this.services.command<Nothing>(subjects.voidNumber, { target, body }, caller);
  }

  @Handles('orderRecall')
  recall(@Param() target: DocumentTarget, @Body() body: OrderRecallBody, @Asker() caller: Caller) {
    return this.recipients.countingTold(caller, () =>
      this.services.command<AgenciesTold>(subjects.orderRecall, { target, body }, caller),
    );
  }

  @Handles('withdrawRecallOrder')
  withdrawRecall(
    @Param() target: DocumentTarget,
    @Body() body: WithdrawRecallOrderBody,
    @Asker() caller: Caller,
  ) {
    return this.services.command<Nothing>(subjects.withdrawRecallOrder, { target, body }, caller);
  }

  @Handles('updateDocument')
  update(@Param() target: DocumentTarget, @Body() body: UpdateDocumentBody, @Asker() caller: Caller) {
    return this.recipients.countingTold(caller, () =>
      this.services.command<AgenciesTold>(subjects.updateDocument, { target, body }, caller),
    );
  }

  @Handles('getDocument')
  one(@Param() target: DocumentTarget, @Query() body: PageQuery, @Asker() caller: Caller) {
    return this.services.query<DocumentView>(subjects.documentByParty, { target, body }, caller);
  }

  @Handles('getOutbox')
  outbox(@Query() body: OutboxQuery, @Asker() caller: Caller) {
    return this.services.query<Page<OutboxRow>>(subjects.outbox, { target: {}, body }, caller);
  }
}
