import {
  agency,
  type Answer,
  anything,
  at,
  cursor,
  described,
  each,
  list,
  maybe,
  page,
  type Schema,
  shape,
  text,
  uuid,
  whole,
} from '../answer';

/** One recorded event, with who, when, why and where it stands. */
const historyEvent = shape({
  stream: text,
  revision: whole,
  position: described(text, 'commit position, decimal'),
  eventId: uuid,
  type: text,
  occurredAt: at,
  recordedAt: at,
  actor: shape({ agency, officer: text, role: text }),
  source: text,
  importedFrom: maybe(text),
  onBehalfOf: maybe(agency),
  correlationId: uuid,
  causationId: uuid,
  commandId: uuid,
  legalBasis: maybe(text),
  ruleVersion: maybe(text),
  /** Reason or result as the fact states it, when it does. */
  reason: maybe(text),
  data: anything,
});
export type HistoryEvent = Answer<typeof historyEvent>;

const historyOf = <State>(state: Schema<State>) =>
  shape({
    /** Folded from the store up to the moment asked for: the same on every page. */
    state,
    /** Up to the same moment, in the order of their positions, page by page. */
    events: list(historyEvent),
    next: cursor,
  });

export const dossierHistory = historyOf(anything);
export type DossierHistory = Answer<typeof dossierHistory>;

export const documentHistory = historyOf(
  shape({
    document: anything,
    /** By agency code, page by page like the events: a document may go to 1,000 agencies. */
    deliveries: each(anything),
  }),
);
export type DocumentHistory = Answer<typeof documentHistory>;

/** Who looked at what: an answered question, a download or print, or a refusal. Ids only. */
const lookRow = shape({
  at,
  agency,
  officer: text,
  /** The role that allowed it; absent when none did. */
  role: maybe(text),
  /** Name of the operation, as `operationId` of the API page. */
  operation: text,
  /** Ids of what was asked for, `/` between; absent when the operation names no object. */
  object: maybe(text),
  /** `answered`, or `<context>:<refusal>`. */
  outcome: text,
  correlationId: uuid,
  /** So many more equal refusals within a minute, in one row; absent on a row of its own. */
  count: maybe(whole),
});
export type LookRow = Answer<typeof lookRow>;

/** May be fewer than asked for, even none, while `next` goes on: so much of the trail is read for one page. */
export const looksPage = page(lookRow);
export type LooksPage = Answer<typeof looksPage>;

/** What was recorded out of one imported file, whoever it concerns; nothing recorded twice is counted twice. */
export const importInNumbers = shape({
  sha256: text,
  /** Agencies registered and officers appointed for it. */
  agencies: whole,
  officers: whole,
  dossiers: whole,
  /** Dossiers by the channel they came on. */
  channels: each(whole),
  /** Hand-offs that were offered and accepted. */
  handoffs: whole,
  activities: whole,
  /** Dossiers completed, and those of them that ended at or before the deadline the same file gave them. */
  ended: whole,
  endedOnTime: whole,
});
export type ImportInNumbers = Answer<typeof importInNumbers>;
