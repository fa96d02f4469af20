import { copyKinds, signingAuthorities } from '@domain/codes';
import {
  agency,
  type Answer,
  at,
  cursor,
  date,
  described,
  each,
  list,
  maybe,
  namedOn,
  officer,
  oneOf,
  type Schema,
  sha256,
  shape,
  text,
  uuid,
  whole,
  yes,
} from '../answer';
import { documentDelivery } from './deliveries.answers';
import { actedFor, closedAgency, documentState, linked, linkedDocument } from './states';
import {
  bookYear,
  documentType,
  legalValue,
  outgoingNumber,
  series,
  subject,
  symbol,
  urgency,
} from './words';

const toSender = <T>(schema: Schema<T>, description: string): Schema<T> =>
  described(schema, `${description}; told to the sender only`);

const content = shape({
  sha256,
  size: described(whole, 'bytes'),
  mediaType: text,
  name: described(text, 'file name'),
});

const signature = described(
  shape({
    by: described(
      oneOf('officer', 'agency'),
      'whose it is: of the person, or of the organisation (Decree 30/2020 art. 5)',
    ),
    status: described(
      oneOf('valid', 'weak', 'undecided', 'invalid'),
      '`valid`, `weak` (algorithms of its time), `undecided` (it could not be judged), `invalid`',
    ),
    content: described(sha256, 'SHA-256 of the content part it is over or in, lower-case hex'),
    certificate: described(sha256, 'SHA-256 of the certificate, lower-case hex'),
    findings: described(list(text), 'codes of what was found, worst first'),
  }),
  'the verdict on one digital signature; its evidence stands in the history',
);

const sendBy = shape({
  decision28: described(at, 'by Decision 28/2018 art. 6'),
  decree30: described(at, 'by Decree 30/2020 art. 18(1)'),
  stricter: described(oneOf('decision28', 'decree30'), 'the earlier one'),
  calendarVersion: described(text, 'version of the work calendar that was used'),
});

const numberVoided = shape(
  {
    number: outgoingNumber,
    bookYear,
    series,
    symbol,
    approvedBy: described(officer, 'id of the leader who approved it'),
    reason: text,
    officer: described(officer, 'id of the officer who voided it'),
    at,
  },
  'at',
);

const returned = shape(
  {
    officer: described(officer, 'id of the officer who returned it'),
    opinion: described(text, 'what is to be mended'),
    at,
  },
  'at',
);

const discarded = shape(
  {
    officer: described(officer, 'id of the officer who discarded it'),
    reason: text,
    at,
  },
  'at',
);

const documentStep = described(
  shape(
    {
      fact: described(text, 'its name, such as `DraftReturned`'),
      state: described(documentState, 'of the document after it'),
      at,
      officer: maybe(described(officer, 'id of the officer who acted')),
      coverFor: maybe(described(officer, 'id of the officer who was away, whose desk the other one covered')),
      by: maybe(
        described(agency, 'code of the successor whose officer acted; absent when the agency acted itself'),
      ),
      actingFor: maybe(actedFor),
      opinion: maybe(described(text, 'of whoever returned the draft')),
      reason: maybe(text),
      number: maybe(outgoingNumber),
    },
    'at',
  ),
  'one fact of the document at its sender and the state it led to',
);

const recall = shape(
  {
    orderedBy: described(officer, 'id of the leader who ordered it'),
    orderedAt: at,
    reason: text,
    recipients: described(whole, 'how many were asked'),
    withdrawnBy: maybe(
      described(namedOn(officer, 'withdrawnAt'), 'id of the officer who took the order back'),
    ),
    withdrawnAt: maybe(at),
    withdrawnReason: maybe(text),
    settledAt: maybe(described(at, 'when all had given it back or keep it for good')),
    cancelled: maybe(described(whole, 'how many gave it back')),
    kept: maybe(described(whole, 'how many keep it')),
  },
  'orderedAt',
);

const update = shape(
  {
    changes: described(each(text), 'new values of `subject`, `urgency`, `dueDate`'),
    reason: text,
    officer: described(officer, 'id of the officer who updated it'),
    at,
    added: described(whole, 'recipients added'),
    removed: described(whole, 'recipients removed'),
  },
  'at',
);

const copyOf = shape({
  kind: described(oneOf(...copyKinds), '`SY` sao y, `SL` sao lục, `TrS` trích sao'),
  symbol: described(symbol, 'number and symbol of the original'),
  agency: described(agency, 'code of the agency that issued the original'),
});

