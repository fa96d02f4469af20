import { appendFile, mkdtemp, readdir, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeFullLogs } from './full-logs';
import { logLines } from './log-lines';

let folder: string;
let file: string;
let over: AbortController;
let lines: AsyncGenerator<string> | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lienthong-log-'));
  file = join(folder, 'nats-server.log');
  over = new AbortController();
});
afterEach(async () => {
  over.abort();
  await lines?.return(undefined);
  await rm(folder, { recursive: true });
});

/** Reads on as it is asked to. */
async function reader() {
  const reading = (lines = await logLines(file, { signal: over.signal, everyMs: 5 }));
  return async (count: number): Promise<string[]> => {
    const read: string[] = [];
    while (read.length < count) read.push(((await reading.next()) as { value: string }).value);
    return read;
  };
}

it('tells whole lines that are written from now on', async () => {
  await writeFile(file, 'before\n');
  const next = await reader();
  await appendFile(file, 'a');
  const first = next(1);
  await appendFile(file, 'b\nc');
  expect(await first).toEqual(['ab']);
  await appendFile(file, '\n\nd\n');
  expect(await next(3)).toEqual(['c', '', 'd']);
});

it('waits for a file that is not there yet, and reads it from its beginning', async () => {
  const next = await reader();
  await writeFile(file, 'a\nb\n');
  expect(await next(2)).toEqual(['a', 'b']);
});

it('goes on in the file that takes the place of a full one, and loses nothing of that', async () => {
  await writeFile(file, '');
  const next = await reader();
  await appendFile(file, 'a\n');
  expect(await next(1)).toEqual(['a']);
  await appendFile(file, 'b\n');
  await rename(file, `${file}.2026.11.30.23.59.59.123456789`);
  await writeFile(file, 'c\n');
  expect(await next(2)).toEqual(['b', 'c']);
});

it('begins again in a file that was emptied', async () => {
  await writeFile(file, '');
  const next = await reader();
  await appendFile(file, 'a long line\n');
  expect(await next(1)).toEqual(['a long line']);
  await truncate(file);
  await appendFile(file, 'b\n');
  expect(await next(1)).toEqual(['b']);
});

it('reads the newest of more than it may', async () => {
  const next = await reader();
  await writeFile(`${file}.whole`, `${'x'.repeat(1023)}\n`.repeat(2_000).concat('end\n'));
  await rename(`${file}.whole`, file);
  let count = 0;
  while ((await next(1))[0] !== 'end') count += 1;
  expect(count).toBe(1_024);
});

it('keeps the newest full logs, and whatever is none of them', async () => {
  const full = ['2026.11.29.1', '2026.11.30.1', '2026.11.30.2'].map((each) => `nats-server.log.${each}`);
  for (const name of ['nats-server.log', 'nats-server.log.mine', 'local.1.log', ...full])
    await writeFile(join(folder, name), '');
  await removeFullLogs(file, 2);
  expect((await readdir(folder)).sort()).toEqual(
    ['local.1.log', 'nats-server.log', full[1], full[2], 'nats-server.log.mine'].sort(),
  );
  await removeFullLogs(file, 5);
  expect(await readdir(folder)).toHaveLength(5);
});
