import {
  agency,
  type Answer,
  anything,
  at,
  described,
  each,
  list,
  maybe,
  oneOf,
  type Schema,
  shape,
  text,
  whole,
  yes,
} from '../answer';

export const start = shape({ name: text, version: text, links: each(text) });
export const me = shape({ agency, officer: text, roles: list(text) });
export const live = shape({ live: yes });

const milliseconds = (description: string) => described(whole, description);

type Details = Readonly<Record<string, string | number | boolean>>;

/** One part of the system as one of its instances answers now; only `ready` and `details` when none answers. */
const part = shape({
  ready: yes,
  instance: maybe(described(text, '`<host>/<pid>` of the instance that answered')),
  version: maybe(text),
  startedAt: maybe(at),
  store: maybe(oneOf('up', 'down')),
  storeAnswerAgeMs: maybe(milliseconds('since the event store answered this instance last')),
  storeAppendAgeMs: maybe(
    milliseconds('since an append of this instance was last synced by the event store'),
  ),
  bus: maybe(oneOf('connected', 'disconnected', 'closed')),
  busAgeMs: maybe(milliseconds('since the connection to NATS is as it is')),
  disk: maybe(described(shape({ freeBytes: whole, totalBytes: whole }), 'file system of the data folder')),
  details: described(anything as Schema<Details>, 'texts, numbers and truth values by name'),
});
export type PartHealth = Answer<typeof part>;

/** What follows the facts from the store and does something with them, in one service. */
const follower = shape({
  service: text,
  name: text,
  state: described(text, '`catching-up`, `live`, `waiting`, `stopped`'),
  lagMs: milliseconds('age of the fact it is at, 0 when it has reached the end'),
  parked: maybe(described(whole, 'facts it set aside')),
  problem: maybe(text),
});
export type FollowerHealth = Answer<typeof follower>;

/** The stream of public facts. */
const jetStream = shape({
  stream: oneOf('PUBLIC'),
  messages: whole,
  bytes: whole,
  bytesMax: described(whole, '-1 when there is no limit'),
  consumers: whole,
  replicas: whole,
  answerAgeMs: milliseconds('since JetStream answered the bus last'),
});
export type JetStreamHealth = Answer<typeof jetStream>;

export const bareReadiness = shape({ ready: yes });

export const systemHealth = shape({
  ready: yes,
  askedAt: at,
  parts: each(part),
  followers: list(follower),
  /** Of all followers together. */
  parked: whole,
  /** As the bus knows it; absent when the bus does not answer, or JetStream never did. */
  jetStream: maybe(jetStream),
});
export type SystemHealth = Answer<typeof systemHealth>;
