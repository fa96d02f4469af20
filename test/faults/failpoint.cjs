/**
 * Loaded before every process of the fault build (NODE_OPTIONS=--require). `FAILPOINTS_DIR/plan.json` says which
 * service kills itself at which hit of which point; a plan is carried out once, by the process that first makes its
 * file `<plan>.fired`.
 */
const { readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const folder = process.env.FAILPOINTS_DIR;
const service = /apps\/([a-z-]+)\/src\/main\.js$/.exec(process.argv[1] ?? '')?.[1];
const hits = new Map();

globalThis.failpoint = (name) => {
  const plan = planNow();
  if (plan === undefined || plan.service !== service || plan.point !== name) return;
  const hit = (hits.get(plan.id) ?? 0) + 1;
  hits.set(plan.id, hit);
  if (hit !== plan.hit || !isFirst(plan.id)) return;
  process.kill(process.pid, 'SIGKILL');
};

function planNow() {
  try {
    return JSON.parse(readFileSync(join(folder, 'plan.json'), 'utf8'));
  } catch {
    return undefined;
  }
}

function isFirst(plan) {
  try {
    writeFileSync(join(folder, `${plan}.fired`), String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    return false;
  }
}
