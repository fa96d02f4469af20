import { ensureBuild } from '../../apps/local/setup/build.mjs';
import { ensureDependencies } from '../../apps/local/setup/dependencies.mjs';
import { root } from '../../apps/local/setup/prepare.mjs';
import { countedJest } from '../../apps/local/setup/test-run.mjs';

/**
 * `npm run test:houses [-- jest arguments]`: runs whole houses, what `npm test` runs in part in full size, and
 * everything that follows the store on a node of the other line. Ends with `N passed, N failed`.
 */
const narrowing = process.argv.slice(2);
const say = (line) => console.log(line);
await ensureDependencies(root, say);
await ensureBuild(root, say);
const total = { passed: 0, failed: 0 };
const counted = async (what, args, narrowed, environment = {}) => {
  say(`\n== ${what}`);
  Object.assign(process.env, environment);
  const { passed, failed } = await countedJest(args, narrowed);
  for (const name of Object.keys(environment)) delete process.env[name];
  total.passed += passed;
  total.failed += failed;
};
const houses = ['--config', 'test/houses/jest.config.cjs'];
const inFullSize = { DELIVERY_RECIPIENTS: '1000' };
await counted('whole houses', [...houses, ...narrowing], narrowing, inFullSize);
if (narrowing.length === 0) {
  const names = ['--testNamePattern', 'many agencies|many recipients'];
  const flows = ['test/flows/documents.spec', 'test/flows/history.spec', ...names];
  await counted('in full size', flows, flows, inFullSize);
  const followers = [
    'libs/adapters/event-store',
    'apps/read-models/src/projector',
    'apps/bus',
    'test/flows/relay',
  ];
  await counted('on a node with the ways of 23.10', followers, followers, { EVENT_STORE_AS: '23.10' });
}
if (total.failed > 0) process.exitCode = 1;
say(`\n${total.passed} passed, ${total.failed} failed`);
