import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { buffer } from 'node:stream/consumers';
import { configuration, logTo, Metrics } from '@runtime';
import { Printer } from './printer';

interface Entry {
  readonly number: number;
  readonly subject: string;
}

const head = {
  title: 'Sổ đăng ký văn bản đi',
  agency: 'Sở Tài chính',
  period: 'năm 2026',
  printedAt: '2026-11-29T03:00:00Z',
};
const columns = [
  { heading: 'Số', width: 40, cell: ({ number }: Entry) => number },
  { heading: 'Trích yếu', width: 237, cell: ({ subject }: Entry) => subject },
];
const log = logTo({ write: () => undefined }, 'gateway', 'silent');
const opened: Printer[] = [];
let folder: string;
let usual: Printer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'printer-'));
  usual = opening();
});
afterAll(async () => {
  for (const printer of opened) await printer.onApplicationShutdown();
  await rm(folder, { recursive: true, force: true });
});

function opening(settings: NodeJS.ProcessEnv = {}) {
  const metrics = new Metrics('gateway');
  const printer = new Printer(
    configuration({ LIENTHONG_DATA_DIR: join(folder, String(opened.length)), ...settings }),
    metrics,
    log,
  );
  opened.push(printer);
  return printer;
}

async function* entriesOf(count: number, stop = new AbortController().signal): AsyncGenerator<Entry> {
  for (let number = 1; number <= count; number += 1) {
    stop.throwIfAborted();
    yield await Promise.resolve({ number, subject: `Về việc thứ ${number}` });
  }
}

const asking = (agency = 'H99.1', signal = new AbortController().signal) => ({ agency, signal });
const book = (count: number) => ({ head, columns, entries: entriesOf(count) });
const leftFiles = (printer: Printer) => readdir(join(folder, String(opened.indexOf(printer)), 'prints'));

it.each(['pdf', 'csv', 'xlsx'] as const)('writes a book as %s and leaves nothing behind', async (format) => {
  const { bytes } = await usual.print(book(250), format, asking());
  const whole = await buffer(bytes);
  const begins = { pdf: '%PDF-', csv: '\uFEFF"Số"', xlsx: 'PK' }[format];
  expect(whole.toString('utf8')).toMatch(new RegExp(`^${begins}`));
  if (format === 'csv') expect(whole.toString('utf8').trimEnd().split('\r\n')).toHaveLength(251);
  if (format === 'pdf') expect(whole.subarray(-6).toString()).toContain('%%EOF');
  expect(await leftFiles(usual)).toEqual([]);
});

it('holds nobody up: the loop of the process turns while a long book is laid out', async () => {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  const { bytes } = await usual.print(book(500), 'pdf', asking());
  delay.enable();
  await buffer(bytes);
  delay.disable();
  // In this process a line took about 2 ms, five hundred of them a second.
  expect(delay.percentile(99) / 1e6).toBeLessThan(500);
});

it('a reader that does not read holds no thread', async () => {
  const idle = await usual.print(book(100), 'pdf', asking());
  for (let n = 0; n < 3; n += 1) await buffer((await usual.print(book(100), 'pdf', asking())).bytes);
  expect((await buffer(idle.bytes)).subarray(0, 5).toString()).toBe('%PDF-');
});

it('who is one too many is told to come back, and another agency has its turn', async () => {
  const printer = opening({ LIENTHONG_PRINT_QUEUE_MAX: '2' });
  const answers = await Promise.allSettled(
    [1, 1, 1, 2].map(async (n) => buffer((await printer.print(book(50), 'pdf', asking(`H99.${n}`))).bytes)),
  );
  expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  expect(answers[2]).toMatchObject({ reason: { problem: 'register:too-many-being-printed' } });
});

it('a print over its time is broken off, and the next one is made', async () => {
  const printer = opening({ LIENTHONG_PRINT_DEADLINE_MS: '1000' });
  // Its time may be over before the first byte or behind it.
  const long = printer.print(book(1_000_000), 'pdf', asking()).then(({ bytes }) => buffer(bytes));
  await expect(long).rejects.toMatchObject({ problem: 'register:too-costly-to-print' });
  expect((await buffer((await printer.print(book(1), 'csv', asking())).bytes)).length).toBeGreaterThan(0);
  expect(await leftFiles(printer)).toEqual([]);
});

it('a reader that goes ends its print', async () => {
  const gone = new AbortController();
  const { bytes } = await usual.print(book(1_000_000), 'pdf', asking('H99.1', gone.signal));
  gone.abort();
  await expect(buffer(bytes)).rejects.toThrow();
  const next = await usual.print(book(1), 'pdf', asking());
  expect((await buffer(next.bytes)).length).toBeGreaterThan(0);
});

it('what fails while entries are asked for is told before the first byte, and breaks off after it', async () => {
  async function* failing(after: number): AsyncGenerator<Entry> {
    yield* entriesOf(after);
    throw new Error('the read models are away');
  }
  const early = usual.print({ head, columns, entries: failing(1) }, 'xlsx', asking());
  await expect(early).rejects.toThrow('the read models are away');
  const late = await usual.print({ head, columns, entries: failing(500) }, 'csv', asking());
  await expect(buffer(late.bytes)).rejects.toThrow('the read models are away');
});
