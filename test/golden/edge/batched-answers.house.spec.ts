import type { CommandsAnswered } from '@contracts';
import { bodyOf } from '../../flows/edge';
import { ValidBodies } from '../../flows/valid-bodies';
import { all, commandLines, type Deliver, normal, type SentCommand } from './command-lines';
import { isOf, targetIn, unnumbered, withoutHeaders } from './compared-lines';
import { keptLines } from './kept';

jest.setTimeout(300_000);

let house: ValidBodies;

beforeAll(async () => {
  house = await ValidBodies.start();
});
afterAll(() => house.stop());

const forwarded = all.filter(([, { kind, forward }]) => kind === 'command' && forward !== undefined);

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
