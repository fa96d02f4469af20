import type { NatsConnection } from 'nats';
import { type Doubt, signedHeader, type Subject } from '@contracts';
import { doubtOf } from './doubt-of';
import type { MessageSigner, Signing } from './signing';
import { writtenHeaders } from './written-headers';

const encoder = new TextEncoder();

/** Says something to whoever listens now. While the bus is away it is dropped: it would be old when it comes. */
export function tell(
  connection: NatsConnection,
  signer: MessageSigner,
  subject: Subject,
  notice: object,
): void {
  if (connection.isClosed()) return;
  const payload = encoder.encode(JSON.stringify(notice));
  const signed = signer.sign({ subject, caller: '', payload, reply: '' });
  connection.publish(subject, payload, { headers: writtenHeaders({ [signedHeader]: signed }) });
}

export interface Hearing<T extends object> {
  readonly heard: (notice: Partial<T>) => void;
  /** Told of each notice that nobody proved to have sent, which is passed over. */
  readonly doubted: (subject: string, doubt: Doubt) => void;
}

/** Hears what is told on a subject until the connection closes; what is no JSON object is passed over. */
export function hear<T extends object>(
  connection: NatsConnection,
  signing: Signing,
  subject: Subject,
  { heard, doubted }: Hearing<T>,
): void {
  connection.subscribe(subject, {
    callback: (error, message) => {
      if (error !== null) return;
      const doubt = doubtOf(signing, message);
      if (doubt !== undefined) return doubted(subject, doubt);
      const notice = noticeIn<T>(message.string());
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
