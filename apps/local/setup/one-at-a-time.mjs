import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const retryMs = 100;
const patienceMs = 10 * 60_000;

/**
 * Runs `work` while no other process holds `lockFile`. A lock whose holder has died is taken over. Two starts at the
 * same moment therefore install and build once: the second waits, looks again, and finds nothing left to do.
 */
export async function oneAtATime(lockFile, work) {
  mkdirSync(dirname(lockFile), { recursive: true });
  const deadline = Date.now() + patienceMs;
  while (!taken(lockFile)) {
    const holder = holderOf(lockFile);
    if (holder !== undefined && !isAlive(holder)) takeFromTheDead(lockFile, holder);
    else if (Date.now() > deadline)
      throw new Error(`${lockFile} is held by process ${holder}; end it and try again.`);
    else await pause(retryMs);
  }
  try {
    return await work();
  } finally {
    rmSync(lockFile, { force: true });
  }
}

// The lock appears with its content in one step: a reader never sees a lock that does not yet say whose it is.
function taken(lockFile) {
  const mine = `${lockFile}.${process.pid}`;
  writeFileSync(mine, `${process.pid}\n`);
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

// Two waiters may see the same dead holder: only what is proved to be the dead one's lock is thrown away.
function takeFromTheDead(lockFile, holder) {
  const aside = `${lockFile}.${process.pid}.dead`;
  try {
    renameSync(lockFile, aside);
    if (holderOf(aside) !== holder) linkSync(aside, lockFile);
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

function holderOf(lockFile) {
  try {
    return Number(readFileSync(lockFile, 'utf8'));
  } catch {
    return undefined;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
