import type { DocumentEvent } from '@domain/document/events';
import type { PublicFacts } from './public-fact';

const sender = ({ agency }: { readonly agency: string }) => [agency];
const documentId = (data: { readonly documentId: string }) => data.documentId;

/**
 * Drafts, signatures and numbers are a sender's own affair until the document is issued. What is asked of a recipient
 * afterwards is told to it by the facts of its delivery.
 */
export const documentPublic: PublicFacts<DocumentEvent> = {
  owner: 'exchange',
  context: 'exchange',
  facts: {
    DocumentIssued: {
      name: 'document-issued',
      version: 1,
      en: 'A document was issued; its deliveries start from here.',
      vi: 'Văn bản đã được phát hành; các lượt gửi bắt đầu từ đây.',
      to: sender,
      about: documentId,
      fields: [
        'documentId',
        'agency',
        'recipients',
        'documentType',
        'subject',
        'symbol',
        'urgency',
        'contents',
        'dueDate',
      ],
    },
    RecallOrdered: {
      name: 'recall-ordered',
      version: 1,
      en: 'A leader ordered a document back from these agencies.',
      vi: 'Lãnh đạo đã quyết định thu hồi văn bản từ các cơ quan này.',
      to: sender,
      about: documentId,
      fields: ['documentId', 'agency', 'recipients', 'reason'],
    },
    RecallOrderWithdrawn: {
      name: 'recall-order-withdrawn',
      version: 1,
      en: 'The order to recall a document was taken back.',
      vi: 'Quyết định thu hồi văn bản đã được rút lại.',
      to: sender,
      about: documentId,
      fields: ['documentId', 'agency', 'reason'],
    },
    RecallSettled: {
      name: 'recall-settled',
      version: 1,
      en: 'Every agency that was asked has cancelled the document or keeps it for good.',
      vi: 'Mọi cơ quan được yêu cầu đã hủy văn bản hoặc giữ lại hẳn.',
      to: sender,
      about: documentId,
      fields: ['documentId', 'agency', 'cancelled', 'kept'],
    },
    UpdateIssued: {
      name: 'update-issued',
      version: 1,
      en: 'Data or recipients of a document changed; its content did not.',
      vi: 'Thông tin hoặc nơi nhận của văn bản đã thay đổi; nội dung giữ nguyên.',
      to: sender,
      about: documentId,
      fields: ['documentId', 'agency', 'changes', 'addedRecipients', 'removedRecipients', 'reason'],
    },
    ReplacementIssued: {
      name: 'replacement-issued',
      version: 1,
      en: 'Another document stands in the place of this one.',
      vi: 'Văn bản này đã được thay thế bằng văn bản khác.',
      to: sender,
      about: documentId,
      fields: ['documentId', 'agency', 'replacement', 'recipients'],
    },
    DocumentDrafted: 'before-issue',
    DraftCorrected: 'before-issue',
    DraftReturned: 'before-issue',
    DraftHandedOver: 'before-issue',
    DraftDiscarded: 'before-issue',
    DocumentSigned: 'before-issue',
    DocumentNumbered: 'before-issue',
    DocumentNumberVoided: 'before-issue',
    OrganisationSealApplied: 'before-issue',
    DocumentRegistered: 'before-issue',
    CorrectionIssued: 'told-by-another-fact',
  },
};
