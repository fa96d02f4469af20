import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const isWriting = process.env['LIENTHONG_GOLDEN'] === 'write';

const fileOf = (name: string): string => join(__dirname, `${name}.txt`);

/** What was kept of this name, line by line; nothing while it is being written anew. */
export const keptLines = (name: string): readonly string[] | undefined =>
  isWriting ? undefined : readFileSync(fileOf(name), 'utf8').trimEnd().split('\n');

/**
 * Holds lines against those that were kept under the name; `npm run golden` writes them anew. A commit that only moves
 * code leaves every line as it is; one that changes a line says so and why.
 */
export function expectKept(name: string, lines: readonly string[]): void {
  if (isWriting) writeFileSync(fileOf(name), `${lines.join('\n')}\n`);
  expect(lines).toEqual(keptLines(name) ?? lines);
}
