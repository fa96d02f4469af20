import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import * as manifest from '../../package.json';
import * as tsconfig from '../../tsconfig.json';
import { root } from './tree';

interface Cruise {
  readonly summary: {
    readonly violations: readonly {
      readonly from: string;
      readonly to: string;
      readonly rule: { readonly name: string };
    }[];
    readonly ruleSetUsed: {
      readonly forbidden: readonly { readonly name: string; readonly comment: string }[];
    };
  };
}

const cruiser = join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
const config = join(__dirname, 'dependency-rules.cjs');

async function cruise(folder: string): Promise<Cruise['summary']> {
  const args = [cruiser, '--config', config, '--output-type', 'json', 'apps', 'libs', 'test'];
  const options = { cwd: folder, maxBuffer: 256 * 1024 * 1024 };
  const { stdout } = await promisify(execFile)(process.execPath, args, options);
  return (JSON.parse(stdout) as Cruise).summary;
}

it('nobody imports what they may not', async () => {
  const { violations, ruleSetUsed } = await cruise(root);
  const commentOf = new Map(ruleSetUsed.forbidden.map(({ name, comment }) => [name, comment]));
  const told = violations.map(({ from, to, rule }) => `${from} → ${to}\n    ${commentOf.get(rule.name)}`);
  if (told.length > 0) throw new Error(told.join('\n'));
}, 60_000);

