import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KeptService } from './kept-service';
import { LogBook } from './service-log';
import { StartRefused } from './start-refused';

let folder: string;
let said: string[];
let logs: LogBook;
const open: KeptService[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lienthong-services-'));
  said = [];
});
afterEach(async () => {
  for (const service of open.splice(0)) await service.stop(2_000);
  await logs.close();
  await rm(folder, { recursive: true, force: true });
});

async function service(source: string, onChange: () => void = () => undefined): Promise<KeptService> {
  const script = join(folder, 'service.js');
  await writeFile(script, source);
  logs = await LogBook.open(join(folder, 'logs'), (line) => said.push(line));
  const kept = new KeptService(
    { name: 'exchange', script, env: process.env },
    { logs, onChange, onGivenUp: (reason) => said.push(reason.message) },
  );
  open.push(kept);
  return kept;
}

const ready = `console.log(JSON.stringify({ ready: true, service: 'exchange', address: 'http://127.0.0.1:1' }));`;
const untilInputEnds = `process.stdin.resume().on('end', () => process.exit(0));`;

it('resolves what the service said, and stops it by a signal', async () => {
  const kept = await service(`${ready} ${untilInputEnds}`);
  expect(await kept.start()).toEqual({ ready: true, service: 'exchange', address: 'http://127.0.0.1:1' });
  await kept.stop(5_000);
  expect(() => process.kill(kept.pid ?? 0, 0)).toThrow(/ESRCH/);
});

it('kills a service that does not stop', async () => {
  const kept = await service(
    `process.on('SIGTERM', () => undefined); ${ready} setInterval(() => undefined, 1000);`,
  );
  await kept.start();
  await kept.stop(100);
  expect(() => process.kill(kept.pid ?? 0, 0)).toThrow(/ESRCH/);
});

it('starts it again after an unexpected end, and says so', async () => {
  const pids = new Set<number>();
  let back: () => void = () => undefined;
  const isBack = new Promise<void>((resolve) => (back = resolve));
  const kept: KeptService = await service(`${ready} ${untilInputEnds}`, () => {
    pids.add(kept.pid ?? 0);
    if (pids.size === 2) back();
  });
  await kept.start();
  process.kill(kept.pid ?? 0, 'SIGKILL');
  await isBack;
  expect(said.join('\n')).toMatch(
    /warn {2}exchange: ended unexpectedly \(it ended with SIGKILL\); starting it again in 1 s/,
  );
});

it('gives up after three failed starts and names the reason', async () => {
  const kept = await service(`throw new TypeError('no table for exchange')`);
  await expect(kept.start()).rejects.toThrow(
    new StartRefused('exchange cannot start: TypeError: no table for exchange'),
  );
});

it('does not try again when the service says that it will never be ready', async () => {
  const kept = await service(
    `require('node:fs').appendFileSync(${JSON.stringify(join(folder, 'starts'))}, 'x');
     console.log(JSON.stringify({ ready: false, service: 'exchange', reason: 'the port is taken' }));
     process.exitCode = 1;`,
  );
  await expect(kept.start()).rejects.toThrow('exchange cannot start: the port is taken');
  expect(await readFile(join(folder, 'starts'), 'utf8')).toBe('x');
});
