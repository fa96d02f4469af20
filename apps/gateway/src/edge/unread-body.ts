import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { limits } from './limits';

/**
 * Called before the head of any answer is written. Of a body that was not read to its end a short rest is read on
 * behind the answer, so that the next request on this connection finds its beginning; any other makes this the last
 * answer of its connection, which it says (RFC 9112 9.3 and 9.6).
 */
export function settleBody(request: IncomingMessage, response: ServerResponse): void {
  if (!hasBody(request) || request.readableEnded || request.destroyed) return;
  if (!request.complete && !isReadOn(request)) {
    response.setHeader('connection', 'close');
    endSoftly(request.socket);
  }
  response.once('finish', () => readOn(request));
}

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/** Who asked whether to send its body, and is refused, may send it or not: there is nothing to wait for. */
const isReadOn = ({ headers }: IncomingMessage): boolean =>
  headers.expect === undefined && Number(headers['content-length'] ?? NaN) <= limits.readOnBytesMax;

/**
 * Node destroys a connection at once after its last answer; what its sender still sends would then reset it, and the
 * answer with it. Here only our half ends, and the other one is read until the body does.
 */
function endSoftly(socket: Socket): void {
  socket.destroySoon = () => void socket.end();
}

/** Whoever refused may have begun to read, and left the rest where it stops the whole connection. */
function readOn(request: IncomingMessage): void {
  const { socket } = request;
  if (request.readableEnded || request.destroyed) return;
  const tooLong = setTimeout(() => socket.destroy(), limits.lingerMs).unref();
  request.once('close', () => clearTimeout(tooLong));
  request.once('end', () => {
    clearTimeout(tooLong);
    if (socket.writableEnded) socket.destroy();
  });
  request.on('data', () => undefined);
}
