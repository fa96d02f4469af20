import { connect, credsAuthenticator, type NatsConnection } from 'nats';

/** Of what `GET /systems/{systemId}` answers. */
export interface ConnectedAs {
  readonly systemId: string;
  readonly audience: string;
  readonly inboxPrefix: string;
  readonly apiPrefix: string;
  readonly consumers: readonly { readonly agency: string; readonly consumer: string }[];
}

export interface Entry {
  /** The bus: `nats://…`. */
  readonly servers: string | string[];
  /** Text of the .creds file. */
  readonly creds: string;
  readonly system: ConnectedAs;
}

/** A connection of the system, which comes back by itself until its key is ended. @throws NatsError */
export const connectAs = ({ servers, creds, system: { inboxPrefix } }: Entry): Promise<NatsConnection> =>
  connect({
    ...{ servers, inboxPrefix, maxReconnectAttempts: -1 },
    authenticator: credsAuthenticator(Buffer.from(creds)),
  });
