import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

/** Stops a process with SIGSTOP; resolves once none of its threads runs: kill(2) returns before. SIGCONT ends it. */
export async function freeze(pid: number): Promise<void> {
  process.kill(pid, 'SIGSTOP');
  while (!(await isStopped(pid))) await pause(2);
}

async function isStopped(pid: number): Promise<boolean> {
  const threads = `/proc/${pid}/task`;
  const states = (await readdir(threads)).map((id) => stateOf(`${threads}/${id}/stat`));
  return (await Promise.all(states)).every((state) => 'TtXZ'.includes(state));
}

/** proc_pid_stat(5): the letter after the name in parentheses, which may hold parentheses itself. */
async function stateOf(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => ') X');
  return text.charAt(text.lastIndexOf(')') + 2);
}
