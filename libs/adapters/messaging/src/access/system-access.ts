import { subject } from '@contracts';
import { agencyToken, type FeedPart } from '@domain/codes';
import { publicStreamName } from '../public-stream';
import type { Permissions } from './nats-jwt';

/** What a system was registered for. */
export interface Granted {
  /** UUID. */
  readonly systemId: string;
  readonly readsFor: readonly string[];
  readonly reads: FeedPart;
  readonly sendsFor: readonly string[];
  readonly operations: readonly string[];
}

interface SystemConsumer {
  readonly agency: string;
  /** Durable consumer of `PUBLIC`, of this system alone: another one of the agency takes nothing away from it. */
  readonly consumer: string;
  readonly filter: string;
}

/** A subject of the services, and how the system writes it where that is otherwise. */
interface Imported {
  readonly subject: string;
  readonly local?: string;
}

/** What a system may do on the bus, both ways; whatever is not listed is refused. */
export interface SystemAccess {
  readonly inboxPrefix: string;
  /** In place of `$JS.API`, for JetStream: the account of a system has none of its own that would answer first. */
  readonly apiPrefix: string;
  readonly consumers: readonly SystemConsumer[];
  /** Subjects of its commands, one for each agency and operation. */
  readonly commands: readonly string[];
  /** What its account takes from the account of the services. */
  readonly imports: readonly Imported[];
  readonly permissions: Permissions;
}

const systemConsumerPrefix = (systemId: string): string => `system-${systemId}-`;

const filterOf = (agency: string, reads: FeedPart): string =>
  `${subject('public', agencyToken(agency), ...(reads === 'everything' ? [] : [reads]))}.>`;

const apiPrefix = 'feed.API';

/** What a client pulls, looks at and acknowledges a durable consumer on. */
const consumerImports = (consumer: string): readonly Imported[] => [
  ...['MSG.NEXT', 'INFO'].map((verb) => {
    const question = `CONSUMER.${verb}.${publicStreamName}.${consumer}`;
    return { subject: `$JS.API.${question}`, local: `${apiPrefix}.${question}` };
  }),
  // Named in each message, which the server does not write anew.
  { subject: `$JS.ACK.${publicStreamName}.${consumer}.>` },
];

/** Follows from the registration alone. */
export function accessOf({ systemId, readsFor, reads, sendsFor, operations }: Granted): SystemAccess {
  const inboxPrefix = `_INBOX.${subject(systemId)}`;
  const consumers = readsFor.map((agency) => ({
    agency,
    consumer: `${systemConsumerPrefix(systemId)}${agencyToken(agency)}`,
    filter: filterOf(agency, reads),
  }));
  const reading = consumers.flatMap(({ consumer }) => consumerImports(consumer));
  const commands = sendsFor.flatMap((agency) =>
    operations.map((operation) => subject('commands', systemId, agencyToken(agency), operation)),
  );
  return {
    inboxPrefix,
    apiPrefix,
    consumers,
    commands,
    imports: [
      ...reading,
      ...(commands.length === 0 ? [] : [{ subject: `${subject('commands', systemId)}.>` }]),
    ],
    permissions: {
      pub: { allow: [...reading.map(({ subject: plain, local = plain }) => local), ...commands] },
      sub: { allow: [`${inboxPrefix}.>`] },
    },
  };
}
