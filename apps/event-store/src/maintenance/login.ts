import { passwordOf } from '../password';
import { Refused } from './command';

/** How a command is told who it is at a node: options and variable of one side, such as `to`, or of the only one. */
export interface Login {
  readonly side?: 'from' | 'to';
  readonly user: string | undefined;
  readonly passwordFile: string | undefined;
}

/**
 * The connection string with user and password in it, so that they need not stand on the command line, which any user
 * of the machine may read. Throws `Refused`.
 */
export function withLogin(
  url: string,
  { side, user, passwordFile: file }: Login,
  environment: NodeJS.ProcessEnv = process.env,
): string {
  const option = (name: string) => `--${side === undefined ? '' : `${side}-`}${name}`;
  const variable = `EVENT_STORE_${side === undefined ? '' : `${side.toUpperCase()}_`}PASSWORD`;
  const names = { user: option('user'), file: option('password-file'), variable };
  if (user === undefined) {
    if (file !== undefined) throw new Refused(`${names.file} belongs to ${names.user} NAME`);
    return url;
  }
  const [, scheme, rest] = /^([^/]*\/\/)([^]*)$/.exec(url) ?? [];
  if (scheme === undefined || rest === undefined || /^[^/?]*@/.test(rest)) {
    throw new Refused(`${names.user} goes with a connection string that names no user itself`);
  }
  try {
    const password = passwordOf({ user, file, environment: environment[variable], names });
    return `${scheme}${encodeURIComponent(user)}:${encodeURIComponent(password)}@${rest}`;
  } catch (cause) {
    throw new Refused((cause as Error).message, { cause });
  }
}
