import { ensureBuild } from '../../apps/local/setup/build.mjs';
import { ensureDependencies } from '../../apps/local/setup/dependencies.mjs';
import { root } from '../../apps/local/setup/prepare.mjs';
import { countedJest } from '../../apps/local/setup/test-run.mjs';

/** `npm run test:houses [-- jest arguments]`: runs whole houses as processes, and ends with `N passed, N failed`. */
const narrowing = process.argv.slice(2);
const say = (line) => console.log(line);
await ensureDependencies(root, say);
await ensureBuild(root, say);
const { passed, failed } = await countedJest(
  ['--config', 'test/houses/jest.config.cjs', ...narrowing],
  narrowing,
);
if (failed > 0) process.exitCode = 1;
say(`${passed} passed, ${failed} failed`);
