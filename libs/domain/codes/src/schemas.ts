import { flag, listOf, oneOf, record, type SchemaOf, shape, text, whole } from '@domain/decider';
import { documentTypeCodes } from './document-types';
import type { NumberedDocument } from './sealed-document';
import {
  type AnsweredDocument,
  type ContentPart,
  copyKinds,
  type DocumentLink,
  legalValues,
  type SignatureVerdict,
  urgencies,
} from './vocabulary';

/** Schemas of the words that the facts of several streams share. */
export const documentType = oneOf(...documentTypeCodes);
export const urgency = oneOf(...urgencies);
export const copyKind = oneOf(...copyKinds);
export const legalValue = oneOf(...legalValues);

export const contentPart: SchemaOf<ContentPart> = shape({
  sha256: text,
  size: whole,
  mediaType: text,
  name: text,
});

const link = { documentId: text, agency: text, symbol: text };
export const documentLink: SchemaOf<DocumentLink> = shape(link);
const answeredDocument: SchemaOf<AnsweredDocument> = shape(link, { answeringFor: listOf(text) });

export const numberedDocument: SchemaOf<NumberedDocument> = shape({
  documentId: text,
  number: whole,
  bookYear: whole,
});

export const signatureVerdict: SchemaOf<SignatureVerdict> = shape({
  by: oneOf('officer', 'agency'),
  status: oneOf('valid', 'weak', 'undecided', 'invalid'),
  content: text,
  certificate: text,
  findings: listOf(text),
  evidence: record,
});

/** What a draft and the facts made of it may say of other documents. */
export const linksToOthers = {
  paperFollows: flag,
  responseFor: listOf(answeredDocument),
  replaces: documentLink,
  corrects: documentLink,
};
