const { jest } = require('../../package.json');

/** The suites that `npm test` leaves out: whole houses, as processes and as services in one. */
module.exports = {
  ...jest,
  rootDir: '../..',
  testMatch: ['**/*.house.spec.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
};
