import { feedParts, keyStandings, type SystemStatus, systemStatuses } from '@domain/codes';
import {
  agency,
  type Answer,
  at,
  described,
  list,
  maybe,
  officer,
  oneOf,
  page,
  shape,
  text,
  uuid,
  whole,
} from '../answer';

const systemId = described(uuid, 'id of the system');
const keyId = described(uuid, 'id of the key');
const publicKey = described(text, 'public half of the nkey, `U…`');

export const systemRegistered = shape({ systemId });

const listed = {
  systemId,
  owner: described(agency, 'code of the agency that answers for it'),
  name: described(text, 'in Vietnamese'),
  status: described(oneOf(...systemStatuses), 'nothing brings one back that was rejected or revoked'),
  registeredAt: at,
};
const systemListed = shape(listed, 'registeredAt');
export type SystemListed = Answer<typeof systemListed>;
export const systemsListed = page(systemListed);

const jwt = maybe(
  described(text, 'what the key connects with; absent while it may not, or where nobody connects by a key'),
);

const systemKey = shape({
  keyId,
  publicKey,
  standing: described(oneOf(...keyStandings), '`replaced`: still good, beside the one that follows it'),
  issuedAt: at,
  validUntil: maybe(described(at, 'good until then; absent while nothing replaced it')),
  revokedAt: maybe(at),
  jwt,
});

const refusedCommands = shape({
  problem: described(text, '`<context>:<refusal>`, the end of `type`'),
  count: described(whole, 'so many commands'),
  lastAt: described(at, 'when the last one was refused'),
  lastOperation: described(text, 'which command that was'),
});
export type RefusedCommands = Answer<typeof refusedCommands>;

export const systemDetails = shape(
  {
    ...listed,
    contact: described(text, 'function mailbox or telephone'),
    officer: described(officer, 'who registered it'),
    readsFor: described(list(agency), 'agencies whose public facts it reads'),
    reads: described(oneOf(...feedParts), 'which of their public facts'),
    sendsFor: described(list(agency), 'agencies it sends commands for'),
    operations: described(list(text), 'commands it sends'),
    decidedAt: maybe(described(at, 'when its status became what it is; absent while it waits')),
    reason: maybe(described(text, 'why it was rejected or revoked')),
    keys: described(list(systemKey), 'oldest first'),
    audience: described(
      text,
      'this installation, for `aud` of the tokens that the system signs for `GET /events`',
    ),
    inboxPrefix: described(text, 'where its replies come to: the only subjects it may subscribe to begin so'),
    apiPrefix: described(text, 'for JetStream in place of `$JS.API`'),
    consumers: described(
      list(shape({ agency, consumer: described(text, 'durable consumer of the stream `PUBLIC`') })),
      'what it pulls',
    ),
    commands: described(list(text), 'subjects it may publish commands on'),
    refused: described(
      list(refusedCommands),
      'commands that it sent on the bus and that were refused, the newest first, since the directory started; not ' +
        'those that were too many',
    ),
  },
  'registeredAt',
);
export type SystemDetails = Answer<typeof systemDetails>;

/** What a connected system may read, where the key it showed is a good one of it. */
export interface SystemOfKey {
  /** `urn:lienthong:installation:<storeId>`. */
  readonly audience: string;
  /** Absent for a key that is not good, or no key of the system, or no system. */
  readonly granted?: Pick<SystemDetails, 'owner' | 'readsFor' | 'reads'>;
}

export const systemKeyIssued = shape({
  keyId,
  publicKey,
  jwt,
  creds: maybe(
    described(text, 'JWT and secret half as one .creds file, told this once; absent for a key of your own'),
  ),
});
export type SystemKeyIssued = Answer<typeof systemKeyIssued>;

/** How a system is registered now, for whoever takes a command of it. */
export interface SystemStanding {
  readonly status: SystemStatus | 'unknown';
  /** Agencies it sends commands for. */
  readonly sendsFor: readonly string[];
  /** Commands it sends. */
  readonly operations: readonly string[];
}

/** A command of a connected system was refused. Ids and names only. */
export interface CommandRefused {
  readonly systemId: string;
  /** `<context>:<refusal>`. */
  readonly problem: string;
  readonly operation: string;
  readonly at: string;
}
