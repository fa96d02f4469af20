import { agency, at, date, list, maybe, oneOf, shape, text, uuid, type Answer } from '../answer';
import { documentState, linked, replyStanding } from './states';

/** A document among others, as far as the asking agency may see it. */
const related = shape({
  ...linked,
  subject: text,
  documentType: text,
  state: documentState,
  issuedAt: maybe(at),
  dueDate: maybe(date),
});
export type RelatedDocument = Answer<typeof related>;

const relation = shape({
  from: uuid,
  to: uuid,
  kind: oneOf('response', 'replacement', 'correction', 'copy'),
});
export type Relation = Answer<typeof relation>;

const around = { documents: list(related), relations: list(relation) };

/** Replacements, corrections and copies around a document; oldest first, at most 200. */
export const lineage = shape(around);
export type Lineage = Answer<typeof lineage>;

/** Requests and replies around a document; oldest first, at most 200. */
export const conversation = shape({
  ...around,
  /** Of every request among them that wants a reply, how each recipient that may be seen stands. */
  requests: list(
    shape({
      documentId: uuid,
      dueDate: maybe(date),
      recipient: agency,
      standing: replyStanding,
      reply: maybe(uuid),
    }),
  ),
});
export type Conversation = Answer<typeof conversation>;
