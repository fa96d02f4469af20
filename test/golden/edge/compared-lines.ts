import type { Operation } from '@contracts';

/** The parameters of a path by name. */
export function targetIn({ path: pattern }: Operation, path: string): object {
  const names = [...pattern.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string);
  const values = new RegExp(`^${pattern.replace(/\{\w+\}/g, '([^/]+)')}$`).exec(path)?.slice(1) ?? [];
  return Object.fromEntries(names.map((name, index) => [name, values[index]]));
}

/** How many numbers a book has given, and procedures the catalogue, is another matter. */
export const unnumbered = (line: string): string =>
  line
    .replace(/"number":\d+/g, '"number":<n>')
    .replace(/"symbol":"\d+/g, '"symbol":"<n>')
    .replace(/2\.\d{6}/g, '2.<n>');

/** An answer in a batch, or over the bus, has no headers. */
export const withoutHeaders = (line: string): string => line.replace(/^([^{]*\d{3}) \{[^{}]*\}/, '$1');

export const isOf =
  (names: readonly string[]) =>
  (line: string): boolean =>
    names.includes(line.slice(0, line.indexOf(',')));
