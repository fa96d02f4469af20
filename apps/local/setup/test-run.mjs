import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuild } from './build.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { disagreements } from './lock-agreement.mjs';
import { root } from './prepare.mjs';
import { runQuietly } from './run-quietly.mjs';

/**
 * Runs every check of the house in order and stops at the first step that fails. `jestArgs` narrow the specs. The
 * last line printed is always `N passed, N failed`: the steps plus every single jest test.
 */
export async function testRun(jestArgs) {
  const total = { passed: 0, failed: 0 };
  const started = Date.now();
  for (const [name, run] of stepsFor(jestArgs)) {
    console.log(`\n== ${name}`);
    const begun = Date.now();
    const { passed, failed } = await run().catch(failure);
    total.passed += passed;
    total.failed += failed;
    console.log(`-- ${name}: ${failed === 0 ? 'passed' : 'FAILED'} in ${seconds(begun)}`);
    if (failed > 0) {
      console.log(`\nStopped: the step "${name}" failed.`);
      process.exitCode = 1;
      break;
    }
  }
  console.log(`\nTook ${seconds(started)}.`);
  console.log(`${total.passed} passed, ${total.failed} failed`);
}

function stepsFor(jestArgs) {
  // Both keep one core busy: the small one is looked at while the large one is, and told after it.
  let ofTheDomain;
  const typesBesideOthers = async () => {
    ofTheDomain = types('-p', 'libs/domain/tsconfig.json');
    return told(await types());
  };
  return [
    ['lock', lock],
    ['set-up', setUp],
    ['types', typesBesideOthers],
    ['types of the pure domain', async () => told(await ofTheDomain)],
    ['specs', () => countedJest(jestArgs, jestArgs)],
  ];
}

function types(...args) {
  return runQuietly(process.execPath, ['node_modules/typescript/bin/tsc', '--noEmit', ...args], {
    cwd: root,
  });
}

function told({ code, output }) {
  if (output.trim() !== '') console.log(output.trimEnd());
  return judged(code);
}

async function lock() {
  const found = disagreements(root);
  for (const line of found) console.log(line);
  if (found.length > 0) console.log('Run npm install and commit package-lock.json with package.json.');
  return judged(found.length);
}

async function setUp() {
  await ensureDependencies(root, (line) => console.log(line));
  await ensureBuild(root, (line) => console.log(line));
  return { passed: 1, failed: 0 };
}

function judged(code) {
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** Runs jest and counts its tests; in a run that nothing narrows a skipped one counts as failed. */
export async function countedJest(jestArgs, narrowing, program = process.execPath) {
  const folder = mkdtempSync(join(tmpdir(), 'lienthong-jest-'));
  const outputFile = join(folder, 'results.json');
  try {
    const jest = [
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
      // What jest runs may start threads of its own, which do not come under its transform.
      ...['--require', './test/signing/typescript-in-threads.cjs'],
      'node_modules/jest/bin/jest.js',
    ];
    const code = await run(program, [...jest, '--ci', '--json', `--outputFile=${outputFile}`, ...jestArgs]);
    return counted(outputFile, code, narrowing.length > 0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

// A test that was skipped proves nothing: in a full run it counts as failed. A narrowed run skips what it was told to.
function counted(outputFile, code, isNarrowed) {
  if (!existsSync(outputFile)) return { passed: 0, failed: 1 };
  const results = JSON.parse(readFileSync(outputFile, 'utf8'));
  const skipped = isNarrowed ? 0 : results.numPendingTests + results.numTodoTests;
  if (skipped > 0) console.log(`${skipped} tests were skipped; a full run must run all of them.`);
  const failed = results.numFailedTests + results.numRuntimeErrorTestSuites + skipped;
  return { passed: results.numPassedTests, failed: failed === 0 && code !== 0 ? 1 : failed };
}

function run(file, args) {
  return new Promise((resolve) => {
    const child = spawn(file, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
    child.once('error', () => resolve(127));
    child.once('close', (code) => resolve(code ?? 1));
  });
}

function failure(error) {
  if (error.output) console.error(error.output.trimEnd());
  console.error(error.message);
  return { passed: 0, failed: 1 };
}

function seconds(since) {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}
