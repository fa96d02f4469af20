import { join } from 'node:path';
import { LogFile } from '@runtime/log-file';

const repeatMs = 10_000;

const levels: Readonly<Record<string, number>> = {
  trace: 10,
  debug: 20,
  info: 30,
  warn: 40,
  error: 50,
  fatal: 60,
};

/** One record of a log, as far as the terminal needs it. */
interface LogRecord {
  readonly level: number;
  readonly service?: string;
  readonly msg?: string;
  readonly err?: { readonly message?: string };
}

/**
 * What the parts say on their standard error. Services keep their own files in `DIR/logs`; what they do not keep (a
 * crash, the event store's log, the supervisor's own sentences) goes to `DIR/logs/local.<n>.log`. Warnings are shown,
 * short.
 */
export class LogBook {
  private readonly shown = new Map<string, number>();
  private isQuiet = false;

  private constructor(
    private readonly file: LogFile,
    private readonly print: (line: string) => void,
  ) {}

  static async open(folder: string, print: (line: string) => void): Promise<LogBook> {
    const file = await LogFile.open({ file: join(folder, 'local'), service: 'local' });
    return new LogBook(file, print);
  }

  /** A line that its writer keeps in a file of its own. */
  heard(part: string, line: string): void {
    const record = recordIn(line);
    if (record) this.show(part, record);
    else this.keep({ level: 'info', service: part, msg: line });
  }

  /** A line that nobody else keeps. */
  kept(part: string, line: string): void {
    const record = recordIn(line);
    if (!record) return this.keep({ level: 'info', service: part, msg: line });
    this.file.write(`${line}\n`);
    this.show(part, record);
  }

  /** A sentence of the supervisor about one of its parts. */
  say(part: string, level: 'warn' | 'error', msg: string): void {
    this.keep({ level, service: part, msg });
    this.tell(part, level, msg);
  }

  /** While everything is being stopped, what the parts say of each other's end is only for the files. */
  quiet(): void {
    this.isQuiet = true;
  }

  close(): Promise<void> {
    return this.file.close();
  }

  private keep(record: { readonly level: string; readonly service: string; readonly msg: string }): void {
    this.file.write(`${JSON.stringify({ time: new Date().toISOString(), ...record })}\n`);
  }

  // A part that lost its neighbour says so many times a second; once in ten seconds is enough to read.
  private show(part: string, record: LogRecord): void {
    if (record.level < 40) return;
    const message = shortOf(record);
    const key = `${part} ${message}`;
    const now = performance.now();
    if (now - (this.shown.get(key) ?? -Infinity) < repeatMs) return;
    if (this.shown.size > 500) this.shown.clear();
    this.shown.set(key, now);
    this.tell(record.service ?? part, record.level > 40 ? 'error' : 'warn', message);
  }

  private tell(part: string, level: string, message: string): void {
    if (!this.isQuiet)
      this.print(`${new Date().toTimeString().slice(0, 8)} ${level.padEnd(5)} ${part}: ${message}`);
  }
}

/**
 * The record in a line of pino's JSON, whose level is a number or a label; undefined when the line is anything else.
 */
export function recordIn(line: string): LogRecord | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const record = JSON.parse(line) as Omit<LogRecord, 'level'> & { readonly level?: number | string };
    const level = typeof record.level === 'string' ? levels[record.level] : record.level;
    return level === undefined ? undefined : { ...record, level };
  } catch {
    return undefined;
  }
}

/** One line of at most 200 characters: what was said, and the reason when it says more. */
export function shortOf({ msg, err }: LogRecord): string {
  const parts = [msg, err?.message].filter((part) => part !== undefined && part !== '');
  const text = parts[1] !== undefined && parts[0]?.includes(parts[1]) ? parts[0] : parts.join(': ');
  const line = text.replace(/\s*\n\s*/g, ' ');
  return line.length <= 200 ? line : `${line.slice(0, 199)}…`;
}
