import { execFile } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { publicTypes, webhookTrials } from '@formats/public-facts/described';

jest.setTimeout(180_000);

const run = promisify(execFile);
const packages = resolve(__dirname, '..', '..', 'node_modules');
const types = [...publicTypes(), ...webhookTrials()];
const inPackages = (path: string): string => join(packages, ...path.split('/'));
const examples = resolve(__dirname, '..', '..', 'libs', 'formats', 'public-facts', 'examples');

const compilerOptions = {
  ...{ strict: true, noUncheckedIndexedAccess: true, noUnusedLocals: true, skipLibCheck: true },
  ...{ target: 'es2022', module: 'nodenext', moduleResolution: 'nodenext', types: ['node'], outDir: 'built' },
};

/** A program of somebody who knows the schemas and nothing else of ours. */
const program = `
import { readFileSync } from 'node:fs';
import type { components } from './messages';

type Messages = components['schemas'];
type Told = Messages[keyof Messages];

function said(message: Told): string {
  switch (message.type) {
    case 'vn.lienthong.exchange.document-issued.v1':
      return [message.data.symbol, ...message.data.recipients, message.data.contents[0]?.size].join(' ');
    case 'vn.lienthong.exchange.receipt-accepted.v1':
      return \`number \${message.data.number ?? 'of another system'}\`;
    case 'vn.lienthong.exchange.receipt-refused.v1': {
      const code: Exclude<typeof message.data.reasonCode, 'integrity'> | 'integrity' = message.data.reasonCode;
      return code;
    }
    default:
      return message.subject;
  }
}
for (const file of process.argv.slice(2))
  console.log(said((JSON.parse(readFileSync(file, 'utf8')) as { cloudEvent: Told }).cloudEvent));
`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lienthong-types-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('types made of the schemas compile and read a message of every type', async () => {
  const schemas = Object.fromEntries(types.map(({ fact, message }) => [fact, message]));
  const page = {
    openapi: '3.1.0',
    info: { title: 'messages', version: '1' },
    paths: {},
    components: { schemas },
  };
  await symlink(packages, join(folder, 'node_modules'));
  await writeFile(join(folder, 'package.json'), '{"type":"commonjs"}');
  await writeFile(join(folder, 'messages.json'), JSON.stringify(page));
  await writeFile(join(folder, 'program.ts'), program);
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['program.ts'] }));
  const generator = inPackages('openapi-typescript/bin/cli.js');
  await run(process.execPath, [generator, 'messages.json', '--output', 'messages.ts'], { cwd: folder });
  await run(process.execPath, [inPackages('typescript/bin/tsc'), '--project', '.'], { cwd: folder }).catch(
    ({ stdout }: { readonly stdout: string }) => Promise.reject(new Error(stdout)),
  );
  const files = types.map(({ type }) => join(examples, `${type}.json`));
  const { stdout } = await run(process.execPath, ['built/program.js', ...files], { cwd: folder });
  const said = stdout.trimEnd().split('\n');
  const saidOf = (fact: string): string | undefined => said[types.findIndex((each) => each.fact === fact)];
  expect(said).toHaveLength(types.length);
  expect(said.filter((line) => line === '' || line === 'undefined')).toEqual([]);
  expect(saidOf('DocumentIssued')).toBe('15/QĐ-STC H26.2 000.00.15.H51 48213');
  expect(saidOf('ReceiptAccepted')).toBe('number 204');
  expect(saidOf('LegAccepted')).toMatch(/^[0-9a-f-]{36}\.\d+$/);
});
