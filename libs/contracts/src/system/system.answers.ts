import { roles } from '@domain/codes';
import {
  agency,
  type Answer,
  anything,
  at,
  described,
  each,
  list,
  maybe,
  ofAskedDay,
  officer,
  oneOf,
  type Schema,
  shape,
  text,
  whole,
  yes,
} from '../answer';

const version = described(text, 'version of the program');

export const start = shape({
  name: text,
  version,
  links: described(each(text), 'paths by what they lead to'),
});
export const me = ofAskedDay(
  shape({
    agency,
    officer: described(officer, 'id of the officer, the `sub` of the token'),
    roles: described(list(oneOf(...roles)), 'those that hold now'),
  }),
);
export const live = shape({ live: described(yes, 'the process answers') });

const milliseconds = (description: string) => described(whole, description);

type Details = Readonly<Record<string, string | number | boolean>>;

const part = described(
  shape({
    ready: described(yes, 'it can do all its work'),
    instance: maybe(described(text, '`<host>/<pid>` of the instance that answered')),
    version: maybe(version),
    startedAt: maybe(described(at, 'when the instance was started')),
    store: maybe(
      described(oneOf('up', 'down'), 'whether the event store answers this instance; the gateway asks none'),
    ),
    storeAnswerAgeMs: maybe(milliseconds('since the event store answered this instance last')),
    storeAppendAgeMs: maybe(
      milliseconds('since an append of this instance was last synced by the event store'),
    ),
    bus: maybe(described(oneOf('connected', 'disconnected', 'closed'), 'its connection to NATS')),
    busAgeMs: maybe(milliseconds('since the connection to NATS is as it is')),
    disk: maybe(described(shape({ freeBytes: whole, totalBytes: whole }), 'file system of the data folder')),
    details: described(anything as Schema<Details>, 'texts, numbers and truth values by name'),
  }),
  'one part of the system as one of its instances answers now; only `ready` and `details` when none answers',
);
export type PartHealth = Answer<typeof part>;

const follower = shape({
  service: described(text, 'the service it runs in'),
  name: text,
  state: described(
    text,
    '`catching-up`, `live`, `waiting`, `stopped`; `standing-by` while another instance works',
  ),
  lagMs: milliseconds('age of the fact it is at, 0 when it has reached the end'),
  parked: maybe(described(whole, 'facts it set aside')),
  problem: maybe(described(text, 'why it stopped, and what to do')),
});
export type FollowerHealth = Answer<typeof follower>;

const jetStream = described(
  shape({
    stream: described(oneOf('PUBLIC'), 'name of the stream'),
    messages: described(whole, 'messages kept in it'),
    bytes: described(whole, 'bytes its messages take'),
    bytesMax: described(whole, 'bytes they may take; -1 when there is no limit'),
    consumers: described(whole, 'consumers that read from it'),
    replicas: described(whole, 'servers that keep it'),
    answerAgeMs: milliseconds('since JetStream answered the bus last'),
  }),
  'the stream of public facts as the bus knows it; absent when the bus does not answer, or JetStream never did',
);
export type JetStreamHealth = Answer<typeof jetStream>;

const ready = described(yes, 'every part is ready');
export const bareReadiness = shape({ ready });

export const systemHealth = shape({
  ready,
  askedAt: described(at, 'when the parts were asked'),
  parts: described(each(part), 'by name: the gateway and each service'),
  followers: described(list(follower), 'what follows the facts from the store and does something with them'),
  parked: described(whole, 'facts set aside by all followers together'),
  jetStream: maybe(jetStream),
});
export type SystemHealth = Answer<typeof systemHealth>;

const finding = shape({
  pointer: described(
    text,
    'where in the message: a JSON pointer as a fragment, such as `#/data/documentId`; the whole is `#`',
  ),
  code: described(text, 'what is wrong, for programs'),
  detail: described(text, 'what is wrong there'),
  detailVi: described(text, 'bằng tiếng Việt'),
});
export const validatedMessage = shape({
  valid: described(yes, 'this release could have sent it'),
  type: maybe(described(text, 'as the message says; absent when it says none')),
  findings: described(list(finding), 'what is wrong, the first hundred; empty when it is valid'),
});
export type ValidatedMessage = Answer<typeof validatedMessage>;