/** Per rule: imports that break it and nothing else, as `file → what it imports`. */
const planted: Readonly<Record<string, readonly (readonly [file: string, imported: string])[]>> = {
  'domain-imports-itself-and-its-leaves': [
    ['libs/domain/dossier/src/a.ts', '@nestjs/common'],
    ['libs/domain/dossier/src/b.ts', 'node:crypto'],
    ['libs/domain/dossier/src/c.ts', 'fs'],
    ['libs/domain/dossier/src/d.ts', '@domain/document'],
    ['libs/domain/dossier/src/e.ts', '@contracts'],
    ['libs/domain/dossier/src/f.ts', '@adapters/identity'],
  ],
  'decider-imports-itself': [
    ['libs/domain/decider/src/a.ts', '@domain/dossier'],
    ['libs/domain/decider/src/b.ts', '@domain/codes'],
  ],
  'domain-leaves-import-themselves': [
    ['libs/domain/codes/src/a.ts', '@domain/calendar'],
    ['libs/domain/calendar/src/a.ts', '@domain/dossier'],
  ],
  'domain-specs-stay-pure': [
    ['libs/domain/dossier/src/a.spec.ts', 'node:fs'],
    ['libs/domain/dossier/src/b.spec.ts', '@domain/document'],
  ],
  'examples-stay-pure': [
    ['test/transitions/dossier-examples.ts', 'node:fs'],
    ['test/transitions/register-examples.ts', '@runtime'],
  ],
  'contracts-import-themselves-and-codes': [
    ['libs/contracts/src/a.ts', '@domain/dossier'],
    ['libs/contracts/src/b.ts', '@nestjs/common'],
    ['libs/contracts/src/c.ts', 'node:crypto'],
  ],
  'formats-import-contracts-and-events': [
    ['libs/formats/cloudevents/src/a.ts', '@domain/dossier'],
    ['libs/formats/cloudevents/src/b.ts', '@adapters/messaging'],
    ['libs/formats/cloudevents/src/c.ts', 'node:crypto'],
    ['libs/formats/forms/src/a.ts', '@formats/register-book'],
  ],
  'proofs-import-themselves': [
    ['libs/proofs/merkle-log/src/a.ts', '@contracts'],
    ['libs/proofs/merkle-log/src/b.ts', 'node:fs'],
  ],
  'adapter-event-store-imports': [
    ['libs/adapters/event-store/src/a.ts', '@adapters/messaging'],
    ['libs/adapters/event-store/src/b.ts', '@domain/dossier'],
    ['libs/adapters/event-store/src/c.ts', '@nestjs/common'],
  ],
  'adapter-messaging-imports': [
    ['libs/adapters/messaging/src/a.ts', '@adapters/event-store'],
    ['libs/adapters/messaging/src/b.ts', '@runtime'],
  ],
  'adapter-read-store-imports': [['libs/adapters/read-store/src/a.ts', '@adapters/event-store']],
  'adapter-content-store-imports': [['libs/adapters/content-store/src/a.ts', '@domain/document']],
  'adapter-identity-imports': [['libs/adapters/identity/src/a.ts', 'uuid']],
  'adapter-key-store-imports': [['libs/adapters/key-store/src/a.ts', 'uuid']],
  'every-adapter-is-listed': [['libs/adapters/pigeon/src/index.ts', '@contracts']],
  'driver-nats': [
    ['apps/bus/src/a.ts', 'nats'],
    ['apps/local/src/a.ts', 'nats'],
  ],
  'driver-@eventstore/db-client': [['apps/exchange/src/a.ts', '@eventstore/db-client']],
  'driver-pg': [['apps/read-models/src/a.ts', 'pg']],
  'driver-jose': [['apps/gateway/src/a.ts', 'jose']],
  'driver-@aws-sdk/client-s3': [['apps/gateway/src/s3.ts', '@aws-sdk/client-s3']],
  'driver-lmdb': [['apps/audit/src/a.ts', 'lmdb']],
  'driver-@grpc/grpc-js': [['apps/audit/src/b.ts', '@grpc/grpc-js']],
  'driver-google-protobuf': [['apps/audit/src/c.ts', 'google-protobuf']],
  'node-knows-the-protocol-only': [['apps/event-store/src/a.ts', '@eventstore/db-client']],
  'client-stands-alone': [
    ['libs/client/src/a.ts', '@contracts'],
    ['libs/client/src/b.ts', 'pino'],
  ],
  'only-others-use-the-client': [['apps/bus/src/client.ts', '@client']],
  'runtime-imports': [
    ['libs/runtime/src/a.ts', '@domain/dossier'],
    ['libs/runtime/src/b.ts', 'pdfkit'],
  ],
  'exchange-register-knows': [['apps/exchange/src/register/a.ts', '../document/inside']],
  'exchange-secrecy-knows': [['apps/exchange/src/secrecy/a.ts', '../register/inside']],
  'exchange-signatures-knows': [['apps/exchange/src/signatures/a.ts', '../document/inside']],
  'exchange-document-knows': [['apps/exchange/src/document/a.ts', '../delivery/inside']],
  'exchange-delivery-knows': [['apps/exchange/src/delivery/a.ts', '../register-completion/inside']],
  'exchange-register-completion-knows': [
    ['apps/exchange/src/register-completion/a.ts', '../signatures/inside'],
  ],
  'apps-never-import-apps': [
    ['apps/exchange/src/b.ts', '../../directory/src/directory.module'],
    ['apps/exchange/src/b.spec.ts', '../../directory/src/inside'],
  ],
  'local-imports-root-modules': [['apps/local/src/b.ts', '../../directory/src/inside']],
  'libs-never-import-apps': [['libs/runtime/src/a.spec.ts', '../../../apps/directory/src/inside']],
  'node-stands-alone': [['apps/event-store/src/b.ts', '@contracts']],
  'readers-use-the-events-door': [
    ['apps/bus/src/b.ts', '@domain/dossier'],
    ['apps/read-models/src/c.ts', '@domain/document'],
  ],
  'gateway-holds-no-business-rule': [
    ['apps/gateway/src/b.ts', '@domain/document/events'],
    ['apps/gateway/src/c.ts', '@adapters/event-store'],
    ['apps/gateway/src/d.ts', '@formats/cloudevents'],
    ['apps/gateway/src/e.ts', '@formats/public-facts'],
  ],
  'only-the-api-document-loads-swagger': [['libs/contracts/src/g.ts', '@nestjs/swagger']],
  'only-doors': [['apps/exchange/src/c.ts', '@inside']],
  'doors-by-alias': [
    ['apps/exchange/src/g.ts', '../../../libs/contracts/src/index'],
    ['libs/runtime/src/c.ts', '../../contracts/src/inside'],
    ['libs/domain/dossier/src/g.ts', '../../decider/src/inside'],
  ],
  'tests-use-aliases': [['test/flows/a.ts', '../../libs/contracts/src/index']],
  'sources-never-import-tests': [
    ['apps/exchange/src/d.ts', '../../../test/flows/inside'],
    ['apps/exchange/src/e.ts', './inside.spec'],
  ],
  'only-declared-packages': [['test/flows/b.ts', 'undeclared']],
  'no-dev-packages-in-production': [['apps/exchange/src/f.ts', 'fast-check']],
  'no-circular': [['test/flows/c.ts', './full-circle']],
  'no-unresolvable': [
    ['test/flows/e.ts', './nowhere'],
    ['test/flows/f.ts', '@adapters/nowhere'],
  ],
};

