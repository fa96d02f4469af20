import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** Runs one command of the event store's maintenance, which speaks to this terminal; resolves whether it was done. */
export function eventStoreCommand(dist: string, ...args: readonly string[]): Promise<boolean> {
  const script = join(dist, 'apps', 'event-store', 'src', 'maintenance', 'maintenance.main.js');
  const child = spawn(process.execPath, [script, ...args], { stdio: 'inherit' });
  return new Promise((done) => {
    child.once('error', () => done(false));
    child.once('close', (code) => done(code === 0));
  });
}
