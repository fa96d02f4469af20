// `npm start`. Only the version check is loaded at first: everything else may use what an old Node cannot parse.
import { requireNode } from './node-version.mjs';

requireNode();
import('./prepare.mjs')
  .then(({ prepare }) => prepare())
  // The supervisor runs in this very process: one process less, and it is the one that gets Ctrl-C.
  .then((entry) => entry && import(entry));
