import type { DeliveryCommand } from '@domain/delivery';
import { deliveriesOf, type DocumentChanges, type DocumentEvent } from '@domain/document/events';

type Issued = Extract<DocumentEvent, { type: 'DocumentIssued' }>['data'];
type Request = Extract<DeliveryCommand, { type: 'RequestDelivery' }>;

/** One delivery for each agency that gets the document, and in whose place. */
export const requestsOf = (issued: Issued, at: string): readonly Request[] =>
  deliveriesOf(issued).map(({ to, addressedTo }) =>
    requestOf(issued, to, at, addressedTo === undefined ? {} : { addressedTo }),
  );

/** The delivery to one agency, with what updates changed since the issue. */
export function requestOf(
  issued: Issued,
  to: string,
  at: string,
  more: DocumentChanges & { readonly addressedTo?: string } = {},
): Request {
  const { documentId, agency: from, symbol, documentType, subject, urgency, contents } = issued;
  const { dueDate, documentCode, legalValue, signatures, paperFollows, responseFor, replaces, corrects } =
    issued;
  const about = { documentId, from, symbol, documentType, subject, urgency, contents };
  const said = {
    dueDate,
    documentCode,
    legalValue,
    signatures,
    paperFollows,
    responseFor,
    replaces,
    corrects,
  };
  return { type: 'RequestDelivery', ...about, ...present(said), ...more, to, at };
}

/** Without the fields nobody said anything of. */
function present<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const said = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(said) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
