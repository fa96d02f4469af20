import { ensureBuild } from '../../apps/local/setup/build.mjs';
import { ensureDependencies } from '../../apps/local/setup/dependencies.mjs';
import { root } from '../../apps/local/setup/prepare.mjs';
import { countedJest } from '../../apps/local/setup/test-run.mjs';

/**
 * `npm run test:houses [-- jest arguments]`: runs whole houses as processes, and what `npm test` runs in part in full
 * size. Ends with `N passed, N failed`.
 */
const narrowing = process.argv.slice(2);
const say = (line) => console.log(line);
await ensureDependencies(root, say);
await ensureBuild(root, say);
const houses = await countedJest(['--config', 'test/houses/jest.config.cjs', ...narrowing], narrowing);
const total = { ...houses };
if (narrowing.length === 0) {
  say('\n== in full size');
  Object.assign(process.env, { LEG_RECIPIENTS: '1000', SHAPES: 'every' });
  const flows = ['documents', 'legs', 'shapes'].map((name) => `test/flows/${name}.spec`);
  const names = 'many agencies|recalled from all of them|each field in its form|after all of it';
  const full = [...flows, '--testNamePattern', names];
  const { passed, failed } = await countedJest(full, full);
  total.passed += passed;
  total.failed += failed;
}
if (total.failed > 0) process.exitCode = 1;
say(`\n${total.passed} passed, ${total.failed} failed`);
