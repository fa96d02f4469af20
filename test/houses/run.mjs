import { ensureBuild } from '../../apps/local/setup/build.mjs';
import { ensureDependencies } from '../../apps/local/setup/dependencies.mjs';
import { root } from '../../apps/local/setup/prepare.mjs';
import { countedJest } from '../../apps/local/setup/test-run.mjs';

/** `npm run test:houses [-- jest arguments]`: runs whole houses as processes, and ends with `N passed, N failed`. */
const narrowing = process.argv.slice(2);
const say = (line) => console.log(line);
await ensureDependencies(root, say);
await ensureBuild(root, say);
const houses = await countedJest(['--config', 'test/houses/jest.config.cjs', ...narrowing], narrowing);
const total = { ...houses };
if (narrowing.length === 0) {
  say('\n== with a thousand recipients');
  process.env.LEG_RECIPIENTS = '1000';
  const many = [
    'test/flows/documents',
    'test/flows/legs',
    '--testNamePattern',
    'many agencies|recalled from all of them',
  ];
  const { passed, failed } = await countedJest(many, many);
  total.passed += passed;
  total.failed += failed;
}
if (total.failed > 0) process.exitCode = 1;
say(`\n${total.passed} passed, ${total.failed} failed`);
