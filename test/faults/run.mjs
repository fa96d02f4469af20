import { ensureBuild } from '../../apps/local/setup/build.mjs';
import { ensureDependencies } from '../../apps/local/setup/dependencies.mjs';
import { root } from '../../apps/local/setup/prepare.mjs';
import { countedJest } from '../../apps/local/setup/test-run.mjs';
import { buildWithFailpoints } from './build-faults.mjs';

/** `npm run test:faults [-- jest arguments]`: builds both ways, breaks houses, and ends with `N passed, N failed`. */
const narrowing = process.argv.slice(2);
await ensureDependencies(root, (line) => console.log(line));
await ensureBuild(root, (line) => console.log(line));
buildWithFailpoints();
const { passed, failed } = await countedJest(
  ['--config', 'test/faults/jest.config.cjs', ...narrowing],
  narrowing,
);
if (failed > 0) process.exitCode = 1;
console.log(`${passed} passed, ${failed} failed`);
