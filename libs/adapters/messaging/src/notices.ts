import type { NatsConnection } from 'nats';
import type { Subject } from '@contracts';

/** Says something to whoever listens now. While the bus is away it is dropped: it would be old when it comes. */
export function tell(connection: NatsConnection, subject: Subject, notice: object): void {
  if (connection.isClosed()) return;
  connection.publish(subject, JSON.stringify(notice));
}

/** Hears what is told on a subject until the connection closes; what is no JSON object is passed over. */
export function hear<T extends object>(
  connection: NatsConnection,
  subject: Subject,
  heard: (notice: Partial<T>) => void,
): void {
  connection.subscribe(subject, {
    callback: (error, message) => {
      const notice = error === null ? noticeIn<T>(message.string()) : undefined;
      if (notice !== undefined) heard(notice);
    },
  });
}

function noticeIn<T extends object>(text: string): Partial<T> | undefined {
  try {
    const notice: unknown = JSON.parse(text);
    return typeof notice === 'object' && notice !== null ? notice : undefined;
  } catch {
    return undefined;
  }
}