const answered = shape({
  ...linked,
  answeringFor: maybe(
    described(
      list(actedFor),
      'codes of the closed agencies that it had come to, for which their successor answers',
    ),
  ),
});

export const documentView = described(
  shape(
    {
      documentId: uuid,
      agency: described(agency, 'code of the agency whose document it is'),
      forAgency: maybe(
        described(closedAgency, 'code of the closed agency through which the asking one sees it'),
      ),
      by: maybe(described(agency, 'code of the successor that issued it; absent when the agency itself did')),
      actingFor: maybe(
        described(actedFor, 'code of the closed agency whose document it is, when its successor issued it'),
      ),
      state: documentState,
      documentType,
      subject,
      urgency,
      contents: list(content),
      symbol: maybe(symbol),
      documentCode: maybe(
        described(text, 'edXML DocumentId: `{OrganId},{yyyy/MM/dd},{CodeNumber}/{CodeNotation}`'),
      ),
      number: maybe(outgoingNumber),
      bookYear: maybe(bookYear),
      dueDate: maybe(described(date, 'local date by which a reply is wanted')),
      pageAmount: maybe(described(whole, 'pages')),
      paperFollows: maybe(described(yes, 'a paper original follows')),
      distribution: maybe(described(list(text), 'printed list of recipients (nơi nhận), line by line')),
      legalValue: maybe(legalValue),
      signatures: maybe(
        described(list(signature), 'those given with the signing, then those given with the seal'),
      ),
      draftedAt: at,
      draftedBy: maybe(toSender(namedOn(officer, 'draftedAt'), 'id of the officer who drafts it')),
      returned: maybe(toSender(returned, 'with which opinion it was returned, until it is corrected')),
      discarded: maybe(toSender(discarded, 'why it never becomes a document')),
      history: maybe(
        toSender(
          list(documentStep),
          'what happened to the document itself, oldest first; of a long one the newest 50',
        ),
      ),
      signedAt: maybe(at),
      signedBy: maybe(described(namedOn(officer, 'signedAt'), 'id of the signer')),
      authority: maybe(
        described(
          oneOf(...signingAuthorities),
          'in whose name it was signed, Decree 30/2020 art. 13: `head`, or KT., TM., TUQ., TL.',
        ),
      ),
      numberedAt: maybe(at),
      sealedAt: maybe(described(at, "when the organisation's signature was applied")),
      registeredAt: maybe(described(at, 'when it was entered in the outgoing book')),
      issuedAt: maybe(at),
      sendBy: maybe(toSender(sendBy, 'until when it must leave, by both rules')),
      late: maybe(toSender(yes, 'it left after the stricter limit')),
      filedBy: maybe(toSender(text, 'unit or person that keeps the file copy')),
      copies: maybe(toSender(whole, 'number of copies, 0 when nothing is printed')),
      note: maybe(toSender(text, 'note in the outgoing book')),
      forwarded: maybe(
        toSender(
          list(
            shape({
              from: described(agency, 'code of the closed agency that was written to'),
              to: described(agency, 'code of the successor that got it'),
            }),
          ),
          'recipients that were closed',
        ),
      ),
      numberVoided: maybe(toSender(numberVoided, 'the number it had, until it is signed again')),
      recall: maybe(toSender(recall, "the leader's last order to recall it, Decree 30/2020 art. 18(4)")),
      update: maybe(toSender(update, 'the last one, since it was issued')),
      copyOf: maybe(described(copyOf, 'what it is a copy of, Decree 30/2020 art. 25')),
      responseFor: described(list(answered), 'what it answers'),
      answeredBy: described(
        list(linkedDocument),
        'what answers it, as far as the asking agency may see it; at most 50 of all that names it',
      ),
      replaces: maybe(described(linkedDocument, 'what it replaces, Decree 30/2020 art. 18(3)')),
      replacedBy: maybe(described(linkedDocument, 'what stands in its place')),
      corrects: maybe(described(linkedDocument, 'what it corrects (đính chính), Decree 30/2020 art. 18(3)')),
      correctedBy: described(
        list(linkedDocument),
        'what corrects it, as far as the asking agency may see it; at most 50 of all that names it',
      ),
      deliveries: described(
        list(documentDelivery),
        'by agency code, page by page: a document may go to 1,000 agencies',
      ),
      next: described(cursor, '`cursor` of the next deliveries; absent on the last page'),
    },
    'issuedAt',
    'numberedAt',
    'draftedAt',
  ),
  'a document as one of its parties sees it: the sender every delivery, a recipient its own',
);
export type DocumentView = Answer<typeof documentView>;
