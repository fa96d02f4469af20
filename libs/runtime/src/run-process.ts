import { fstatSync } from 'node:fs';
import type { DynamicModule } from '@nestjs/common';
import type { ServiceName } from '@contracts';
import { type Configuration, configuration, ConfigurationInvalid } from './configuration.config';
import { type Log, type OpenLog, openLog } from './log';
import { type Opened, openServiceContext, type ServiceContext } from './service-context';
import { startService } from './start-service';

/** What runs in a process, once it is ready. */
export interface Running {
  stop(): Promise<void>;
  /** Told to whoever started the process, in the handshake line. */
  readonly ready?: Readonly<Record<string, string | number>>;
}

export type Open<Context> = (
  configuration: Configuration,
  log: Log,
  name: string,
) => Promise<Opened<Context>>;

/** The end of a process may not take longer than the limit plus this, milliseconds. */
const lastWordsMs = 500;

/**
 * A whole process: reads the configuration, opens its context, starts, and prints `{"ready":true,"service":name,…}`
 * as one line on standard output. SIGTERM, SIGINT and the end of standard input stop it in order, within
 * `LIENTHONG_SHUTDOWN_LIMIT_MS`. What nobody caught is logged and ends it with code 1.
 */
export async function runProcess<Context>(
  name: string,
  open: Open<Context>,
  start: (context: Context) => Promise<Running>,
): Promise<void> {
  const settings = readConfiguration(name);
  if (settings === undefined) return;
  const opened = await openLog(settings, name);
  const stopping = new ProcessEnd(opened, settings.shutdownLimitMs);
  stopping.listen();
  try {
    const context = await open(settings, opened.log, name);
    stopping.afterwards(() => context.close());
    void context.outlived?.then((reason) => stopping.outlived(reason));
    const running = await start(context);
    stopping.afterwards(() => running.stop());
    process.stdout.write(`${JSON.stringify({ ready: true, service: name, ...running.ready })}\n`);
  } catch (error) {
    stopping.fail(error, 'could not start');
  }
}

/** The process of one service on NATS. */
export const runService = (
  name: ServiceName,
  moduleOf: (context: ServiceContext) => DynamicModule,
): Promise<void> =>
  runProcess(name, openServiceContext, (context: ServiceContext) => startService(name, moduleOf, context));

function readConfiguration(name: string): Configuration | undefined {
  try {
    return configuration();
  } catch (error) {
    if (!(error instanceof ConfigurationInvalid)) throw error;
    process.stderr.write(`lienthong ${name}: ${error.message}\n`);
    process.exitCode = 1;
    return undefined;
  }
}

function isPipe(): boolean {
  try {
    const input = fstatSync(0);
    return input.isFIFO() || input.isSocket();
  } catch {
    return false;
  }
}

/** Undoes in reverse order what was started, once, within the limit. */
class ProcessEnd {
  private readonly steps: (() => Promise<void>)[] = [];
  private begun = false;

  constructor(
    private readonly opened: OpenLog,
    private readonly limitMs: number,
  ) {}

  listen(): void {
    process.once('SIGTERM', () => void this.begin('SIGTERM'));
    process.once('SIGINT', () => void this.begin('SIGINT'));
    process.on('uncaughtException', (error) => this.fail(error, 'an error that nobody caught'));
    process.on('unhandledRejection', (error) => this.fail(error, 'a rejection that nobody caught'));
    // A pipe as standard input is the life line to whoever started this process; a terminal or /dev/null is none.
    if (isPipe()) process.stdin.resume().once('end', () => void this.begin('the end of standard input'));
  }

  /** Steps are undone from the last to the first; one that comes while the process ends is undone at once. */
  afterwards(step: () => Promise<void>): void {
    if (this.begun) void step().catch((error: unknown) => this.fail(error, 'could not stop in order'));
    else this.steps.push(step);
  }

  outlived(reason: string): void {
    this.opened.log.error(
      { reason },
      'the store has another history: this process ends, to be started again',
    );
    void this.begin('another history');
  }

  fail(error: unknown, what: string): void {
    this.opened.log.fatal({ err: error }, what);
    this.exit(1);
  }

  private async begin(reason: string): Promise<void> {
    if (this.begun) return;
    this.begun = true;
    this.opened.log.info({ reason }, 'stops');
    setTimeout(() => {
      this.opened.log.error({ limitMs: this.limitMs }, 'did not stop in time; what was left is cut off');
      this.exit(1);
    }, this.limitMs + lastWordsMs).unref();
    try {
      for (const step of this.steps.reverse()) await step();
      this.exit(0);
    } catch (error) {
      this.fail(error, 'could not stop in order');
    }
  }

  private exit(code: number): void {
    this.opened.close();
    process.exit(code);
  }
}
