import type { DiskSpace } from '@runtime';
import type { FollowerHealth, JetStreamHealth } from './follower-health';
import type { PartHealth, SystemHealth } from './readiness';
import { anything, at, each, list, maybe, oneOf, shape, text, whole, type Schema } from './schema';

const yes: Schema = { type: 'boolean' };
const milliseconds = (description: string): Schema => ({ type: 'integer', description });

const part = shape<PartHealth>({
  ready: yes,
  instance: maybe({ type: 'string', description: '`<host>/<pid>` of the instance that answered' }),
  version: maybe(text),
  startedAt: maybe(at),
  store: maybe(oneOf('up', 'down')),
  storeAnswerAgeMs: maybe(milliseconds('since the event store answered this instance last')),
  storeAppendAgeMs: maybe(
    milliseconds('since an append of this instance was last synced by the event store'),
  ),
  bus: maybe(oneOf('connected', 'disconnected', 'closed')),
  busAgeMs: maybe(milliseconds('since the connection to NATS is as it is')),
  disk: maybe({
    ...shape<DiskSpace>({ freeBytes: whole, totalBytes: whole }),
    description: 'file system of the data folder',
  }),
  details: { ...anything, description: 'texts, numbers and truth values by name' },
});

const follower = shape<FollowerHealth>({
  service: text,
  name: text,
  state: { type: 'string', description: '`catching-up`, `live`, `waiting`, `stopped`' },
  lagMs: milliseconds('age of the fact it is at, 0 when it has reached the end'),
  parked: maybe({ type: 'integer', description: 'facts it set aside' }),
  problem: maybe(text),
});

const jetStream = shape<JetStreamHealth>({
  stream: oneOf('PUBLIC'),
  messages: whole,
  bytes: whole,
  bytesMax: { type: 'integer', description: '-1 when there is no limit' },
  consumers: whole,
  replicas: whole,
  answerAgeMs: milliseconds('since JetStream answered the bus last'),
});

export const bareReadiness = shape<Pick<SystemHealth, 'ready'>>({ ready: yes });

export const systemHealth = shape<SystemHealth>({
  ready: yes,
  askedAt: at,
  parts: each(part),
  followers: list(follower),
  parked: whole,
  jetStream: maybe(jetStream),
});
