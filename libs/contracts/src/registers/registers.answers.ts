import {
  agency,
  type Answer,
  at,
  date,
  described,
  list,
  maybe,
  oneOf,
  page,
  shape,
  text,
  uuid,
  whole,
} from '../answer';

export const outgoingPaperRecorded = shape({
  entryId: uuid,
  number: whole,
  bookYear: whole,
  series: text,
  symbol: text,
});
export type OutgoingPaperRecorded = Answer<typeof outgoingPaperRecorded>;

export const incomingPaperRecorded = shape({ entryId: uuid, number: whole, bookYear: whole });
export type IncomingPaperRecorded = Answer<typeof incomingPaperRecorded>;

const asPrinted = described(text, 'agency code; on paper as printed');

/** Sổ đăng ký văn bản đến, Decree 30/2020 Annex IV. */
const incomingRow = shape({
  /** Local date of arrival. */
  arrivedDate: date,
  /** Absent for what came on paper. */
  arrivedAt: maybe(at),
  number: whole,
  /** When the number was given. */
  numberedAt: at,
  from: asPrinted,
  /** On paper a document may bear neither symbol, nor date, nor a type of the table. */
  symbol: maybe(text),
  /** Local date the document bears. */
  documentDate: maybe(date),
  documentType: maybe(text),
  subject: text,
  /** Id of the officer it was given to; on paper as written. */
  receiver: maybe(text),
  /** Absent when the number was voided, and in the moment between number and receipt. */
  receivedBy: maybe(text),
  acceptedAt: maybe(at),
  /** The closed agency that was written to. */
  addressedTo: maybe(agency),
  /** Cancelled here on recall: the number stays. */
  cancelledAt: maybe(at),
  note: maybe(text),
  documentId: maybe(uuid),
  /** In place of `documentId` for what came on paper only. */
  paperEntryId: maybe(uuid),
  /** Present when the number was voided; it is never reused. */
  voided: maybe(text),
  /** Absent when the house voided it by itself. */
  voidedBy: maybe(text),
  voidApprovedBy: maybe(text),
});
export type IncomingRegisterRow = Answer<typeof incomingRow>;
export const incomingRegister = page(incomingRow);

/** Sổ đăng ký văn bản đi, Decree 30/2020 Annex IV. */
const outgoingRow = shape({
  /** `outgoing`, or `outgoing<type>` of a normative type. */
  series: text,
  number: whole,
  /** Absent when the number was voided, and in the moment between number and document. */
  symbol: maybe(text),
  /** Local date the document bears. */
  documentDate: date,
  documentType: text,
  subject: text,
  /** Id of the officer; on paper as printed. */
  signer: maybe(text),
  numberedAt: at,
  recipients: list(asPrinted),
  /** Unit or person receiving the file copy, and the number of copies, from the registration on. */
  filedBy: maybe(text),
  copies: maybe(whole),
  /** How it was sent, once it was. */
  sending: maybe(oneOf('electronic', 'electronic-and-paper', 'paper')),
  issuedAt: maybe(at),
  note: maybe(text),
  documentId: maybe(uuid),
  /** In place of `documentId` for what exists on paper only. */
  paperEntryId: maybe(uuid),
  voided: maybe(text),
  voidedBy: maybe(text),
  voidApprovedBy: maybe(text),
});
export type OutgoingRegisterRow = Answer<typeof outgoingRow>;
export const outgoingRegister = page(outgoingRow);
