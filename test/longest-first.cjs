const { statSync } = require('node:fs');
const { join, relative } = require('node:path');

const root = join(__dirname, '..');

/** What takes longest, the longest first; the length of its file tells nothing of it. */
const longest = [
  'test/public-events/live-traffic.house.spec.ts',
  'test/flows/shapes.house.spec.ts',
  'test/access/sweep.house.spec.ts',
  'test/faults/frozen-start.house.spec.ts',
  'test/flows/readme-walk.house.spec.ts',
  'test/golden/edge/batched-answers.house.spec.ts',
  'test/golden/edge/answers.house.spec.ts',
  'test/flows/dossiers-week.house.spec.ts',
  'test/flows/local.house.spec.ts',
  'libs/proofs/signatures/src/memory.house.spec.ts',
  'test/openapi/lint.spec.ts',
  'libs/adapters/event-store/src/snapshots.int.spec.ts',
  'libs/adapters/event-store/src/feed.int.spec.ts',
  'apps/read-models/src/projector/folded.spec.ts',
  'test/flows/relay.spec.ts',
  'libs/proofs/signatures/src/costs.spec.ts',
  'test/flows/rights.spec.ts',
  'test/flows/documents.spec.ts',
  'apps/exchange/src/signatures/judging.spec.ts',
  'libs/adapters/event-store/src/catch-up.int.spec.ts',
  'libs/adapters/event-store/src/history-lost.int.spec.ts',
  'test/flows/long-streams.spec.ts',
  'apps/read-models/src/projector/projector.int.spec.ts',
  'apps/bus/src/relay/relay.int.spec.ts',
];

/**
 * The order of the spec files: no long one is left for the end, where the other core would wait for it. Jest itself
 * goes by size in a fresh clone. Throws when a file of the list is gone.
 */
class LongestFirst {
  sort(tests) {
    for (const name of longest) statSync(join(root, name));
    const rank = ({ path }) => {
      const index = longest.indexOf(relative(root, path));
      return index < 0 ? longest.length : index;
    };
    return [...tests].sort((a, b) => rank(a) - rank(b) || statSync(b.path).size - statSync(a.path).size);
  }

  allFailedTests(tests) {
    return tests;
  }

  cacheResults() {}
}

module.exports = LongestFirst;
