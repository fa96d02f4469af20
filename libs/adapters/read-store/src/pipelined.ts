import { protocol } from '@electric-sql/pglite';
import type { SqlStatement } from './sql';

const { serialize } = protocol;
/** What one message may hold: the database copies it whole. */
const messageBytesMax = 1024 * 1024;

/**
 * Statements as messages of PostgreSQL's protocol, many in each: every text is parsed once per message, then bound
 * and executed as often as it comes. A statement that fails ends its message.
 */
export function* pipelined(statements: readonly SqlStatement[]): Generator<Uint8Array> {
  let parts: Uint8Array[] = [];
  let bytes = 0;
  let names = new Map<string, string>();
  for (const { text, values } of statements) {
    let statement = names.get(text);
    if (statement === undefined) {
      statement = `write_${names.size}`;
      names.set(text, statement);
      // A message that failed has left its names behind.
      parts.push(serialize.close({ type: 'S', name: statement }), serialize.parse({ name: statement, text }));
    }
    const bound = serialize.bind({ statement, values: values.map(asText) });
    parts.push(bound, serialize.execute({}));
    bytes += bound.byteLength;
    if (bytes < messageBytesMax) continue;
    yield Buffer.concat([...parts, serialize.sync()]);
    [parts, bytes, names] = [[], 0, new Map()];
  }
  if (parts.length > 0) yield Buffer.concat([...parts, serialize.sync()]);
}

function asText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new TypeError(`a ${typeof value} is no value of a statement that writes: give its text`);
}
