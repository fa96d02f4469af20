import {
  agency,
  at,
  cursor,
  date,
  each,
  list,
  maybe,
  shape,
  text,
  uuid,
  whole,
  yes,
  type Answer,
} from '../answer';
import { documentLeg } from './leg.answers';
import { actedFor, closedAgency, documentState, linked, linkedDocument } from './states';

const numberVoided = shape({
  number: whole,
  bookYear: whole,
  series: text,
  symbol: text,
  approvedBy: text,
  reason: text,
  officer: text,
  at,
});

const recall = shape({
  orderedBy: text,
  orderedAt: at,
  reason: text,
  /** How many were asked, and how it ended. */
  recipients: whole,
  withdrawnBy: maybe(text),
  withdrawnAt: maybe(at),
  withdrawnReason: maybe(text),
  settledAt: maybe(at),
  cancelled: maybe(whole),
  kept: maybe(whole),
});

/** A document as one of its parties sees it: the sender every leg, a recipient its own. */
export const documentView = shape({
  documentId: uuid,
  agency,
  /** The closed agency through which the asking one sees it. */
  forAgency: maybe(closedAgency),
  /** The successor that issued it, and the closed agency whose document it is; absent when that one did. */
  by: maybe(agency),
  actingFor: maybe(actedFor),
  state: documentState,
  documentType: text,
  subject: text,
  urgency: text,
  contents: list(shape({ sha256: text, size: whole, mediaType: text, name: text })),
  symbol: maybe(text),
  documentCode: maybe(text),
  number: maybe(whole),
  bookYear: maybe(whole),
  dueDate: maybe(date),
  pageAmount: maybe(whole),
  paperFollows: maybe(yes),
  distribution: maybe(list(text)),
  /** Decision 28/2018 art. 4. */
  legalValue: maybe(text),
  signatures: maybe(
    list(shape({ by: text, status: text, content: text, certificate: text, findings: list(text) })),
  ),
  draftedAt: at,
  signedAt: maybe(at),
  signedBy: maybe(text),
  authority: maybe(text),
  numberedAt: maybe(at),
  sealedAt: maybe(at),
  registeredAt: maybe(at),
  issuedAt: maybe(at),
  /** Until when it must leave, by both rules; told to the sender only, like everything below `late`. */
  sendBy: maybe(shape({ decision28: at, decree30: at, stricter: text, calendarVersion: text })),
  /** It left after the stricter limit. */
  late: maybe(yes),
  filedBy: maybe(text),
  copies: maybe(whole),
  note: maybe(text),
  forwarded: maybe(list(shape({ from: agency, to: agency }))),
  numberVoided: maybe(numberVoided),
  recall: maybe(recall),
  update: maybe(
    shape({ changes: each(text), reason: text, officer: text, at, added: whole, removed: whole }),
  ),
  copyOf: maybe(shape({ kind: text, symbol: text, agency })),
  /** What it names, and what names it, as far as the asking agency may see it; at most 50 of each. */
  responseFor: list(
    shape({
      ...linked,
      /** Closed agencies that it had come to, for which their successor answers. */
      answeringFor: maybe(list(actedFor)),
    }),
  ),
  answeredBy: list(linkedDocument),
  replaces: maybe(linkedDocument),
  replacedBy: maybe(linkedDocument),
  corrects: maybe(linkedDocument),
  correctedBy: list(linkedDocument),
  /** By agency code, page by page: a document may go to 1,000 agencies. */
  legs: list(documentLeg),
  /** Cursor of the next legs; absent on the last page. */
  next: cursor,
});
export type DocumentView = Answer<typeof documentView>;
