const { jest } = require('../../package.json');

/** The suites that `npm test` leaves out: each test starts a house and breaks it. */
module.exports = {
  ...jest,
  rootDir: '../..',
  roots: ['<rootDir>/test/faults'],
  testMatch: ['**/*.fault.spec.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 300_000,
  maxWorkers: 1,
};
