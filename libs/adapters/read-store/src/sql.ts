/** One statement with its values apart: text never carries a value. */
export interface SqlStatement {
  readonly text: string;
  /** `$1` is the first one. */
  readonly values: readonly unknown[];
}

const made = new WeakSet<object>();
const isMade = (value: unknown): value is SqlStatement =>
  typeof value === 'object' && value !== null && made.has(value);

/**
 * A statement from a template: every `${value}` becomes a parameter, so no value is ever read as SQL. What is itself a
 * statement of such a template stands there as the part that it is.
 */
export function sql(strings: TemplateStringsArray, ...parts: readonly unknown[]): SqlStatement {
  const values: unknown[] = [];
  const placed = (part: unknown): string => {
    if (!isMade(part)) return `$${values.push(part)}`;
    const before = values.length;
    values.push(...part.values);
    return part.text.replace(/\$(\d+)/g, (_, index: string) => `$${before + Number(index)}`);
  };
  const text = strings.reduce((before, part, index) => `${before}${placed(parts[index - 1])}${part}`);
  const statement = { text, values };
  made.add(statement);
  return statement;
}
