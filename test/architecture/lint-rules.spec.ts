import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root } from './tree';

interface Linted {
  readonly filePath: string;
  readonly messages: readonly { readonly ruleId: string | null; readonly message: string }[];
}

const long = (head: string) => `${head}\n${'  void 0;\n'.repeat(59)}}`;

/** Per rule: files that break it and nothing else. */
const planted: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'import-sort/imports': {
    'apps/audit/src/order.ts':
      "import { b } from './b';\nimport { join } from 'node:path';\nexport const a = [b, join];",
    'apps/audit/src/gap.ts':
      "import { join } from 'node:path';\n\nimport { b } from './b';\nexport const a = [b, join];",
    'libs/x/src/names.ts': "import { join, dirname } from 'node:path';\nexport const a = [dirname, join];",
  },
  'house/no-clock-in-pure-code': {
    'libs/domain/x/src/a.ts': 'export const at = Date.now();',
    'libs/domain/x/src/b.ts': 'export const at = new Date();',
    'libs/domain/x/src/c.spec.ts': 'export const at = Math.random();',
    'libs/formats/x/src/a.ts': 'export const at = Date();',
    'libs/contracts/src/a.ts': "export const at = Date['now']();",
  },
  'house/no-in-process-events': {
    'apps/exchange/src/a.ts': "import { EventBus } from '@nestjs/cqrs';\nexport const a = EventBus;",
    'apps/exchange/src/b.ts': "import { AggregateRoot as Root } from '@nestjs/cqrs';\nexport const a = Root;",
    'apps/exchange/src/c.ts':
      "import { EventPublisher } from '@nestjs/cqrs';\nexport const a = EventPublisher;",
    'apps/exchange/src/d.ts':
      "import { EventsHandler } from '@nestjs/cqrs';\nexport const a = EventsHandler;",
    'apps/exchange/src/e.ts': "import { Saga } from '@nestjs/cqrs';\nexport const a = Saga;",
    'apps/exchange/src/f.ts': "import * as cqrs from '@nestjs/cqrs';\nexport const a = cqrs;",
  },
  'house/no-hand-made-subjects': {
    'apps/bus/src/a.ts': 'export const a = (nc: Anything, to: string) => nc.publish(`public.${to}`);',
    'apps/bus/src/b.ts': "export const a = (nc: Anything, to: string) => nc.request('a.' + to);",
    'apps/bus/src/c.ts': 'export const a = (to: string) => ({ filter_subject: `public.${to}.>` });',
    'test/flows/a.ts': 'export const a = (to: string) => ({ subjects: [`public.${to}.>`] });',
  },
  'house/only-transact-appends': {
    'apps/exchange/src/g.ts': "export const a = (store: Anything) => store.append('document-1');",
    'libs/adapters/event-store/src/other.ts':
      "export const a = (store: Anything) => store['append']('document-1');",
  },
  'house/only-bus-publishes': {
    'apps/exchange/src/h.ts':
      "import { PublicStream } from '@adapters/messaging';\nexport const a = PublicStream;",
    'libs/runtime/src/a.ts': "import * as messaging from '@adapters/messaging';\nexport const a = messaging;",
  },
  'house/readers-never-decide': {
    'apps/audit/src/a.ts': 'export const a = (dossier: Anything) => dossier.decider.decide;',
    'apps/audit/src/b.ts': 'export const a = ({ decide }: Anything) => decide;',
    'apps/read-models/src/a.ts':
      "import { transact } from '@adapters/event-store';\nexport const a = transact;",
  },
  'house/own-forms': {
    'libs/contracts/src/forms.dto.ts':
      "import { IsOptional } from 'class-validator';\nexport const a = IsOptional;",
    'apps/gateway/src/forms.ts':
      "import { ValidateNested as Nested } from 'class-validator';\nexport const a = Nested;",
    'libs/runtime/src/forms.ts': "import * as forms from 'class-validator';\nexport const a = forms;",
  },
  'house/function-length': {
    'apps/exchange/src/i.ts': long('export function tooLong() {'),
    'apps/exchange/src/j.spec.ts': `describe('a', () => {\n  it('b', ${long('() => {')});\n});`,
    'test/flows/b.mjs': long('export const tooLong = () => {'),
  },
  '@typescript-eslint/no-explicit-any': {
    'apps/exchange/src/k.ts': 'export const a = (data: any) => data;',
    'apps/exchange/src/l.spec.ts': 'export const a = {} as any;',
  },
  '@typescript-eslint/no-floating-promises': {
    'apps/exchange/src/m.ts': 'const f = async () => {};\nexport const a = () => {\n  f();\n};',
  },
  '@typescript-eslint/no-misused-promises': {
    'apps/exchange/src/n.ts': 'export const a = (on: (then: () => void) => void) => on(async () => {});',
  },
  '@typescript-eslint/await-thenable': {
    'apps/exchange/src/o.ts': 'export const a = async () => {\n  await 1;\n};',
  },
  '@typescript-eslint/consistent-type-imports': {
    'apps/exchange/src/p.ts': "import { Stats } from 'node:fs';\nexport const a = (stats: Stats) => stats;",
  },
  '@typescript-eslint/ban-ts-comment': {
    'apps/exchange/src/q.ts': '// @ts-nocheck\nexport const a = 1;',
  },
};

