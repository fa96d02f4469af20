import { ensureDependencies } from '../../apps/local/setup/dependencies.mjs';
import { root } from '../../apps/local/setup/prepare.mjs';
import { countedJest } from '../../apps/local/setup/test-run.mjs';
import { buildForFaults } from './build-faults.mjs';

/** `npm run test:faults [-- jest arguments]`: builds, breaks houses, and ends with `N passed, N failed`. */
const narrowing = process.argv.slice(2);
await ensureDependencies(root, (line) => console.log(line));
const { plain, armed } = buildForFaults();
Object.assign(process.env, { FAULT_DIST: plain, FAULT_DIST_ARMED: armed });
const { passed, failed } = await countedJest(
  ['--config', 'test/faults/jest.config.cjs', ...narrowing],
  narrowing,
);
if (failed > 0) process.exitCode = 1;
console.log(`${passed} passed, ${failed} failed`);
