import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { ensureBuild } from '../../apps/local/setup/build.mjs';
import { ensureDependencies } from '../../apps/local/setup/dependencies.mjs';
import { npm } from '../../apps/local/setup/npm.mjs';
import { root } from '../../apps/local/setup/prepare.mjs';
import { runQuietly } from '../../apps/local/setup/run-quietly.mjs';
import { StepFailed } from '../../apps/local/setup/step-failed.mjs';
import { countedJest } from '../../apps/local/setup/test-run.mjs';

/**
 * `npm run test:nodes [-- majors]`: on every newer Node the house starts, plays its first day and stops, and the
 * specs of the domain and of the adapters, the long ones too, and one flow hold. Ends with `N passed, N failed`.
 */
const majors = process.argv.length > 2 ? process.argv.slice(2) : ['22', '24'];
const houses = ['--config', 'test/houses/jest.config.cjs'];
const parts = [
  ['libs/domain', 'libs/adapters', 'test/flows/dossiers'],
  [...houses, 'libs/adapters'],
  [...houses, 'test/flows/first-day', '--testNamePattern', 'plays a first day'],
];

/** The program of a major version, from its npm package, kept in the cache of the house. */
async function provideNode(major) {
  const name = `node-${process.platform}-${process.arch}`;
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  const folder = join(cache, 'lienthong', 'nodes', major);
  const program = join(folder, 'node_modules', name, 'bin', 'node');
  if (existsSync(program)) return program;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"private":true}\n');
  const { file, args } = npm();
  const asked = [
    'install',
    '--no-package-lock',
    '--no-audit',
    '--no-fund',
    '--ignore-scripts',
    `${name}@${major}`,
  ];
  const { code, output } = await runQuietly(file, [...args, ...asked], { cwd: folder });
  if (code !== 0 || !existsSync(program))
    throw new StepFailed(`npm has no Node ${major} here (${name}).`, output);
  return program;
}

const say = (line) => console.log(line);
const total = { passed: 0, failed: 0 };
await ensureDependencies(root, say);
await ensureBuild(root, say);
for (const major of majors) {
  try {
    const program = await provideNode(major);
    say(`\n== Node ${major}`);
    for (const part of parts) {
      const { passed, failed } = await countedJest(part, part, program);
      total.passed += passed;
      total.failed += failed;
    }
  } catch (error) {
    console.error(`${error.output ?? ''}${error.message}`);
    total.failed += 1;
  }
}
if (total.failed > 0) process.exitCode = 1;
say(`\n${total.passed} passed, ${total.failed} failed`);
