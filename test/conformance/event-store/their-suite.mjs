import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';

/**
 * `npm run conformance:theirs -- CHECKOUT [jest arguments]`: runs the official client's own tests, from a checkout of
 * its repository at v6.2.1, against our node and the installed client, and counts them by folder. Their tests are
 * copied into a temporary folder, where our nodes stand in the place of their Docker clusters.
 */
const require = createRequire(import.meta.url);
const here = import.meta.dirname;
const root = resolve(here, '..', '..', '..');
const folders = ['streams', 'connection', 'extra'];

/** Files whose every test is outside of what the node is, and so are not run. */
const outside = {
  'extra/http.test.ts': 'HTTP/1.1',
  'extra/oversize-event.test.ts': 'projections',
  'connection/dns.test.ts': 'an account of the cloud service; skips itself',
  'connection/not-leader.test.ts': 'several nodes',
  'connection/reconnect/NotLeaderError.test.ts': 'several nodes',
  'connection/reconnect/all-nodes-down.test.ts': 'persistent subscriptions',
};

/** Tests that fail, by their full names, and what they need that the node is not or has not. */
const needs = {
  'dispose Persistent subscription to stream': 'persistent subscriptions',
  'dispose Supported (>=21.10) Persistent subscription to $all': 'persistent subscriptions',
  'typed events should compile connectToPersistantSubscription': 'persistent subscriptions',
  'readStream should successfully read from stream options resolve link tos': 'projections',
  'readAll should successfully read from $all resolve link tos': 'projections',
  'readAll should successfully read from $all from start': 'events a node writes about itself',
  'readAll should successfully read from $all backwards from end': 'events a node writes about itself',
  'subscribeToAll should subscribe to $all from start': 'events a node writes about itself',
  'reconnect no reconnection for TimeoutError': 'a commit timeout of 1 ms as a setting',
  'write after end Should not write after end': 'a maximum append size of 10 MB as a setting',
};

/** What jest 30 calls otherwise than jest 27 did. */
const inNewJest = [
  ['https://goo.gl/fbAQLP', 'https://jestjs.io/docs/snapshot-testing'],
  ['.toBeCalled(', '.toHaveBeenCalled('],
  ['.toBeCalledTimes(', '.toHaveBeenCalledTimes('],
  ['.toBeCalledWith(', '.toHaveBeenCalledWith('],
  ['.toThrowError(', '.toThrow('],
];

const [checkout, ...jestArguments] = process.argv.slice(2);
if (checkout === undefined || !existsSync(join(checkout, 'packages', 'test', 'src'))) {
  console.error('Give the path of a checkout of EventStore-Client-NodeJS at v6.2.1.');
  process.exit(2);
}

const work = mkdtempSync(join(tmpdir(), 'their-suite-'));
try {
  process.exitCode = runTheirs();
} finally {
  rmSync(work, { recursive: true, force: true });
}

function runTheirs() {
  const built = buildNode();
  copyTheirTests();
  const outputFile = join(work, 'results.json');
  const config = join(work, 'jest.config.json');
  writeFileSync(config, JSON.stringify(jestConfig(built)));
  const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
  const args = ['--config', config, '--ci', '--forceExit', '--json', `--outputFile=${outputFile}`];
  const env = { ...process.env, THEIR_SUITE_NODE: join(built, 'main.js') };
  spawnSync(process.execPath, [jest, ...args, ...jestArguments], { cwd: root, env, stdio: 'inherit' });
  return report(JSON.parse(readFileSync(outputFile, 'utf8')));
}

/** With their cluster and their environment replaced, and the names of today's jest for those of their version. */
function copyTheirTests() {
  const copy = join(work, 'src');
  cpSync(join(checkout, 'packages', 'test', 'src'), copy, { recursive: true });
  const environment = require.resolve('jest-environment-node');
  writeFileSync(join(copy, 'utils', 'Cluster.ts'), "export * from './their-cluster';\n");
  writeFileSync(
    join(copy, 'utils', 'enableVersionCheck.ts'),
    `module.exports = require('${environment}').TestEnvironment;\n`,
  );
  for (const name of readdirSync(copy, { recursive: true })) {
    if (!/\.(snap|test\.ts)$/.test(name)) continue;
    const text = readFileSync(join(copy, name), 'utf8');
    writeFileSync(
      join(copy, name),
      inNewJest.reduce((made, [old, now]) => made.replaceAll(old, now), text),
    );
  }
}

/** Compiled into a place of its own, so that nobody's build is used or disturbed. */
function buildNode() {
  const built = join(root, 'node_modules', '.cache', 'lienthong', 'their-suite');
  rmSync(built, { recursive: true, force: true });
  const swc = join(root, 'node_modules', '.bin', 'swc');
  const options = ['--config-file', '.swcrc', '--extensions', '.ts', '--quiet'];
  const { status } = spawnSync(swc, ['apps/event-store', '-d', built, ...options], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error('swc could not compile the node');
  return join(built, 'apps', 'event-store', 'src');
}

/** Their imports resolve to the installed packages, so a checkout needs no installation. */
function jestConfig(built) {
  const { defaultLine, waysOf } = require(join(built, 'server-ways.js'));
  const parser = { syntax: 'typescript' };
  return {
    rootDir: work,
    testMatch: folders.map((folder) => `<rootDir>/src/${folder}/**/*.test.ts`),
    testPathIgnorePatterns: Object.keys(outside).map((file) => `/src/${file}$`),
    testTimeout: 60_000,
    testEnvironment: 'node',
    modulePaths: [join(root, 'node_modules')],
    moduleNameMapper: {
      '^@test-utils$': '<rootDir>/src/utils',
      '^\\./their-cluster$': join(here, 'their-cluster.ts'),
    },
    transform: {
      '\\.ts$': [require.resolve('@swc/jest'), { swcrc: false, jsc: { parser, target: 'es2022' } }],
    },
    // They ask a node for its version before each file; ours has one.
    globals: { capabilities: { serverVersion: waysOf(defaultLine).version } },
    // What their version of jest wrote into their snapshots.
    snapshotFormat: { escapeString: true, printBasicPrototype: true },
  };
}

/** Prints what did not go as it was known to, then the counts; returns the exit code. */
function report({ testResults }) {
  const counts = new Map(folders.map((folder) => [folder, { passed: 0, failed: 0, known: 0, skipped: 0 }]));
  const surprises = [];
  for (const { name, assertionResults, message } of testResults) {
    const file = relative(join(work, 'src'), name);
    const count = counts.get(file.split('/')[0]);
    if (assertionResults.length === 0) surprises.push(`did not run: ${file}: ${message}`);
    for (const { status, fullName } of assertionResults) {
      const isKnown = fullName in needs;
      if (status === 'passed') count.passed += 1;
      else if (status !== 'failed') count.skipped += 1;
      else if (isKnown) count.known += 1;
      else count.failed += 1;
      if (status === 'failed' && !isKnown) surprises.push(`failed: ${file}: ${fullName}`);
      if (status === 'passed' && isKnown)
        surprises.push(`passed, though it needs ${needs[fullName]}: ${fullName}`);
    }
  }
  for (const line of surprises) console.log(line);
  for (const [folder, { passed, failed, known, skipped }] of counts) {
    const total = passed + failed + known + skipped;
    console.log(
      `${folder}: ${passed} of ${total} passed, ${failed} failed, ` +
        `${known} need what the node is not, ${skipped} skip themselves`,
    );
  }
  return surprises.length === 0 ? 0 : 1;
}
