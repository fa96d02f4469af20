import { DocumentLineageReactor } from './document-lineage/document-lineage.reactor';
import { LinkedDocuments } from './draft-document/linked-documents';
import { UploadedContents } from './draft-document/uploaded-contents';
import { NumberVoidReactor } from './number-void/number-void.reactor';
import { OrderRecallController } from './order-recall/order-recall.controller';
import { RecallRequestReactor } from './recall-request/recall-request.reactor';
import { RecallSettlement } from './recall-settlement/recall-settlement';
import { RecallSettlementReactor } from './recall-settlement/recall-settlement.reactor';
import { PaperEntries } from './record-paper-entry/paper-entries';
import { RecordPaperEntryController } from './record-paper-entry/record-paper-entry.controller';
import { RecordPaperEntryHandler } from './record-paper-entry/record-paper-entry.command-handler';
import { RegisterDocumentController } from './register-document/register-document.controller';
import { SealDocumentController } from './seal-document/seal-document.controller';
import { UpdateDocumentController } from './update-document/update-document.controller';
import { UpdateDocumentHandler } from './update-document/update-document.command-handler';
import { UpdateRequestReactor } from './update-request/update-request.reactor';
import { VoidNumberController } from './void-number/void-number.controller';
import { VoidNumberHandler } from './void-number/void-number.command-handler';
import { VoidPaperEntryController } from './void-paper-entry/void-paper-entry.controller';
import { VoidPaperEntryHandler } from './void-paper-entry/void-paper-entry.command-handler';
import { WithdrawRecallOrderController } from './withdraw-recall-order/withdraw-recall-order.controller';

/** What the sender does with a document beside draft, signature, number and issue. */
export const outgoingControllers = [
  SealDocumentController,
  RegisterDocumentController,
  VoidNumberController,
  RecordPaperEntryController,
  VoidPaperEntryController,
  OrderRecallController,
  WithdrawRecallOrderController,
  UpdateDocumentController,
] as const;

/** What follows from the facts of a document. */
export const outgoingReactors = [
  NumberVoidReactor,
  DocumentLineageReactor,
  RecallRequestReactor,
  RecallSettlementReactor,
  UpdateRequestReactor,
] as const;

export const outgoingProviders = [
  VoidNumberHandler,
  PaperEntries,
  RecordPaperEntryHandler,
  VoidPaperEntryHandler,
  UpdateDocumentHandler,
  LinkedDocuments,
  UploadedContents,
  RecallSettlement,
  ...outgoingReactors,
] as const;
