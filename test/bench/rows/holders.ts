import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { processFlags } from '../../../apps/local/src/process-flags';
import type { Row } from '../bench';
import { number } from '../table';

interface Held {
  readonly bytes: number;
  readonly modules: number;
}

const shown = 16;
const megabytes = (bytes: number): string => `${number(bytes / 2 ** 20)} MB`;

/** What the modules of the process of all services hold once they are loaded, by package and folder. */
export const holders: Row = async () => {
  const apps = join(__dirname, '..', '..', '..', 'apps');
  const services = ['audit', 'bus', 'directory', 'dossiers', 'exchange', 'read-models'];
  const paths = services.map((app) => join(apps, app, 'src', `${app}.module.js`));
  const script = join(__dirname, '..', 'modules-held.cjs');
  const gateway = join(apps, 'gateway', 'src', 'start-gateway.js');
  const args = [...processFlags, '--expose-gc', script, ...paths, gateway];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  const held = Object.entries(JSON.parse(stdout) as Record<string, Held>);
  const sum = held.reduce((all, [, { bytes }]) => all + bytes, 0);
  const count = held.reduce((all, [, { modules }]) => all + modules, 0);
  const largest = held.sort(([, a], [, b]) => b.bytes - a.bytes).slice(0, shown);
  const line = (what: string, bytes: number, modules: number) => ({
    row: 'holders',
    what: `${what}, ${number(modules)} modules`,
    value: megabytes(bytes),
  });
  return [
    line('all', sum, count),
    ...largest.map(([home, { bytes, modules }]) => line(home, bytes, modules)),
  ];
};
