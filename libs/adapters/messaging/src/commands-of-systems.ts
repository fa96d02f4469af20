import type { NatsConnection } from 'nats';
import { commandsOfSystems } from '@contracts';

/** What a connected system sent; that it may, and that it is this system, the server has seen to. */
export interface SentMessage {
  readonly subject: string;
  readonly payload: Uint8Array;
  /** Tells whoever sent it, if it wants to hear. @throws NatsError without a connection, and when it is too long */
  answer(payload: Uint8Array): void;
}

/** Resolves once no message comes any more; those that came were handed over. */
type LeaveCommands = () => Promise<void>;

/**
 * Hears commands of connected systems. Each goes to one of all who hear under the name of the group; whoever leaves is
 * given none from then on, and the others go on.
 */
export function hearCommands(
  connection: NatsConnection,
  group: string,
  heard: (sent: SentMessage) => void,
): LeaveCommands {
  const subscription = connection.subscribe(commandsOfSystems, {
    queue: group,
    callback: (error, { subject, data: payload, reply }) => {
      if (error !== null) return;
      const answer = (told: Uint8Array): void => {
        if (reply !== undefined && reply !== '') connection.publish(reply, told);
      };
      heard({ subject, payload, answer });
    },
  });
  return async () => {
    if (!subscription.isClosed() && !connection.isClosed()) await subscription.drain();
  };
}
