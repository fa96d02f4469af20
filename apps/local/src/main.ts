import { resolve } from 'node:path';
import { LocalIssuer } from '@adapters/identity';
import { configuration, ConfigurationInvalid, withSecretsRead } from '@runtime/configuration';
import { help, parseArguments } from './arguments';
import { demonstrate } from './demonstration';
import { isEmpty, numbersOf, table } from './numbers';
import { operator, waysToTokens } from './start-page';
import { StartRefused } from './start-refused';
import { type House, Supervisor } from './supervisor';

const stopLimitMs = 9_500;
// npm passes on the Ctrl-C that the terminal has sent here already: what comes that soon is the same wish.
const sameWishMs = 1_000;

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function main(): Promise<void> {
  // What it writes is its owner's alone, whatever the habits of the user who starts it.
  process.umask(0o077);
  const args = parseArguments(process.argv.slice(2), process.cwd(), process.env);
  if (args.isHelp) return print(help);
  const environment = usable(process.env);
  const supervisor = new Supervisor({
    args,
    environment,
    dist: resolve(__dirname, '..', '..', '..'),
    print,
    onGivenUp: (reason) => void end(supervisor, reason),
  });
  listenToSignals(supervisor);
  print(`Starting in ${args.dataFolder} …`);
  try {
    await open(await supervisor.start(), supervisor, !args.isEmpty);
  } catch (error) {
    await end(supervisor, error);
  }
}

/** What happens once all is ready: the first day on an empty store, then the page that says where everything is. */
async function open(house: House, supervisor: Supervisor, mayPlay: boolean): Promise<void> {
  const { address, dataFolder, servers } = house;
  const issuer = isIssuedElsewhere(process.env) ? undefined : await LocalIssuer.open(dataFolder.identity);
  const runFile = await supervisor.announce(house, await issuer?.issue(operator));
  const isPlayed = issuer ? await province(house, issuer, mayPlay) : false;
  const tokenLines = issuer
    ? waysToTokens(runFile, isPlayed)
    : ['Tokens come from the issuer that OIDC_ISSUER names; none are made here.'];
  const lines = ['', ...table(await numbersOf(servers)), '', ...tokenLines, ''];
  print([...lines, `Ready: ${address}`, `API:   ${address}/docs`].join('\n'));
  print(`Data:  ${dataFolder.path} (logs in ${dataFolder.logs}). Ctrl-C stops everything.`);
}

/** Whether the demonstration province is there. A day that could not be played is told and does not end the house. */
async function province(
  { address, dataFolder, servers }: House,
  issuer: LocalIssuer,
  mayPlay: boolean,
): Promise<boolean> {
  try {
    return await demonstrate({
      address,
      dataFolder: dataFolder.path,
      isEmpty: isEmpty(await numbersOf(servers)),
      mayPlay,
      tokenFor: (claims) => issuer.issue(claims),
      onProgress: (done) => {
        if (done === 1) print('Playing the first day of a demonstration province …');
      },
    });
  } catch (error) {
    if (ending) return false;
    complain(
      new StartRefused(
        `The demonstration could not be played; the next start goes on with it: ${messageOf(error)}`,
      ),
    );
    return false;
  }
}

function isIssuedElsewhere(environment: NodeJS.ProcessEnv): boolean {
  return Boolean(environment['OIDC_ISSUER']) || environment['NODE_ENV'] === 'production';
}

/** The environment, secrets read, that every part is started with. */
function usable(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  try {
    const { environment: stage, oidcIssuer } = configuration(environment);
    if (stage === 'production' && oidcIssuer === undefined)
      throw new StartRefused(
        'Tokens are never signed here in production (NODE_ENV): set OIDC_ISSUER to the issuer of access tokens',
      );
    return withSecretsRead(environment);
  } catch (error) {
    if (!(error instanceof ConfigurationInvalid)) throw error;
    throw new StartRefused(`The environment cannot be used: ${error.problems.join('; ')}`, { cause: error });
  }
}

let ending: Promise<never> | undefined;

/**
 * Stops everything and ends this process: with 0 when a signal asked for it, else with 1 and the reason in one line.
 */
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
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}

function complain(reason: unknown): void {
  const message = reason instanceof StartRefused ? reason.message : unexpected(reason);
  process.stderr.write(`${message.replace(/\s*\n\s*/g, ' ')}\n`);
}

function unexpected(reason: unknown): string {
  return `Unexpected failure: ${reason instanceof Error ? `${reason.name}: ` : ''}${messageOf(reason)}`;
}

function messageOf(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason);
}

main().catch((error: unknown) => {
  complain(error);
  process.exitCode = 1;
});
