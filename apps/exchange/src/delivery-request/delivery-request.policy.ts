import type { DeliveryCommand } from '@domain/delivery';
import type { DocumentEvent } from '@domain/document/events';

type Issued = Extract<DocumentEvent, { type: 'DocumentIssued' }>['data'];
type Request = Extract<DeliveryCommand, { type: 'RequestDelivery' }>;

/** One leg for each recipient of an issued document. */
export function requestsOf(issued: Issued, at: string): readonly Request[] {
  const { documentId, agency: from, symbol, documentType, subject, urgency, contents, dueDate } = issued;
  const about = { documentId, from, symbol, documentType, subject, urgency, contents };
  const due = dueDate === undefined ? {} : { dueDate };
  return issued.recipients.map((to) => ({ type: 'RequestDelivery', ...about, ...due, to, at }));
}
