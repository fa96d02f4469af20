import { parseArgs } from 'node:util';
import { type User } from './access';
import { type Address, parseAddress } from './gossip';
import { type NodeOptions, type Security } from './node';
import { passwordOf } from './password';
import { defaultLine, isServerLine, type ServerLine, serverLines } from './server-ways';

const lineVariable = 'EVENT_STORE_AS';
const passwordVariable = 'EVENT_STORE_PASSWORD';
const usage =
  'Usage: event-store (--data DIR | --memory) [--port N] [--host ADDRESS] [--advertise HOST:PORT] ' +
  `[--as ${serverLines.join('|')}] ` +
  '[--certificate FILE --private-key FILE [--user NAME [--password-file FILE]] | --access DIR | --insecure] ' +
  '[--supervised]';
const portMax = 65_535;

export class WrongUsage extends Error {
  constructor(what: string) {
    super(`${what}. ${usage}`);
    this.name = 'WrongUsage';
  }
}

export interface CommandLine {
  readonly node: NodeOptions;
  readonly isSupervised: boolean;
}

const options = {
  data: { type: 'string' },
  memory: { type: 'boolean', default: false },
  port: { type: 'string', default: '0' },
  host: { type: 'string', default: '127.0.0.1' },
  advertise: { type: 'string' },
  as: { type: 'string' },
  certificate: { type: 'string' },
  'private-key': { type: 'string' },
  user: { type: 'string' },
  'password-file': { type: 'string' },
  access: { type: 'string' },
  insecure: { type: 'boolean', default: false },
  supervised: { type: 'boolean', default: false },
} as const;

/** The password comes from a file or the environment, because any user of the machine may read a command line. */
export function parseCommandLine(args: string[], environment: NodeJS.ProcessEnv): CommandLine {
  const { data, memory, port: portText, host, advertise, as, supervised, ...rest } = parse(args);
  if ((data === undefined) === !memory) throw new WrongUsage('Give either --data DIR or --memory');
  const port = Number(portText);
  if (!/^\d+$/.test(portText) || port > portMax) throw new WrongUsage(`--port ${portText} is not a port`);
  const security = securityOf(rest, environment);
  const node = {
    host,
    port,
    as: lineOf(as, environment[lineVariable]),
    ...(data === undefined ? {} : { dataDir: data }),
    ...(advertise === undefined ? {} : { advertised: addressOf(advertise) }),
    ...(security === undefined ? {} : { security }),
  };
  return { node, isSupervised: supervised };
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    throw new WrongUsage((error as Error).message);
  }
}

/** The variable reaches a node that another program starts, such as the one of a whole house under test. */
function lineOf(option: string | undefined, fromEnvironment = ''): ServerLine {
  const [name, line] = option === undefined ? [lineVariable, fromEnvironment] : ['--as', option];
  if (option === undefined && line === '') return defaultLine;
  if (!isServerLine(line)) throw new WrongUsage(`${name} ${line} is not one of ${serverLines.join(', ')}`);
  return line;
}

function addressOf(text: string): Address {
  const address = parseAddress(text);
  if (address === undefined) throw new WrongUsage(`--advertise ${text} is not HOST:PORT`);
  return address;
}

interface SecurityValues {
  readonly certificate?: string | undefined;
  readonly 'private-key'?: string | undefined;
  readonly user?: string | undefined;
  readonly 'password-file'?: string | undefined;
  readonly access?: string | undefined;
  readonly insecure: boolean;
}

function securityOf(values: SecurityValues, environment: NodeJS.ProcessEnv): NodeOptions['security'] {
  const { access, insecure, ...given } = values;
  const security = givenSecurity(given, environment);
  const ways = [security, access, insecure || undefined].filter((way) => way !== undefined);
  if (ways.length > 1) throw new WrongUsage('Give one of --certificate, --access and --insecure');
  if (access !== undefined) return { access };
  return insecure ? 'insecure' : security;
}

function givenSecurity(
  values: Omit<SecurityValues, 'access' | 'insecure'>,
  environment: NodeJS.ProcessEnv,
): Security | undefined {
  const { certificate: certificateFile, 'private-key': privateKeyFile, user: name } = values;
  const passwordFile = values['password-file'];
  if (name === undefined && passwordFile !== undefined) {
    throw new WrongUsage('--password-file belongs to --user NAME');
  }
  if (certificateFile === undefined || privateKeyFile === undefined) {
    if (certificateFile !== privateKeyFile)
      throw new WrongUsage('--certificate and --private-key go together');
    if (name !== undefined)
      throw new WrongUsage('--user goes with a certificate; without one the node makes both itself');
    return undefined;
  }
  const files = { certificateFile, privateKeyFile };
  if (name === undefined) return files;
  return { ...files, user: userOf(name, passwordFile, environment[passwordVariable]) };
}

function userOf(name: string, passwordFile: string | undefined, fromEnvironment: string | undefined): User {
  if (!/^[^:]+$/.test(name)) throw new WrongUsage('--user is a name without a colon');
  const names = { user: '--user', file: '--password-file', variable: passwordVariable };
  try {
    const password = passwordOf({ user: name, file: passwordFile, environment: fromEnvironment, names });
    return { name, password };
  } catch (error) {
    throw new WrongUsage((error as Error).message);
  }
}
