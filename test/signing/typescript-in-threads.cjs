const { join } = require('node:path');
const { isMainThread } = require('node:worker_threads');

/** Threads that a spec's subject starts compile what they load as jest does: with swc and the one .swcrc. */
if (!isMainThread) {
  const Module = require('node:module');
  const { transformFileSync } = require('@swc/core');
  const root = join(__dirname, '..', '..');
  Module._extensions['.ts'] = (module, filename) => {
    const { code } = transformFileSync(filename, { root, cwd: root, sourceMaps: 'inline' });
    module._compile(code, filename);
  };
}
