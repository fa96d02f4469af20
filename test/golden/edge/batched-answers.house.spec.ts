import type { CommandsAnswered, Operation } from '@contracts';
import { bodyOf } from '../../flows/edge';
import { ValidBodies } from '../../flows/valid-bodies';
import { all, commandLines, type Deliver, normal, type SentCommand } from './command-lines';
import { keptLines } from './kept';

jest.setTimeout(300_000);

let house: ValidBodies;

beforeAll(async () => {
  house = await ValidBodies.start();
});
afterAll(() => house.stop());

const forwarded = all.filter(([, { kind, forward }]) => kind === 'command' && forward !== undefined);

/** The parameters of a path by name. */
function targetIn({ path: pattern }: Operation, path: string): object {
  const names = [...pattern.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string);
  const values = new RegExp(`^${pattern.replace(/\{\w+\}/g, '([^/]+)')}$`).exec(path)?.slice(1) ?? [];
  return Object.fromEntries(names.map((name, index) => [name, values[index]]));
}

/** How many numbers a book has given, and procedures the catalogue, is another matter. */
const unnumbered = (line: string): string =>
  line
    .replace(/"number":\d+/g, '"number":<n>')
    .replace(/"symbol":"\d+/g, '"symbol":"<n>')
    .replace(/2\.\d{6}/g, '2.<n>');
/** An answer in a batch has no headers. */
const withoutHeaders = (line: string): string => line.replace(/^([^{]*\d{3}) \{[^{}]*\}/, '$1');

const isOf =
  (names: readonly string[]) =>
  (line: string): boolean =>
    names.includes(line.slice(0, line.indexOf(',')));

it('answers every command that goes to a service as it would be answered alone', async () => {
  const kept = keptLines('commands');
  // They are being written anew.
  if (kept === undefined) return;
  const lines: string[] = [];
  for (const [name, operation] of forwarded) {
    const batched: Deliver = async (visitor, sent) => {
      const command = ({ path, body, headers: { 'idempotency-key': key = '' } }: SentCommand) => ({
        ...{ operation: name, target: targetIn(operation, path), body },
        ...(key === '' ? {} : { idempotencyKey: key }),
      });
      const answer = await visitor.post<CommandsAnswered>('/commands/batch', { commands: sent.map(command) });
      const { answers } = bodyOf(answer);
      return answers.map(
        ({ status, body }, index) =>
          `${name}, ${sent[index]?.what}: ${status} ${normal(JSON.stringify(body))}`,
      );
    };
    for (const twins of house.table[name] ?? []) {
      lines.push(...(await commandLines(house, [name, operation], twins, batched)));
    }
  }
  const alone = kept.filter(isOf(forwarded.map(([name]) => name)));
  expect(lines.map(unnumbered)).toEqual(alone.map(withoutHeaders).map(unnumbered));
});
