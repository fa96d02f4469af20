import { ensureDependencies } from '../../apps/local/setup/dependencies.mjs';
import { root } from '../../apps/local/setup/prepare.mjs';
import { countedJest } from '../../apps/local/setup/test-run.mjs';
import { buildForFaults } from './build-faults.mjs';

/**
 * `npm run test:faults [-- --as 23.10] [jest arguments]`: builds, breaks houses, and ends with `N passed, N failed`.
 * `--as` names the line of servers whose ways the houses' event store has.
 */
const narrowing = process.argv.slice(2);
const [as] = narrowing[0] === '--as' ? narrowing.splice(0, 2).slice(1) : [];
await ensureDependencies(root, (line) => console.log(line));
const { plain, armed } = buildForFaults();
Object.assign(process.env, { FAULT_DIST: plain, FAULT_DIST_ARMED: armed });
if (as !== undefined) process.env.EVENT_STORE_AS = as;
const { passed, failed } = await countedJest(
  ['--config', 'test/faults/jest.config.cjs', ...narrowing],
  narrowing,
);
if (failed > 0) process.exitCode = 1;
console.log(`${passed} passed, ${failed} failed`);
