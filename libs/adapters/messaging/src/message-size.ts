import { messageBytesMax } from '@contracts';

/**
 * A message over the limit of every sender. A retry does not help: page it, or send content through the content
 * store.
 */
export class MessageTooLarge extends Error {
  override readonly name = 'MessageTooLarge';
  constructor(
    readonly subject: string,
    readonly bytes: number,
  ) {
    super(
      `a message of ${bytes} bytes for ${subject} is over the limit of ${messageBytesMax}; send less in one message`,
    );
  }
}

const encoder = new TextEncoder();

/**
 * JSON as UTF-8 bytes.
 * @throws MessageTooLarge over 512 KiB.
 */
export function encodeMessage(subject: string, value: unknown): Uint8Array {
  const bytes = encoder.encode(JSON.stringify(value));
  if (bytes.byteLength > messageBytesMax) throw new MessageTooLarge(subject, bytes.byteLength);
  return bytes;
}
