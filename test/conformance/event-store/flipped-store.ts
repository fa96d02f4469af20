import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { Engine } from '../../../apps/event-store/src/engine';
import { LmdbLog } from '../../../apps/event-store/src/lmdb-log';
import { type Chance } from './chance';
import { builtEntry } from './node-under-test';

const streams = 40;
const appends = 120;
const reader = join(__dirname, 'flip-reader.cjs');

/** One bit of the data file. */
export interface Flip {
  readonly offset: number;
  readonly bit: number;
}

/**
 * `false`: something was shown that is not what was written, or left out without a word. `died`: lmdb ended the process
 * over the page. `HeadLost`: a stream is not found by its name, though `$all` shows its events. Otherwise the name of
 * the error that reading or opening ended with, or that all was there.
 */
export interface Shown extends Flip {
  readonly outcome: 'false' | 'died' | 'unharmed' | 'DamagedRecord' | 'StoreUnusable' | 'HeadLost';
  readonly message?: string;
}

/** A store of some hundred events of all sizes; one in twenty fills pages of its own. */
export async function writeStore(folder: string, chance: Chance): Promise<void> {
  const log = LmdbLog.open(folder);
  const fail = (failure: Error): never => {
    throw failure;
  };
  const engine = new Engine({ log, nowMs: () => 1_700_000_000_000, onFailure: fail });
  for (let count = 0; count < appends; count += 1) {
    const events = Array.from({ length: 1 + chance.below(6) }, () => ({
      id: chance.uuid(),
      type: 'Noted',
      isJson: false,
      data: Buffer.alloc(chance.oneIn(20) ? 9_000 : 10 + chance.below(700), 'x'),
      metadata: Buffer.from('{}'),
    }));
    await engine.append(`stream-${chance.below(streams)}`, 'any', events);
  }
  await engine.close();
}

/** Flips each bit in a fresh copy of the store and reads everything there is, in a process of its own. */
export function readFlipped(folder: string, work: string, flips: readonly Flip[]): Shown[] {
  const log = join(dirname(builtEntry()), 'lmdb-log.js');
  const shown: Shown[] = [];
  while (shown.length < flips.length) {
    const input = flips.slice(shown.length).map(({ offset, bit }) => `${offset} ${bit}\n`);
    const run = spawnSync(process.execPath, [reader, log, folder, work], {
      input: input.join(''),
      encoding: 'utf8',
      maxBuffer: 64 * 1_048_576,
    });
    const lines = run.stdout.split('\n').filter((line) => line.startsWith('{'));
    shown.push(...lines.map((line) => JSON.parse(line) as Shown));
    const next = flips[shown.length];
    if (next === undefined) break;
    if (run.signal === null) throw new Error(`reading flipped stores ended early: ${run.stderr}`);
    shown.push({ ...next, outcome: 'died' });
  }
  return shown;
}

export const counted = (shown: readonly Shown[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { outcome } of shown) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
};
