import { agency, type Answer, at, date, described, list, maybe, oneOf, shape, uuid } from '../answer';
import { documentState, linked, replyStanding } from './states';
import { documentType, subject, symbol } from './words';

const related = described(
  shape(
    {
      ...linked,
      symbol: described(symbol, `${symbol.description}; empty before it has a number`),
      subject,
      documentType,
      state: documentState,
      issuedAt: maybe(at),
      dueDate: maybe(described(date, 'local date by which a reply is wanted')),
    },
    'issuedAt',
  ),
  'a document among others, as far as the asking agency may see it',
);
export type RelatedDocument = Answer<typeof related>;

const relation = shape({
  from: described(uuid, 'id of the later document'),
  to: described(uuid, 'id of the one it answers, replaces, corrects or copies'),
  kind: described(oneOf('response', 'replacement', 'correction', 'copy'), 'what `from` is to `to`'),
});
export type Relation = Answer<typeof relation>;

const around = {
  documents: described(list(related), 'oldest first, at most 200'),
  relations: described(list(relation), 'between the documents told'),
};

export const lineage = described(shape(around), 'replacements, corrections and copies around a document');
export type Lineage = Answer<typeof lineage>;

const request = shape(
  {
    documentId: uuid,
    issuedAt: described(at, 'when the request was issued'),
    dueDate: maybe(described(date, 'local date by which the reply is wanted')),
    recipient: described(agency, 'code of the agency that is to reply'),
    standing: replyStanding,
    reply: maybe(described(uuid, 'id of the reply')),
  },
  'issuedAt',
);

export const conversation = described(
  shape({
    ...around,
    requests: described(
      list(request),
      'of every request among them that wants a reply or got one, how each recipient that may be seen stands; at most 1,000',
    ),
  }),
  'requests and replies around a document',
);
export type Conversation = Answer<typeof conversation>;
