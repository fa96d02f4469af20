import { Module } from '@nestjs/common';
import { documentOperations } from '@contracts';
import { actsAt, asksAt, commandsOf, OwnDesk } from '@runtime';
import { ContentKeepingReactor } from './content-keeping/content-keeping.reactor';
import { CorrectDraftHandler } from './correct-draft/correct-draft.command-handler';
import { DiscardDraftHandler } from './discard-draft/discard-draft.command-handler';
import { documentActs, draftingActs } from './document.acts';
import { DocumentCommandHandler } from './document.command-handler';
import { DocumentDesk } from './document-desk';
import { DocumentLineageReactor } from './document-lineage/document-lineage.reactor';
import { question } from './document-standing/document-standing.query';
import { DraftDocumentHandler } from './draft-document/draft-document.command-handler';
import { DraftParts } from './draft-document/draft-parts';
import { LinkedDocuments } from './draft-document/linked-documents';
import { UploadedContents } from './draft-document/uploaded-contents';
import { IssueDocumentHandler } from './issue-document/issue-document.command-handler';
import { NumberDocumentHandler } from './number-document/number-document.command-handler';
import { NumberVoidReactor } from './number-void/number-void.reactor';
import { RecallSettlement } from './recall-settlement/recall-settlement';
import { RecallSettlementReactor } from './recall-settlement/recall-settlement.reactor';
import { SealDocumentHandler } from './seal-document/seal-document.command-handler';
import { SignDocumentHandler } from './sign-document/sign-document.command-handler';
import { UpdateDocumentHandler } from './update-document/update-document.command-handler';
import { VoidNumberHandler } from './void-number/void-number.command-handler';

const { draftDocument, ...afterDraft } = commandsOf(documentOperations);

/** What follows at the document itself. */
export const documentReactors = [
  ContentKeepingReactor,
  NumberVoidReactor,
  DocumentLineageReactor,
  RecallSettlementReactor,
] as const;

/** Documents at their sender, from the draft to the recall. */
@Module({
  controllers: [
    actsAt(OwnDesk, { draftDocument }, draftingActs),
    actsAt(DocumentDesk, afterDraft, documentActs),
    asksAt([question]),
  ],
  providers: [
    DocumentDesk,
    DocumentCommandHandler,
    DraftDocumentHandler,
    CorrectDraftHandler,
    DiscardDraftHandler,
    DraftParts,
    LinkedDocuments,
    UploadedContents,
    SignDocumentHandler,
    NumberDocumentHandler,
    SealDocumentHandler,
    IssueDocumentHandler,
    VoidNumberHandler,
    UpdateDocumentHandler,
    RecallSettlement,
    ...question.handlers,
    ...documentReactors,
  ],
  exports: [RecallSettlement, ...documentReactors],
})
export class DocumentModule {}
