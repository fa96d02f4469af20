import type { LoggerService } from '@nestjs/common';
import type { Log } from './log';

/** Nest's own lines, with the Nest class that spoke as `from`; its chatter about routes and modules is debug. */
export class NestLog implements LoggerService {
  constructor(private readonly sink: Log) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }
  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }
  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }
  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }
  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }
  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }

  private write(
    level: 'trace' | 'debug' | 'warn' | 'error' | 'fatal',
    message: unknown,
    rest: readonly unknown[],
  ): void {
    const from = rest.at(-1);
    const fields = typeof from === 'string' ? { from } : {};
    if (message instanceof Error) this.sink[level]({ ...fields, err: message }, message.message);
    else this.sink[level](fields, typeof message === 'string' ? message : JSON.stringify(message));
  }
}
