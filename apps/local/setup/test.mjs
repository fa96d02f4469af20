// `npm test`. Only the version check is loaded at first: everything else may use what an old Node cannot parse.
import { requireNode } from './node-version.mjs';

requireNode();
import('./test-run.mjs').then(({ testRun }) => testRun(process.argv.slice(2)));
