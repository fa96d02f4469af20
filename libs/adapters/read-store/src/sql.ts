/** One statement with its values apart: text never carries a value. */
export interface SqlStatement {
  readonly text: string;
  /** `$1` is the first one. */
  readonly values: readonly unknown[];
}

/** A statement from a template: every `${value}` becomes a parameter, so no value is ever read as SQL. */
export function sql(strings: TemplateStringsArray, ...values: readonly unknown[]): SqlStatement {
  const text = strings.reduce((before, part, index) => `${before}$${index}${part}`);
  return { text, values };
}
