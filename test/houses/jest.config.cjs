const { jest } = require('../../package.json');

/** The suites that `npm test` leaves out: each starts the product as its own processes, as an operator does. */
module.exports = {
  ...jest,
  rootDir: '../..',
  testMatch: ['**/*.house.spec.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
};
