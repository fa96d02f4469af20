import { passwordOf } from '../password';
import { Refused, type Terminal } from './command';

/** How a command is told who it is at a node: options and variable of one side, such as `to`, or of the only one. */
export interface Login {
  readonly side?: 'from' | 'to';
  readonly user: string | undefined;
  readonly passwordFile: string | undefined;
}

const variableOf = ({ side }: Login): string =>
  `EVENT_STORE_${side === undefined ? '' : `${side.toUpperCase()}_`}PASSWORD`;

/**
 * The connection string with user and password in it, so that they need not stand on the command line, which any user
 * of the machine may read. Throws `Refused`.
 */
export function withLogin(url: string, login: Login, environment: NodeJS.ProcessEnv = process.env): string {
  const { side, user, passwordFile: file } = login;
  const option = (name: string) => `--${side === undefined ? '' : `${side}-`}${name}`;
  const variable = variableOf(login);
  const names = { user: option('user'), file: option('password-file'), variable };
  if (user === undefined) {
    if (file !== undefined) throw new Refused(`${names.file} belongs to ${names.user} NAME`);
    return url;
  }
  const [, scheme, rest] = /^([^/]*\/\/)([^]*)$/.exec(url) ?? [];
  if (scheme === undefined || rest === undefined || namesUser(url)) {
    throw new Refused(`${names.user} goes with a connection string that names no user itself`);
  }
  try {
    const password = passwordOf({ user, file, environment: environment[variable], names });
    return `${scheme}${encodeURIComponent(user)}:${encodeURIComponent(password)}@${rest}`;
  } catch (cause) {
    throw new Refused((cause as Error).message, { cause });
  }
}

/** The same; a password that nothing gives is asked for where somebody sits. */
export async function askedLogin(
  url: string,
  login: Login,
  { ask }: Pick<Terminal, 'ask'>,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  const { user, passwordFile } = login;
  const isKnown = passwordFile !== undefined || environment[variableOf(login)] !== undefined;
  if (user === undefined || isKnown || ask === undefined) return withLogin(url, login, environment);
  const password = await ask(`Password of ${user} at ${url}: `, 'hidden');
  return withLogin(url, login, { ...environment, [variableOf(login)]: password });
}

export const namesUser = (url: string): boolean => /^[^/]*\/\/[^/?]*@/.test(url);
