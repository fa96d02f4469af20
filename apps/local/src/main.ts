import { resolve } from 'node:path';

import { configuration, ConfigurationInvalid } from '@runtime/configuration';

import { help, parseArguments } from './arguments';
import { StartRefused } from './start-refused';
import { Supervisor } from './supervisor';

const stopLimitMs = 9_500;
// npm passes on the Ctrl-C that the terminal has sent here already: what comes that soon is the same wish.
const sameWishMs = 1_000;

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function main(): Promise<void> {
  const args = parseArguments(process.argv.slice(2), process.cwd(), process.env);
  if (args.isHelp) return print(help);
  assertKnown(process.env);
  const supervisor = new Supervisor({
    args,
    environment: process.env,
    dist: resolve(__dirname, '..', '..', '..'),
    print,
    onGivenUp: (reason) => void end(supervisor, reason),
  });
  listenToSignals(supervisor);
  try {
    const house = await supervisor.start();
    await supervisor.announce(house, undefined);
    print(`Ready at ${house.address}`);
  } catch (error) {
    await end(supervisor, error);
  }
}

function assertKnown(environment: NodeJS.ProcessEnv): void {
  try {
    configuration(environment);
  } catch (error) {
    if (!(error instanceof ConfigurationInvalid)) throw error;
    throw new StartRefused(`The environment cannot be used: ${error.problems.join('; ')}`, { cause: error });
  }
}

let ending: Promise<never> | undefined;

/** Stops everything and ends this process: with 0 when a signal asked for it, else with 1 and the reason in one line. */
function end(supervisor: Supervisor, reason?: unknown): Promise<never> {
  ending ??= (async () => {
    if (reason !== undefined) complain(reason);
    const timer = setTimeout(() => process.exit(1), stopLimitMs);
    await supervisor.stop().catch(complain);
    clearTimeout(timer);
    process.exit(reason === undefined ? 0 : 1);
  })();
  return ending;
}

function listenToSignals(supervisor: Supervisor): void {
  let firstAt: number | undefined;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      // Children end by themselves when this process is gone, because their input ends.
      if (firstAt !== undefined && performance.now() - firstAt > sameWishMs) process.exit(1);
      if (firstAt !== undefined) return;
      firstAt = performance.now();
      print('Stopping …');
      void end(supervisor);
    });
  }
  process.on('uncaughtException', (error) => void end(supervisor, error));
  process.stdout.on('error', () => undefined);
}

function complain(reason: unknown): void {
  const message = reason instanceof StartRefused ? reason.message : unexpected(reason);
  process.stderr.write(`${message.replace(/\s*\n\s*/g, ' ')}\n`);
}

function unexpected(reason: unknown): string {
  return `Unexpected failure: ${reason instanceof Error ? `${reason.name}: ${reason.message}` : String(reason)}`;
}

main().catch((error: unknown) => {
  complain(error);
  process.exitCode = 1;
});
