import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const retryMs = 100;

/**
 * Runs `work` while no other process holds `lockFile`. A lock whose holders have died is taken over. Two starts at the
 * same moment therefore install and build once: the second waits, looks again, and finds nothing left to do. `work`
 * gets a function that lets a child hold the lock as well: npm goes on writing when whoever started it is killed.
 */
export async function oneAtATime(lockFile, work, patienceMs = 10 * 60_000) {
  mkdirSync(dirname(lockFile), { recursive: true });
  const deadline = Date.now() + patienceMs;
  while (!taken(lockFile)) {
    const held = contentOf(lockFile);
    const alive = pidsIn(held).filter(isAlive);
    if (held !== undefined && alive.length === 0) takeFromTheDead(lockFile, held);
    else if (Date.now() > deadline)
      throw new Error(`${lockFile} is held by process ${alive.join(' and ')}; end it and try again.`);
    else await pause(retryMs);
  }
  try {
    return await work((child) => heldBy(lockFile, process.pid, child));
  } finally {
    rmSync(lockFile, { force: true });
  }
}

// The lock appears with its content in one step: a reader never sees a lock that does not yet say whose it is.
function taken(lockFile) {
  const mine = written(lockFile, process.pid);
  try {
    linkSync(mine, lockFile);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(mine, { force: true });
  }
}

function heldBy(lockFile, ...pids) {
  renameSync(written(lockFile, ...pids), lockFile);
}

function written(lockFile, ...pids) {
  const file = `${lockFile}.${process.pid}`;
  writeFileSync(file, pids.map((pid) => `${pid}\n`).join(''));
  return file;
}

// Two waiters may see the same dead holder: only what is proved to be the dead one's lock is thrown away.
function takeFromTheDead(lockFile, held) {
  const aside = `${lockFile}.${process.pid}.dead`;
  try {
    renameSync(lockFile, aside);
    if (contentOf(aside) !== held) linkSync(aside, lockFile);
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

function contentOf(lockFile) {
  try {
    return readFileSync(lockFile, 'utf8');
  } catch {
    return undefined;
  }
}

const pidsIn = (held = '') => held.trim().split('\n').map(Number);

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
