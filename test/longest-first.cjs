const { statSync } = require('node:fs');
const { join, relative } = require('node:path');

const root = join(__dirname, '..');

/** What takes longest, the longest first; the length of its file tells nothing of it. */
const longest = [
  'test/flows/shapes.house.spec.ts',
  'test/flows/readme-walk.house.spec.ts',
  'test/flows/dossiers-week.house.spec.ts',
  'test/flows/replay-log.house.spec.ts',
  'test/flows/never-deaf.house.spec.ts',
  'apps/local/src/dump-read-models.house.spec.ts',
  'test/flows/documents.spec.ts',
  'libs/adapters/event-store/src/catch-up.int.spec.ts',
  'test/flows/reactions.house.spec.ts',
  'test/flows/first-day.house.spec.ts',
  'libs/adapters/event-store/src/event-store-db-store.int.spec.ts',
  'libs/adapters/event-store/src/history-lost.int.spec.ts',
  'test/golden/edge/day.spec.ts',
  'test/flows/rights.spec.ts',
  'libs/runtime/src/run-process.int.spec.ts',
  'libs/adapters/messaging/src/nats-server.int.spec.ts',
  'test/flows/relay.spec.ts',
  'test/flows/history.spec.ts',
  'test/flows/outgoing.spec.ts',
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
