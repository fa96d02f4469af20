import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';

/** Loads this lib as it stands, then runs a process whose ways the spec chooses. */
const program = (start: string, stop: string): string => `
const swc = require('@swc/core');
require.extensions['.ts'] = (module, filename) => {
  const source = require('node:fs').readFileSync(filename, 'utf8');
  module._compile(swc.transformSync(source, { filename, sourceMaps: false }).code, filename);
};
const { runProcess } = require('./libs/runtime/src/index.ts');
const say = (word) => process.stderr.write(word + '\\n');
void runProcess(
  'spec',
  async (configuration, log) => ({ log, close: async () => say('context closed') }),
  async ({ log }) => {
    ${start}
    return { ready: { port: 4711 }, stop: async () => { ${stop} } };
  },
);`;

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

const children: ChildProcess[] = [];
const run = (start = '', stop = `say('stopped')`, env: Record<string, string> = {}) => {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, ['-e', program(start, stop)], {
    cwd: resolve(__dirname, '../../..'),
    env: { PATH, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  children.push(child);
  const ready = once(child.stdout, 'data').then(([chunk]) => String(chunk));
  const ended = Promise.all([once(child, 'close'), text(child.stdout), text(child.stderr)]).then(
    ([[code], out, err]): Ended => ({ code: code as number | null, out, err }),
  );
  return { child, ready, ended };
};
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

it('says on one line that it is ready, and stops in reverse order at SIGTERM', async () => {
  const { child, ready, ended } = run();
  expect(await ready).toBe('{"ready":true,"service":"spec","port":4711}\n');
  child.kill('SIGTERM');
  const { code, out, err } = await ended;
  expect(code).toBe(0);
  expect(out.split('\n')).toHaveLength(2);
  expect(err.indexOf('stopped')).toBeLessThan(err.indexOf('context closed'));
});

it('stops when whoever started it is gone', async () => {
  const { child, ready, ended } = run();
  await ready;
  child.stdin.end();
  expect(await ended).toMatchObject({ code: 0, err: expect.stringContaining('context closed') as string });
});

it.each([
  ['an error', `setImmediate(() => { throw new Error('unforeseen'); });`],
  ['a rejection', `void Promise.reject(new Error('unforeseen'));`],
])('logs %s that nobody caught and ends with 1', async (_, start) => {
  const { code, err } = await run(start).ended;
  expect(code).toBe(1);
  expect(err).toMatch(/"level":"fatal".*"service":"spec".*unforeseen/);
});

it('ends with 1 when it cannot start', async () => {
  const { code, out, err } = await run(`throw new Error('port in use');`).ended;
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toContain('port in use');
});

it('cuts off what does not stop in time', async () => {
  const limit = { LIENTHONG_SHUTDOWN_LIMIT_MS: '100' };
  const { child, ready, ended } = run(
    'setInterval(() => undefined, 1_000);',
    'await new Promise(() => undefined)',
    limit,
  );
  await ready;
  child.kill('SIGTERM');
  expect(await ended).toMatchObject({
    code: 1,
    err: expect.stringContaining('did not stop in time') as string,
  });
});

it('says in one line what is wrong with the environment', async () => {
  const env = { LIENTHONG_PORT: 'x', LIENTHONG_LOGLEVEL: 'x' };
  const { code, out, err } = await run('', '', env).ended;
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toMatch(
    /^lienthong spec: [^\n]*LIENTHONG_PORT[^\n]*LIENTHONG_LOGLEVEL[^\n]*did you mean LIENTHONG_LOG_LEVEL\?\n$/,
  );
});

it('writes a file when told to, and only warnings to the terminal; credentials nowhere', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lienthong-log-'));
  const start = `log.info({ token: 'hidden', request: { body: 'hidden' } }, 'quiet'); log.warn('loud');`;
  const { child, ready, ended } = run(start, '', { LIENTHONG_LOG_DIR: join(folder, 'logs') });
  await ready;
  child.kill('SIGTERM');
  const { err } = await ended;
  const [file = ''] = await readdir(join(folder, 'logs'));
  expect(file).toMatch(/^spec\..*log$/);
  const written = await readFile(join(folder, 'logs', file), 'utf8');
  expect(written).toMatch(/"level":"info".*"service":"spec".*"msg":"quiet"/);
  expect(written).toContain('"msg":"stops"');
  expect(written + err).not.toContain('hidden');
  expect(err).toContain('loud');
  expect(err).not.toContain('quiet');
  await rm(folder, { recursive: true });
});
