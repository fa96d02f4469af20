import { type Answer, at, cursor, list, oneOf, shape, text, uuid, whole } from '../answer';

/** The services that follow facts, in the order in which they are asked what they have set aside. */
export const parkingServices = ['directory', 'exchange', 'read-models', 'bus'] as const;
export type ParkingService = (typeof parkingServices)[number];

const service = oneOf(...parkingServices);
const parkedFact = {
  eventId: uuid,
  stream: text,
  revision: text,
  type: text,
  /** At most 500 characters; nothing of what the fact says. */
  reason: text,
  parkedAt: at,
};
/** Of the reactor or follower, `[a-z0-9-]`. */
const program = text;

const parkedRow = shape({ service, program, ...parkedFact });
/** A fact that a program could not handle. A follower's whole stream stands still from it on. */
export type ParkedFact = Omit<Answer<typeof parkedRow>, 'service'>;

const replayedRow = shape({
  service,
  program,
  /** How many were handled and are no longer set aside. */
  replayed: whole,
  /** How many failed again and stay. */
  failed: whole,
  /** Those that failed; at most 100 in one answer. */
  failures: list(shape(parkedFact)),
});
/** What one program took up again. */
export type ReplayedFacts = Omit<Answer<typeof replayedRow>, 'service'>;

/** As much as could be taken up again in about five seconds. */
export interface ParkedReplayed {
  readonly programs: readonly ReplayedFacts[];
  /** Cursor of what is left; absent when all was tried. */
  readonly next?: string;
}

export const parkedSkipped = shape({ program, eventId: uuid, stream: text, revision: text, type: text });
export type ParkedSkipped = Answer<typeof parkedSkipped>;

// What the edge makes of the answers of all services.

/** Services that did not answer: nothing is known of theirs. */
const silent = list(service);

export const parkedPage = shape({ rows: list(parkedRow), silent, next: cursor });
export type ParkedPage = Answer<typeof parkedPage>;

export const parkedOutcomes = shape({ programs: list(replayedRow), silent, next: cursor });
export type ParkedOutcomes = Answer<typeof parkedOutcomes>;
