import type { DeliveryCommand } from '@domain/delivery';
import type { DocumentChanges, DocumentEvent } from '@domain/document/events';

type Issued = Extract<DocumentEvent, { type: 'DocumentIssued' }>['data'];
type Request = Extract<DeliveryCommand, { type: 'RequestDelivery' }>;

/**
 * One leg for each recipient of an issued document; the leg of a closed agency goes to its successor and says so,
 * unless that one was written to itself.
 */
export function requestsOf(issued: Issued, at: string): readonly Request[] {
  const successors = new Map(issued.forwarded?.map(({ from, to }) => [from, to]));
  const addressees = new Map<string, string>();
  for (const code of issued.recipients) {
    const to = successors.get(code) ?? code;
    if (to === code || !addressees.has(to)) addressees.set(to, code);
  }
  return [...addressees].map(([to, addressedTo]) =>
    requestOf(issued, to, at, addressedTo === to ? {} : { addressedTo }),
  );
}

/** The leg to one agency, with what updates changed since the issue. */
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
