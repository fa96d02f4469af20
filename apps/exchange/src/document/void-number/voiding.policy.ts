import type { DocumentEvent, DocumentState } from '@domain/document';
import { type Book, outgoingKey, type RegisterCommand } from '@domain/register';

type Voided = Extract<DocumentEvent, { type: 'DocumentNumberVoided' }>['data'];
type Voiding = Extract<RegisterCommand, { type: 'VoidNumber' }>;

/** What the register has to record of a number its document gave up. `state` holds that number among the voided. */
export function voidingOf(
  { documentId, agency, series, bookYear, number, officer, approvedBy, reason, at }: Voided,
  state: DocumentState,
): { readonly book: Book; readonly voiding: Voiding } {
  const voided = state.status === 'absent' ? [] : state.voided;
  const given = voided.find(
    (each) => each.number === number && each.bookYear === bookYear && each.series === series,
  );
  const key = outgoingKey(documentId, given?.round ?? 1);
  return {
    book: { agency, series, bookYear },
    voiding: { type: 'VoidNumber', key, reason, officer, approvedBy, at },
  };
}
