import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuild } from '../../../apps/local/setup/build.mjs';
import { ensureDependencies } from '../../../apps/local/setup/dependencies.mjs';
import { root } from '../../../apps/local/setup/prepare.mjs';

const usage = `Usage: npm run conformance [-- esdb://host:port?tls=false] [-- jest arguments]
Tries the rules of contract.ts on the node at the address; without one on our own, in memory and on disk, and the
rules of the other stores (files, rows) on each that the house may use.`;

const { address, jestArguments } = argumentsOf(process.argv.slice(2));
await ensureDependencies(root, (line) => console.log(line));
if (address === undefined) await ensureBuild(root, (line) => console.log(line));
const { reach, own } = specsByReach();
const tried = await runJest(
  address === undefined ? [...reach, ...own, ...otherStores()] : reach,
  jestArguments,
  'inherit',
);
if (address !== undefined) await tellWhatNeedsOurNode(tried);
const failed = tried.results.numFailedTests + tried.results.numRuntimeErrorTestSuites;
console.log(`\n${tried.results.numPassedTests} passed, ${failed} failed`);
process.exitCode = failed === 0 ? tried.code : 1;

/** A spec that never asks for the kinds of node starts its own, and cannot be run on an address. */
function specsByReach() {
  const folder = 'test/conformance/event-store';
  const specs = readdirSync(join(root, folder)).filter(
    (file) => file.endsWith('.spec.ts') && file !== 'contract.spec.ts',
  );
  const isReaching = (file) => /\(kinds\)|kinds\[0\]/.test(readFileSync(join(root, folder, file), 'utf8'));
  const paths = (files) => files.map((file) => `${folder}/${file}`);
  return { reach: paths(specs.filter(isReaching)), own: paths(specs.filter((file) => !isReaching(file))) };
}

function otherStores() {
  return ['content-store', 'read-store'].flatMap((store) => {
    const folder = `test/conformance/${store}`;
    const specs = readdirSync(join(root, folder)).filter((file) => file.endsWith('.spec.ts'));
    return specs.map((file) => `${folder}/${file}`);
  });
}

function argumentsOf(given) {
  const { values, positionals } = parseArgs({
    args: given,
    strict: false,
    allowPositionals: true,
    options: { help: { type: 'boolean' } },
  });
  if (values.help === true) {
    console.log(usage);
    process.exit(0);
  }
  const found = positionals.find((one) => /^esdb(\+discover)?:\/\//.test(one));
  return { address: found, jestArguments: given.filter((one) => one !== found) };
}

async function runJest(specs, given, report) {
  const folder = mkdtempSync(join(tmpdir(), 'conformance-'));
  const outputFile = join(folder, 'results.json');
  const node = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const config = ['--config', 'test/conformance/jest.config.cjs'];
  const jest = ['node_modules/jest/bin/jest.js', ...config, '--ci', '--json', `--outputFile=${outputFile}`];
  const child = spawn(process.execPath, [...node, ...jest, ...given, '--runTestsByPath', ...specs], {
    cwd: root,
    env: address === undefined ? process.env : { ...process.env, CONFORMANCE_ADDRESS: address },
    stdio: ['ignore', 'ignore', report],
  });
  const code = await new Promise((resolve) => child.once('close', (exitCode) => resolve(exitCode ?? 1)));
  try {
    return { code, results: JSON.parse(readFileSync(outputFile, 'utf8')) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Names every test that was left out, so that nobody takes it for tried. */
async function tellWhatNeedsOurNode({ results }) {
  // A pattern that no name matches makes jest tell the names without running anything.
  const named = await runJest(own, ['--testNamePattern', '(?!)'], 'ignore');
  const tests = [...results.testResults, ...named.results.testResults].flatMap(
    ({ assertionResults }) => assertionResults,
  );
  const left = tests.filter(({ status }) => status === 'pending').map(({ fullName }) => fullName);
  const where = address.replace(/\/\/[^@/]*@/, '//');
  console.log(
    `\n${left.length} tests were not tried on ${where}; npm run conformance tries them on our node:`,
  );
  for (const name of left) console.log(`  needs a node of our own: ${name}`);
}
