import { protocol } from '@electric-sql/pglite';
import type { SqlStatement } from './sql';

const { serialize } = protocol;
/** What one message may hold: the database copies it whole. */
const messageBytesMax = 1024 * 1024;
/** Statements of one session that stay parsed; a program has some dozens of them. */
const parsedMax = 500;

/**
 * Statements of one session as messages of PostgreSQL's protocol, many in each. A text is parsed once and stays so:
 * from the sixth time on the database no longer plans it either. A statement that fails ends its message.
 */
export class Pipeline {
  private readonly names = new Map<string, string>();

  *messages(statements: readonly SqlStatement[]): Generator<Uint8Array> {
    let parts: Uint8Array[] = [];
    let bytes = 0;
    for (const { text, values } of statements) {
      const { statement, parse } = this.parsed(text);
      const bound = serialize.bind({ statement, values: values.map(asText) });
      parts.push(...parse, bound, serialize.execute({}));
      bytes += bound.byteLength;
      if (bytes < messageBytesMax) continue;
      yield Buffer.concat([...parts, serialize.sync()]);
      [parts, bytes] = [[], 0];
    }
    if (parts.length > 0) yield Buffer.concat([...parts, serialize.sync()]);
  }

  /** After a message failed nobody knows which of its texts were parsed. */
  forget(): void {
    this.names.clear();
  }

  private parsed(text: string): { readonly statement: string; readonly parse: readonly Uint8Array[] } {
    const known = this.names.get(text);
    if (known !== undefined) return { statement: known, parse: [] };
    if (this.names.size === parsedMax) this.forget();
    const statement = `write_${this.names.size}`;
    this.names.set(text, statement);
    // The name may still stand for what was parsed before the last `forget`.
    const parse = [
      serialize.close({ type: 'S', name: statement }),
      serialize.parse({ name: statement, text }),
    ];
    return { statement, parse };
  }
}

function asText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new TypeError(`a ${typeof value} is no value of a statement that writes: give its text`);
}
