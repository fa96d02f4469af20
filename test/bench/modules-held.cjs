'use strict';
const Module = require('node:module');

// Started with `--expose-gc` and the paths of modules: loads them, and prints as JSON how many bytes of heap the
// modules of each package and folder hold, and how many modules they are. A package counts without what it requires.
const held = {};
const required = [];
const load = Module.prototype.load;

const heap = () => {
  global.gc();
  return process.memoryUsage().heapUsed;
};

function homeOf(path) {
  const inside = path.split('/node_modules/').at(-1);
  const own = /\/(apps|libs)\/(.+?)\/src\//.exec(path);
  if (own && !/\.cache\/.*\/node_modules\//.test(path)) return `${own[1]}/${own[2]}`;
  const [scope, name] = inside.split('/');
  return scope.startsWith('@') ? `${scope}/${name}` : scope;
}

Module.prototype.load = function (path) {
  const before = heap();
  required.push(0);
  try {
    return load.call(this, path);
  } finally {
    const bytes = heap() - before;
    const home = (held[homeOf(path)] ??= { bytes: 0, modules: 0 });
    home.bytes += bytes - required.pop();
    home.modules += 1;
    if (required.length > 0) required[required.length - 1] += bytes;
  }
};

for (const path of process.argv.slice(2)) require(path);
process.stdout.write(JSON.stringify(held), () => process.exit());
