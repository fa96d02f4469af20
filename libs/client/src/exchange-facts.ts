/** Data of each type, by its schema; generated and compared by a spec. */

export interface ExchangeFacts {
  /** A document was issued; its deliveries start from here. */
  readonly 'vn.lienthong.exchange.document-issued.v1': {
    readonly documentId: string;
    readonly agency: string;
    readonly recipients: readonly string[];
    readonly documentType:
      | 'NQ'
      | 'QD'
      | 'CT'
      | 'QC'
      | 'QYD'
      | 'TC'
      | 'TB'
      | 'HD'
      | 'CTR'
      | 'KH'
      | 'PA'
      | 'DE'
      | 'DA'
      | 'BC'
      | 'BB'
      | 'TTR'
      | 'HOPD'
      | 'CV'
      | 'CD'
      | 'BGN'
      | 'BTT'
      | 'GUQ'
      | 'GM'
      | 'GGT'
      | 'GNP'
      | 'PG'
      | 'PC'
      | 'PB'
      | 'TCONG'
      | 'QPHP'
      | 'QPLU'
      | 'QPPL'
      | 'QPLE'
      | 'QPNQ'
      | 'QPNQL'
      | 'QPND'
      | 'QPQD'
      | 'QPTT'
      | 'QPTTL'
      | 'QPCT'
      | 'QPBL'
      | 'QPDB';
    readonly subject: string;
    readonly symbol: string;
    readonly urgency: 'normal' | 'urgent' | 'very-urgent' | 'flash';
    readonly contents: readonly {
      readonly sha256: string;
      readonly size: number;
      readonly mediaType: string;
      readonly name: string;
    }[];
    readonly dueDate?: string;
  };
  /** A leader ordered a document back from these agencies. */
  readonly 'vn.lienthong.exchange.recall-ordered.v1': {
    readonly documentId: string;
    readonly agency: string;
    readonly recipients: readonly string[];
    readonly reason: string;
  };
  /** The order to recall a document was taken back. */
  readonly 'vn.lienthong.exchange.recall-order-withdrawn.v1': {
    readonly documentId: string;
    readonly agency: string;
    readonly reason: string;
  };
  /** Every agency that was asked has cancelled the document or keeps it for good. */
  readonly 'vn.lienthong.exchange.recall-settled.v1': {
    readonly documentId: string;
    readonly agency: string;
    readonly cancelled: readonly string[];
    readonly kept: readonly string[];
  };
  /** Data or recipients of a document changed; its content did not. */
  readonly 'vn.lienthong.exchange.update-issued.v1': {
    readonly documentId: string;
    readonly agency: string;
    readonly changes: {
      readonly subject?: string;
      readonly urgency?: 'normal' | 'urgent' | 'very-urgent' | 'flash';
      readonly dueDate?: string;
    };
    readonly addedRecipients: readonly string[];
    readonly removedRecipients: readonly string[];
    readonly reason: string;
  };
  /** Another document stands in the place of this one. */
  readonly 'vn.lienthong.exchange.replacement-issued.v1': {
    readonly documentId: string;
    readonly agency: string;
    readonly replacement: { readonly documentId: string; readonly agency: string; readonly symbol: string };
    readonly recipients: readonly string[];
  };
  /** The delivery to one recipient exists and waits to be carried. */
  readonly 'vn.lienthong.exchange.delivery-requested.v1': {
    readonly documentId: string;
    readonly from: string;
    readonly to: string;
    readonly symbol: string;
    readonly documentType:
      | 'NQ'
      | 'QD'
      | 'CT'
      | 'QC'
      | 'QYD'
      | 'TC'
      | 'TB'
      | 'HD'
      | 'CTR'
      | 'KH'
      | 'PA'
      | 'DE'
      | 'DA'
      | 'BC'
      | 'BB'
      | 'TTR'
      | 'HOPD'
      | 'CV'
      | 'CD'
      | 'BGN'
      | 'BTT'
      | 'GUQ'
      | 'GM'
      | 'GGT'
      | 'GNP'
      | 'PG'
      | 'PC'
      | 'PB'
      | 'TCONG'
      | 'QPHP'
      | 'QPLU'
      | 'QPPL'
      | 'QPLE'
      | 'QPNQ'
      | 'QPNQL'
      | 'QPND'
      | 'QPQD'
      | 'QPTT'
      | 'QPTTL'
      | 'QPCT'
      | 'QPBL'
      | 'QPDB';
    readonly subject: string;
    readonly urgency: 'normal' | 'urgent' | 'very-urgent' | 'flash';
    readonly dueDate?: string;
  };
  /** The document is whole at the recipient; nobody has looked at it yet (status 01). */
  readonly 'vn.lienthong.exchange.document-arrived.v1': {
    readonly documentId: string;
    readonly from: string;
    readonly to: string;
  };
  /** The recipient turned the document away (status 02). */
  readonly 'vn.lienthong.exchange.receipt-refused.v1': {
    readonly documentId: string;
    readonly from: string;
    readonly to: string;
    readonly reasonCode: 'authenticity' | 'integrity' | 'missing-part' | 'mis-sent' | 'not-competent';
    readonly reason: string;
  };
  /** The document stands in the recipient's incoming register (status 03). */
  readonly 'vn.lienthong.exchange.receipt-accepted.v1': {
    readonly documentId: string;
    readonly from: string;
    readonly to: string;
    readonly number?: number;
    readonly bookYear?: number;
  };
  /** The recipient assigned the work on the document (status 04). */
  readonly 'vn.lienthong.exchange.processing-assigned.v1': {
    readonly documentId: string;
    readonly from: string;
    readonly to: string;
  };
  /** The recipient works on the document (status 05). */
  readonly 'vn.lienthong.exchange.processing-started.v1': {
    readonly documentId: string;
    readonly from: string;
    readonly to: string;
  };
  /** The recipient is done with the document (status 06). */
  readonly 'vn.lienthong.exchange.processing-completed.v1': {
    readonly documentId: string;
    readonly from: string;
    readonly to: string;
    readonly result: string;
  };
  /** The sender asks for the document back. */
  readonly 'vn.lienthong.exchange.recall-requested.v1': {
    readonly documentId: string;
    readonly from: string;
    readonly to: string;
    readonly form: 'formal' | 'take-back';
    readonly reason: string;
    readonly afterCompletion?: boolean;
  };
  /** The sender no longer asks for the document back. */
  readonly 'vn.lienthong.exchange.recall-request-withdrawn.v1': {
    readonly documentId: string;
    readonly from: string;
    readonly to: string;
    readonly reason: string;
  };
  /** The recipient cancelled the document: its content is out of work. */
  readonly 'vn.lienthong.exchange.document-cancelled-at-recipient.v1': {
    readonly documentId: string;
    readonly from: string;
    readonly to: string;
  };
  /** The recipient keeps the document, for a reason (status 16). */
  readonly 'vn.lienthong.exchange.recall-refused.v1': {
    readonly documentId: string;
    readonly from: string;
    readonly to: string;
    readonly reason: string;
  };
  /** A decision ended the dispute about the recall. */
  readonly 'vn.lienthong.exchange.recall-dispute-closed.v1': {
    readonly documentId: string;
    readonly from: string;
    readonly to: string;
    readonly outcome: 'cancelled' | 'kept';
    readonly decision: string;
  };
  /** The sender asks to change data of the document, never its content. */
  readonly 'vn.lienthong.exchange.update-requested.v1': {
    readonly documentId: string;
    readonly from: string;
    readonly to: string;
    readonly changes: {
      readonly subject?: string;
      readonly urgency?: 'normal' | 'urgent' | 'very-urgent' | 'flash';
      readonly dueDate?: string;
    };
    readonly reason: string;
  };
  /** The recipient took over the changes (status 15). */
  readonly 'vn.lienthong.exchange.update-agreed.v1': {
    readonly documentId: string;
    readonly from: string;
    readonly to: string;
    readonly changes: {
      readonly subject?: string;
      readonly urgency?: 'normal' | 'urgent' | 'very-urgent' | 'flash';
      readonly dueDate?: string;
    };
  };
  /** The recipient did not take over the changes, for a reason (status 16). */
  readonly 'vn.lienthong.exchange.update-refused.v1': {
    readonly documentId: string;
    readonly from: string;
    readonly to: string;
    readonly reason: string;
  };
  /** The replacement of the document counts at the recipient from now on. */
  readonly 'vn.lienthong.exchange.document-superseded.v1': {
    readonly documentId: string;
    readonly from: string;
    readonly to: string;
    readonly replacement: { readonly documentId: string; readonly agency: string; readonly symbol: string };
  };
  /** The sender stopped the delivery before it left. */
  readonly 'vn.lienthong.exchange.delivery-cancelled.v1': {
    readonly documentId: string;
    readonly from: string;
    readonly to: string;
    readonly reason: string;
  };
}

