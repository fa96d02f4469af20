const { jest } = require('../../package.json');

/** What `npm run conformance` runs; `npm test` leaves it out. */
module.exports = {
  ...jest,
  rootDir: '../..',
  roots: ['<rootDir>/test/conformance'],
  testPathIgnorePatterns: ['/node_modules/'],
};
