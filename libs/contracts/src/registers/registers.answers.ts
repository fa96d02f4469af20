import {
  agency,
  type Answer,
  at,
  date,
  described,
  list,
  maybe,
  namedOn,
  officer,
  oneOf,
  page,
  shape,
  text,
  uuid,
  whole,
} from '../answer';
import {
  arrivalNumber,
  bookYear,
  documentType,
  outgoingNumber,
  series,
  subject,
  symbol,
} from '../documents/words';

const entryId = described(uuid, 'of what exists on paper only; by it the number is voided');

export const outgoingPaperRecorded = shape({ entryId, number: outgoingNumber, bookYear, series, symbol });
export type OutgoingPaperRecorded = Answer<typeof outgoingPaperRecorded>;

export const incomingPaperRecorded = shape({ entryId, number: arrivalNumber, bookYear });
export type IncomingPaperRecorded = Answer<typeof incomingPaperRecorded>;

const asPrinted = described(agency, 'agency code; on paper as printed');

// What a row of either book says.

const numberedAt = described(at, 'when the number was given');
const paperEntryId = maybe(described(uuid, 'in place of `documentId` for what exists on paper only'));
const voiding = {
  voided: maybe(described(text, 'reason; present when the number was voided, and it is never reused')),
  voidedBy: maybe(described(officer, 'id of the officer; absent when the house voided it by itself')),
  voidApprovedBy: maybe(described(officer, 'id of the leader who approved it')),
};

const incomingRow = described(
  shape(
    {
      arrivedDate: described(date, 'local date of arrival'),
      arrivedAt: maybe(described(at, 'absent for what came on paper')),
      number: arrivalNumber,
      numberedAt,
      from: described(asPrinted, `who issued it: ${asPrinted.description}`),
      symbol: maybe(described(symbol, 'number and symbol; on paper it may bear none')),
      documentDate: maybe(described(date, 'local date the document bears; on paper it may bear none')),
      documentType: maybe(described(documentType, `${documentType.description}; on paper it may be none`)),
      subject,
      receiver: maybe(
        described(
          namedOn(officer, 'acceptedAt', 'numberedAt'),
          'id of the officer it was given to; on paper as written',
        ),
      ),
      receivedBy: maybe(
        described(
          namedOn(officer, 'acceptedAt', 'numberedAt'),
          'id of the officer; absent when the number was voided first, and in the moment between number and receipt',
        ),
      ),
      acceptedAt: maybe(described(at, 'when it was received; absent for what came on paper')),
      addressedTo: maybe(described(agency, 'code of the closed agency that was written to')),
      cancelledAt: maybe(described(at, 'cancelled here on recall: the number stays')),
      note: maybe(text),
      documentId: maybe(uuid),
      paperEntryId,
      ...voiding,
    },
    'arrivedDate',
  ),
  'a line of the book of what came (sổ đăng ký văn bản đến), Decree 30/2020 Annex IV',
);
export type IncomingRegisterRow = Answer<typeof incomingRow>;
export const incomingRegister = page(incomingRow);

const outgoingRow = described(
  shape(
    {
      series,
      number: outgoingNumber,
      symbol: maybe(
        described(
          symbol,
          'number and symbol; absent when the number was voided first, and in the moment between number and document',
        ),
      ),
      documentDate: described(date, 'local date the document bears'),
      documentType,
      subject,
      signer: maybe(described(officer, 'id of the officer; on paper as printed')),
      numberedAt,
      recipients: described(list(asPrinted), 'from the issue on; none when the number was voided'),
      filedBy: maybe(
        described(text, 'unit or person that keeps the file copy; told from the registration on'),
      ),
      copies: maybe(described(whole, 'number of copies; told from the registration on')),
      sending: maybe(
        described(oneOf('electronic', 'electronic-and-paper', 'paper'), 'how it was sent, once it was'),
      ),
      issuedAt: maybe(at),
      note: maybe(text),
      documentId: maybe(uuid),
      paperEntryId,
      ...voiding,
    },
    'documentDate',
  ),
  'a line of the book of what left (sổ đăng ký văn bản đi), Decree 30/2020 Annex IV',
);
export type OutgoingRegisterRow = Answer<typeof outgoingRow>;
export const outgoingRegister = page(outgoingRow);