/** Imports that every rule must leave alone. */
const lawful: readonly (readonly [file: string, ...imported: string[]])[] = [
  ['libs/domain/dossier/src/lawful.ts', '@domain/decider', '@domain/codes', './inside'],
  ['libs/domain/dossier/src/lawful.spec.ts', '@domain/decider', 'fast-check', './inside'],
  ['libs/contracts/src/lawful.ts', 'class-validator', 'class-transformer', './inside'],
  ['apps/gateway/src/system/api-document.ts', '@nestjs/swagger'],
  ['libs/formats/cloudevents/src/lawful.ts', '@contracts', '@domain/dossier/events', '@domain/codes'],
  ['libs/proofs/merkle-log/src/lawful.ts', 'node:crypto'],
  [
    'libs/adapters/event-store/src/lawful.ts',
    '@eventstore/db-client',
    '@contracts',
    '@domain/decider',
    'node:fs',
  ],
  ['libs/adapters/messaging/src/lawful.ts', 'nats', 'node:timers/promises'],
  ['libs/client/src/lawful.ts', 'nats', 'node:crypto'],
  ['libs/adapters/read-store/src/lawful.ts', 'pg', '@contracts'],
  ['libs/runtime/src/lawful.ts', '@adapters/event-store', '@contracts', '@nestjs/common', 'pino', 'node:os'],
  ['apps/exchange/src/delivery/lawful.ts', '../document/inside', '../register/inside'],
  ['apps/exchange/src/lawful.ts', '@domain/document', '@runtime', '@nestjs/cqrs', '@adapters/event-store'],
  ['apps/read-models/src/lawful.ts', '@domain/dossier/events', '@domain/codes', '@adapters/read-store'],
  ['apps/gateway/src/lawful.ts', '@contracts', '@runtime', '@adapters/messaging', 'fastify'],
  ['apps/event-store/src/lawful.ts', 'lmdb', '@grpc/grpc-js', '@eventstore/db-client/generated/streams_pb'],
  ['apps/local/src/lawful.ts', '../../directory/src/directory.module', '@runtime'],
  ['test/flows/lawful.ts', 'nats', '@domain/document', '../../apps/directory/src/inside'],
  ['test/flows/lawful-look.ts', '../../libs/contracts/src/inside'],
];

describe('a planted violation', () => {
  let folder: string;
  let violations: Cruise['summary']['violations'];
  let rules: string[];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lienthong-rules-'));
    plant(folder);
    const summary = await cruise(folder);
    violations = summary.violations;
    rules = summary.ruleSetUsed.forbidden.map(({ name }) => name);
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  it('exists for every rule', () => expect(Object.keys(planted).sort()).toEqual(rules.sort()));

  it.each(
    Object.entries(planted).flatMap(([rule, files]) => files.map(([file, to]) => [rule, file, to] as const)),
  )('%s: %s → %s fires this rule and no other', (rule, file) => {
    const fired = violations.filter(({ from }) => from === file).map((violation) => violation.rule.name);
    expect([...new Set(fired)]).toEqual([rule]);
  });

  it.each(lawful.map(([file]) => file))('%s may import what it needs', (file) =>
    expect(violations.filter(({ from }) => from === file)).toEqual([]),
  );
});

function plant(folder: string): void {
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  cpSync(join(root, 'package.json'), join(folder, 'package.json'));
  const paths = { ...tsconfig.compilerOptions.paths, '@inside': ['libs/contracts/src/inside.ts'] };
  write('tsconfig.json', JSON.stringify({ compilerOptions: { ...tsconfig.compilerOptions, paths } }));
  const { dependencies, devDependencies } = manifest;
  for (const name of ['undeclared', ...Object.keys({ ...dependencies, ...devDependencies })]) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' }));
    write(`node_modules/${name}/index.js`, '');
  }
  write('node_modules/@eventstore/db-client/generated/streams_pb.js', '');
  const doors = Object.values(tsconfig.compilerOptions.paths).flat();
  const insides = ['apps/directory', 'libs/contracts', 'libs/domain/decider', 'libs/domain/dossier'];
  const targets = [
    ...doors,
    ...insides.map((path) => `${path}/src/inside.ts`),
    'apps/directory/src/directory.module.ts',
    'apps/exchange/src/inside.spec.ts',
    ...['register', 'signatures', 'document', 'delivery', 'register-completion'].map(
      (aggregate) => `apps/exchange/src/${aggregate}/inside.ts`,
    ),
    'test/flows/inside.ts',
  ];
  for (const target of targets) write(target, 'export {};\n');
  write('test/flows/full-circle.ts', "export * from './c';\n");
  const files = [...Object.values(planted).flat(), ...lawful];
  for (const [file, ...imported] of files) {
    write(
      file,
      imported.map((from, i) => `import * as i${i} from '${from}';\nexport const e${i} = i${i};\n`).join(''),
    );
  }
}
