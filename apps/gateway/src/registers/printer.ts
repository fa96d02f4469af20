import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type { Sheet } from '@formats/forms';
import type { Book } from '@formats/register-book';
import { type Configuration, type Log, type Metrics, type NotDone, WorkThreads } from '@runtime';
import { Problem } from '../edge/problem';
import { GrowingFile } from './growing-file';
import type { Asks, BookToPrint, Cells, PrintFormat, SheetToPrint } from './printing-thread';

/** Lines that travel to the thread at a time. */
const linesAtOnce = 100;
/** Whose turn does not come within this time is told to come back. */
const turnWithinMs = 20_000;

export interface Print {
  readonly mediaType: string;
  readonly bytes: Readable;
}

/** For whom; the signal tells that the reader has gone or has read everything. */
export interface Asking {
  readonly agency: string;
  readonly signal: AbortSignal;
}

const mediaTypes = {
  pdf: 'application/pdf',
  csv: 'text/csv; charset=utf-8; header=present',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

const problems = {
  'too-many': 'register:too-many-being-printed',
  'too-costly': 'register:too-costly-to-print',
} as const satisfies Record<NotDone, string>;

/**
 * Makes files of books, and forms, in threads of their own. Of a book a thread writes into a file without a name, so
 * that no reader, however slow, holds it.
 */
export class Printer {
  private readonly threads: WorkThreads;
  private readonly folder: string;
  private ready: Promise<unknown> | undefined;

  constructor(
    configuration: Pick<Configuration, 'dataDir' | 'printDeadlineMs' | 'printMemoryMib' | 'printQueueMax'>,
    metrics: Metrics,
    private readonly log: Log,
  ) {
    this.folder = join(configuration.dataDir, 'prints');
    const work = {
      name: 'prints',
      filename: require.resolve('./printing-thread'),
      task: 'print',
      deadlineMs: configuration.printDeadlineMs,
      memoryMib: configuration.printMemoryMib,
      queueMax: configuration.printQueueMax,
      turnWithinMs,
    } as const;
    this.threads = new WorkThreads(work, metrics, log);
  }

  /**
   * Resolves with the first bytes; what goes wrong later breaks them off.
   * @throws Problem of `printing` in the table of operations, and what the entries throw.
   */
  async print<E>({ head, columns, entries }: Book<E>, format: PrintFormat, asking: Asking): Promise<Print> {
    await (this.ready ??= this.emptyFolder());
    const printed = new GrowingFile(join(this.folder, randomUUID()));
    const { port1, port2 } = new MessageChannel();
    const lines = cellsOf(entries, columns);
    feed(port1, lines, printed);
    const { agency } = asking;
    const left = new AbortController();
    printed.once('close', () => left.abort());
    const form = columns.map(({ heading, width }) => ({ heading, width }));
    const book: BookToPrint = { format, head, columns: form, file: printed.path, lines: port2 };
    const signal = AbortSignal.any([asking.signal, left.signal]);
    void this.threads
      .run<number>('print', book, { agency, signal, transferList: [port2] })
      .then(
        (answer) =>
          typeof answer === 'number' ? printed.end(answer) : this.breakOff(printed, answer, asking),
        (error: Error) => printed.fail(error),
      )
      .finally(() => port1.close());
    await once(printed, 'begun');
    return { mediaType: mediaTypes[format], bytes: printed };
  }

  /** A form as PDF, whole. @throws Problem of `printing` in the table of operations. */
  async sheet(sheet: Sheet, { agency, signal }: Asking): Promise<Buffer> {
    const work: SheetToPrint = { sheet };
    const answer = await this.threads.run<Uint8Array>('printForm', work, { agency, signal });
    if (typeof answer === 'string') throw new Problem(problems[answer]);
    return Buffer.from(answer.buffer, answer.byteOffset, answer.byteLength);
  }

  onApplicationShutdown(): Promise<void> {
    return this.threads.close();
  }

  private breakOff(printed: GrowingFile, answer: NotDone, { agency }: Asking): void {
    this.log.warn({ agency, reason: problems[answer] }, 'a register was not printed to its end');
    printed.fail(new Problem(problems[answer]));
  }

  /** What a process that was killed may have left. */
  private async emptyFolder(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
  }
}

/** Gives the thread lines when it asks for them, and tells the file how far it has come. */
function feed(port: MessagePort, lines: AsyncIterator<readonly Cells[]>, printed: GrowingFile): void {
  port.on('message', (asks: Asks) => {
    if (typeof asks === 'number') printed.grewTo(asks);
    else
      lines.next().then(
        ({ done, value }) => port.postMessage(done === true ? [] : value),
        (error: Error) => printed.fail(error),
      );
  });
}

async function* cellsOf<E>(
  entries: AsyncIterable<E>,
  columns: Book<E>['columns'],
): AsyncGenerator<readonly Cells[], undefined> {
  let lines: Cells[] = [];
  for await (const entry of entries) {
    lines.push(columns.map(({ cell }) => cell(entry)));
    if (lines.length < linesAtOnce) continue;
    yield lines;
    lines = [];
  }
  if (lines.length > 0) yield lines;
}
