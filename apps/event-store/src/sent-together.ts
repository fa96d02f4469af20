import type { Writable } from 'node:stream';

/** Handed on and not yet written, bytes of each call. */
const aheadBytesMax = 64 * 1024;

interface Writing<Message> {
  _write(message: Message, encoding: BufferEncoding, done: () => void): void;
}

/**
 * Has a call hand its messages on without waiting for the one before. grpc-js waits until that has left through the
 * socket, so that each of twenty acknowledgements of one commit is a record of TLS and a system call of its own; what
 * is handed on meanwhile leaves with one. Beyond 64 KiB the call waits as before.
 */
export function sentTogether<Message>(call: Writable, bytesOf: (message: Message) => number): void {
  const writing = call as unknown as Writing<Message>;
  const write = writing._write.bind(call);
  let ahead = 0;
  let held: (() => void) | undefined;
  writing._write = (message, encoding, done) => {
    const bytes = bytesOf(message);
    ahead += bytes;
    held = done;
    const goOn = (): void => {
      if (ahead >= aheadBytesMax) return;
      const next = held;
      held = undefined;
      next?.();
    };
    write(message, encoding, () => {
      ahead -= bytes;
      goOn();
    });
    goOn();
  };
}
