import { type Answer, at, cursor, described, list, oneOf, shape, text, uuid, whole } from '../answer';

/** The services that follow facts, in the order in which they are asked what they have set aside. */
export const parkingServices = ['directory', 'exchange', 'dossiers', 'read-models', 'bus'] as const;
export type ParkingService = (typeof parkingServices)[number];

const service = described(oneOf(...parkingServices), 'the service whose program it is');
const fact = {
  eventId: uuid,
  stream: described(text, 'name of the stream it stands in'),
  revision: described(text, 'its place in the stream, decimal; 0 is the first event'),
  type: described(text, 'stored name, such as `DocumentIssued.v1`'),
};
const parkedFact = {
  ...fact,
  reason: described(text, 'why it was set aside; at most 500 characters, nothing of what the fact says'),
  parkedAt: described(at, 'when it was set aside'),
};
const program = described(text, 'name of the reactor or follower, `[a-z0-9-]`');

const parkedRow = described(
  shape({ service, program, ...parkedFact }),
  "a fact that a program could not handle; a follower's whole stream stands still from it on",
);
export type ParkedFact = Omit<Answer<typeof parkedRow>, 'service'>;

const replayedRow = described(
  shape({
    service,
    program,
    replayed: described(whole, 'how many were handled and are no longer set aside'),
    failed: described(whole, 'how many failed again and stay'),
    failures: described(list(shape(parkedFact)), 'those that failed; at most 100 in one answer'),
  }),
  'what one program took up again',
);
export type ReplayedFacts = Omit<Answer<typeof replayedRow>, 'service'>;

/** As much as could be taken up again in about five seconds. */
export interface ParkedReplayed {
  readonly programs: readonly ReplayedFacts[];
  /** Cursor of what is left; absent when all was tried. */
  readonly next?: string;
}

export const parkedSkipped = shape({ program, ...fact });
export type ParkedSkipped = Answer<typeof parkedSkipped>;

// What the edge makes of the answers of all services.

const silent = described(list(service), 'services that did not answer: nothing is known of theirs');

export const parkedPage = shape({ rows: list(parkedRow), silent, next: cursor });
export type ParkedPage = Answer<typeof parkedPage>;

export const parkedOutcomes = shape({
  programs: described(list(replayedRow), 'as much as could be taken up again in about five seconds'),
  silent,
  next: described(cursor, '`cursor` of what is left; absent when all was tried'),
});
export type ParkedOutcomes = Answer<typeof parkedOutcomes>;