/** What every rule must leave alone. */
const lawful: Readonly<Record<string, string>> = {
  'libs/domain/x/src/lawful.ts': 'export const local = (at: string) => new Date(Date.parse(at));',
  'apps/exchange/src/lawful.ts':
    "import { CommandBus } from '@nestjs/cqrs';\nexport const at = [Date.now(), CommandBus];",
  'apps/bus/src/lawful.ts':
    "import { PublicStream } from '@adapters/messaging';\n" +
    'export const a = (nc: Anything, subject: string) => [nc.publish(subject), PublicStream];',
  'libs/contracts/src/shape.ts': "import { IsIn } from 'class-validator';\nexport const a = IsIn;",
  'libs/adapters/event-store/src/transact.ts':
    "export const a = (store: Anything) => store.append('document-1');",
  'apps/exchange/src/lawful.spec.ts': `describe('a', ${long("() => {\n  it('b', () => {});")});`,
  'test/conformance/lawful.ts': long('export function rules() {\n  it.each([1])("b", () => {});'),
  'libs/x/src/x.codec.ts': 'export const a = (data: any) => data;',
  'apps/audit/src/lawful.ts': 'export const a = (dossier: Anything) => dossier.evolve;',
};

describe('a planted violation', () => {
  let folder: string;
  let results: Map<string, Linted['messages']>;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'lienthong-lint-'));
    const write = (path: string, text: string) => {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), `${text}\n`);
    };
    cpSync(join(root, 'tsconfig.json'), join(folder, 'tsconfig.json'));
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    write(
      'libs/anything.d.ts',
      'declare type Anything = Record<string, (...rest: unknown[]) => unknown> & { decider: Anything };',
    );
    for (const files of [...Object.values(planted), lawful]) {
      for (const [path, text] of Object.entries(files)) write(path, text);
    }
    const eslint = join(root, 'node_modules', 'eslint', 'bin', 'eslint.js');
    const args = [
      eslint,
      '--config',
      join(root, '.eslint.config.mjs'),
      '--format',
      'json',
      'apps',
      'libs',
      'test',
    ];
    const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
    if (stdout === '') throw new Error(stderr);
    const linted = JSON.parse(stdout) as Linted[];
    results = new Map(
      linted.map(({ filePath, messages }) => [
        filePath.slice(filePath.indexOf(folder) + folder.length + 1),
        messages,
      ]),
    );
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  const cases = Object.entries(planted).flatMap(([rule, files]) =>
    Object.keys(files).map((path) => [rule, path] as const),
  );
  it('exists for every rule of the house', () => {
    const config = readFileSync(join(root, '.eslint.config.mjs'), 'utf8');
    const rules = new Set([...config.matchAll(/'(house\/[a-z-]+)'/g)].map(([, rule]) => rule));
    expect(Object.keys(planted).filter((rule) => rule.startsWith('house/'))).toEqual(
      expect.arrayContaining([...rules]),
    );
  });

  it.each(cases)('of %s in %s fires this rule and no other', (rule, path) =>
    expect(results.get(path)?.map(({ ruleId }) => ruleId)).toEqual([rule]),
  );

  it.each(Object.keys(lawful))('is not seen in %s', (path) => expect(results.get(path)).toEqual([]));

  it('of a house rule is answered with what to do instead', () => {
    const messages = [...results.values()].flat().filter(({ ruleId }) => ruleId?.startsWith('house/'));
    expect(messages.filter(({ message }) => !/[:.;] .{10,}\.\)?$/.test(message))).toEqual([]);
  });
});