export const exchangeTypes: readonly (keyof ExchangeFacts)[] = [
  'vn.lienthong.exchange.document-issued.v1',
  'vn.lienthong.exchange.recall-ordered.v1',
  'vn.lienthong.exchange.recall-order-withdrawn.v1',
  'vn.lienthong.exchange.recall-settled.v1',
  'vn.lienthong.exchange.update-issued.v1',
  'vn.lienthong.exchange.replacement-issued.v1',
  'vn.lienthong.exchange.delivery-requested.v1',
  'vn.lienthong.exchange.document-arrived.v1',
  'vn.lienthong.exchange.receipt-refused.v1',
  'vn.lienthong.exchange.receipt-accepted.v1',
  'vn.lienthong.exchange.processing-assigned.v1',
  'vn.lienthong.exchange.processing-started.v1',
  'vn.lienthong.exchange.processing-completed.v1',
  'vn.lienthong.exchange.recall-requested.v1',
  'vn.lienthong.exchange.recall-request-withdrawn.v1',
  'vn.lienthong.exchange.document-cancelled-at-recipient.v1',
  'vn.lienthong.exchange.recall-refused.v1',
  'vn.lienthong.exchange.recall-dispute-closed.v1',
  'vn.lienthong.exchange.update-requested.v1',
  'vn.lienthong.exchange.update-agreed.v1',
  'vn.lienthong.exchange.update-refused.v1',
  'vn.lienthong.exchange.document-superseded.v1',
  'vn.lienthong.exchange.delivery-cancelled.v1',
];
