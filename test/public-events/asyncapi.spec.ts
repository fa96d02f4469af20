import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { asyncApi, publicTypes, webhookTrials } from '@formats/public-facts/described';
import { steps } from '../../apps/read-models/src/documents/steps.projection';
import { liveFacts } from '../../libs/formats/public-facts/src/live-facts';

jest.setTimeout(180_000);

interface Line {
  readonly rule?: string;
  readonly severity?: number;
  readonly read?: Readonly<Record<string, unknown>>;
}

async function parsed(document: object): Promise<readonly Line[]> {
  const parsing = spawn(process.execPath, [join(__dirname, 'parse.mjs')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  parsing.stdin.end(JSON.stringify(document));
  const lines = (await text(parsing.stdout)).split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as Line);
}

const document = asyncApi('1.2.3') as {
  readonly components: { readonly messages: Readonly<Record<string, { readonly name: string }>> };
};
const told = publicTypes().length;
const trials = webhookTrials().length;
const live = Object.values(liveFacts).filter((sides) => sides.length > 0).length;

it('is an AsyncAPI 3 document by the parser of its makers, with nothing to say against it', async () =>
  expect(await parsed(document)).toEqual([
    {
      read: { version: '3.0.0', channels: told + 3, receiving: told + 3, messages: told + trials + live + 1 },
    },
  ]));

it('the parser looks at it: what is planted is found', async () => {
  const [first] = await parsed({ ...document, operations: { read: { action: 'eat' } } });
  expect(first).toMatchObject({ severity: 0 });
});

it('names the live events as the rows that are told live do', () => {
  const names = Object.entries(document.components.messages).filter(([key]) => key.startsWith('live'));
  expect(names.map(([, { name }]) => name).sort()).toEqual(Object.keys(steps.on).sort());
});
