import { type Answer, anything, at, described, list, maybe, shape, text, uuid, whole } from '../answer';

const event = described(
  shape({
    specversion: described(text, '`1.0`'),
    id: described(uuid, 'of the event in the store; the same in every copy and every repeat'),
    source: described(text, 'the installation and the service that owns the fact'),
    type: described(text, '`vn.lienthong.<context>.<fact>.v<n>`'),
    subject: described(text, 'what the fact is about, such as a document id'),
    time: described(at, 'when it occurred'),
    datacontenttype: described(text, '`application/json`'),
    dataschema: maybe(described(text, 'where the JSON Schema of `data` is found')),
    feednumber: described(whole, 'which of the events that the agency was told: 1, 2, 3 … without a gap'),
    feedprevious: described(whole, '`feednumber` of the one before; 0 before the first'),
    data: described(anything, 'the fields of the fact that are told'),
  }),
  'CloudEvents 1.0, the same as on the bus',
);

export const eventsPage = shape({
  events: described(list(event), 'in the order of `feednumber`'),
  next: described(text, '`after` of the next question; what was asked with where nothing follows'),
  end: described(whole, '`feednumber` of the last event there is'),
});
export type EventsPage = Answer<typeof eventsPage>;

/** A fact in the feed of an agency, and where the store has it. */
export interface FeedRow {
  readonly number: number;
  readonly eventId: string;
  readonly stream: string;
  /** Decimal. */
  readonly revision: string;
}

export interface FeedRows {
  readonly agency: string;
  /** Number of the last fact before the page; 0 before the first. */
  readonly after: number;
  readonly rows: readonly FeedRow[];
  /** Number of the last fact there is. */
  readonly end: number;
  readonly hasMore: boolean;
}

export interface FeedNumbers {
  readonly numbers: readonly { readonly eventId: string; readonly agency: string; readonly number: number }[];
}
