import type { MsgHdrs } from 'nats';

const encoder = new TextEncoder();

/**
 * Headers that are only to be sent, as the client sends its own: names as they are given, values of printable ASCII.
 * @throws RangeError for any other value: it could end its line and begin another.
 */
export function writtenHeaders(fields: Readonly<Record<string, string>>): MsgHdrs {
  let text = 'NATS/1.0\r\n';
  for (const [name, value] of Object.entries(fields)) {
    if (!/^[\x20-\x7e]*$/.test(value)) throw new RangeError(`header ${name} holds what no header may hold`);
    text += `${name}: ${value}\r\n`;
  }
  // The client asks nothing else of what it publishes.
  const written: Pick<MsgHdrs & { encode(): Uint8Array }, 'encode'> = {
    encode: () => encoder.encode(`${text}\r\n`),
  };
  return written as unknown as MsgHdrs;
}
