import { readFileSync } from 'node:fs';

/** A process as it can be recognised later: a bare pid may have passed to a stranger by then. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When the kernel started it, in clock ticks since boot; null where the system does not tell (not Linux). */
  readonly startedTicks: string | null;
}

export function identify(pid: number): ProcessIdentity {
  return { pid, startedTicks: startedTicks(pid) };
}

/** Whether this very process still runs. A zombie does not: it only waits for its parent to look. */
export function isRunning({ pid, startedTicks: recorded }: ProcessIdentity): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  if (recorded === null) return true;
  return startedTicks(pid) === recorded && stateOf(pid) !== 'Z';
}

function startedTicks(pid: number): string | null {
  return statFields(pid)[19] ?? null;
}

function stateOf(pid: number): string | undefined {
  return statFields(pid)[0];
}

// The second field is the program's name in parentheses and may itself hold spaces and parentheses.
function statFields(pid: number): string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}
