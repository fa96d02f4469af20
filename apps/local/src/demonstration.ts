import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { appointTools, lastWorkingDay, playScenario } from './scenario/play-scenario';

interface Played {
  readonly day: string;
  readonly isWhole: boolean;
}

interface Demonstration {
  readonly address: string;
  readonly dataFolder: string;
  /** Whether the store holds anything yet. */
  readonly isEmpty: boolean;
  /** False with `--empty`: nothing is played, also not the rest of a day that was cut off. */
  readonly mayPlay: boolean;
  tokenFor(claims: { sub: string; agency: string; roles: readonly string[] }): Promise<string>;
  onProgress(done: number): void;
}

/**
 * Plays the first day of the demonstration province on an empty store. A day that was cut off is played on by the
 * next start: the same day again adds only what is missing. Resolves whether the province is there.
 */
export async function demonstrate(demonstration: Demonstration): Promise<boolean> {
  const file = join(demonstration.dataFolder, 'scenario');
  const before = await playedBefore(file);
  if (!before?.isWhole && !demonstration.mayPlay) return before !== undefined;
  if (before === undefined && !demonstration.isEmpty) return false;
  const day = before?.day ?? lastWorkingDay(new Date());
  if (before?.isWhole) {
    // A province that an earlier release played may be without: the same appointment again changes nothing.
    await appointTools({ ...demonstration, day });
    return true;
  }
  await remember(file, { day, isWhole: false });
  await playScenario({ ...demonstration, day });
  await remember(file, { day, isWhole: true });
  return true;
}

async function playedBefore(file: string): Promise<Played | undefined> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  return text === undefined ? undefined : (JSON.parse(text) as Played);
}

async function remember(file: string, played: Played): Promise<void> {
  await writeFile(`${file}.next`, `${JSON.stringify(played)}\n`);
  await rename(`${file}.next`, file);
}
