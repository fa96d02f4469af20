import { documentTypeCodes, legalValues, urgencies } from '@domain/codes';
import { described, oneOf, text, whole } from '../answer';
import { urgencyMarks } from '../vocabulary';

// What is said of documents wherever they are told of.

export const documentType = described(
  oneOf(...documentTypeCodes),
  'code of Decree 30/2020 Annex III, or `QP…` of a normative type',
);
export const subject = described(text, 'trích yếu');
export const urgency = described(oneOf(...urgencies), urgencyMarks);
export const symbol = described(text, 'number and symbol as printed, such as `15/QĐ-UBND`');
export const outgoingNumber = described(whole, 'number in its outgoing book, Decree 30/2020 art. 15');
export const arrivalNumber = described(whole, 'number in the incoming book, Decree 30/2020 art. 22');
export const bookYear = described(whole, 'local year of the book');
export const series = described(
  text,
  'book whose number it is: `outgoing`, `outgoing<type>` of a normative type, `outgoingcopy` of copies',
);
export const legalValue = described(
  oneOf(...legalValues),
  'Decision 28/2018 art. 4: `original` when both signatures on every part hold, else `information-only`',
);
