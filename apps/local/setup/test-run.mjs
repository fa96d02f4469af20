import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ensureDependencies } from './dependencies.mjs';
import { root } from './prepare.mjs';

/**
 * Runs every check of the house in order and stops at the first step that fails. `jestArgs` narrow the specs. The last line
 * printed is always `N passed, N failed`: the steps plus every single jest test.
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
  const steps = [
    ['set-up', setUp],
    ['lint', () => program('eslint/bin/eslint.js', ['--config', '.eslint.config.mjs', '--cache', '.'])],
    [
      'format',
      () => program('prettier/bin/prettier.cjs', ['--check', '--cache', '--log-level', 'warn', '.']),
    ],
    ['types', () => program('typescript/bin/tsc', ['--noEmit', '--pretty'])],
  ];
  if (existsSync(join(root, 'libs', 'domain', 'tsconfig.json'))) {
    const args = ['--noEmit', '--pretty', '-p', 'libs/domain/tsconfig.json'];
    steps.push(['types of the pure domain', () => program('typescript/bin/tsc', args)]);
  }
  return [...steps, ['specs', () => specs(jestArgs)]];
}

async function setUp() {
  await ensureDependencies(root, (line) => console.log(line));
  return { passed: 1, failed: 0 };
}

async function program(script, args) {
  const code = await run([join('node_modules', script), ...args]);
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

async function specs(jestArgs) {
  const folder = mkdtempSync(join(tmpdir(), 'lienthong-jest-'));
  const outputFile = join(folder, 'results.json');
  try {
    const jest = [
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
      'node_modules/jest/bin/jest.js',
    ];
    const code = await run([...jest, '--ci', '--json', `--outputFile=${outputFile}`, ...jestArgs]);
    return counted(outputFile, code, jestArgs.length > 0);
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

// jest prints its JSON to stdout as well when asked for it; with a file it stays out of the way.
function run(args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
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
