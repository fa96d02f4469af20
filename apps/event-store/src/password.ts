import { readFileSync } from 'node:fs';

/** Where the password of a user may come from: any user of the machine may read a command line, so not from there. */
export interface PasswordSources {
  readonly user: string;
  readonly file: string | undefined;
  readonly environment: string | undefined;
  /** How the options and the variable are called, for the message of a refusal. */
  readonly names: { readonly user: string; readonly file: string; readonly variable: string };
}

/** Throws an `Error` whose one line says what to do. */
export function passwordOf({ user, file, environment, names }: PasswordSources): string {
  if (file !== undefined && environment !== undefined) {
    throw new Error(`Give the password by ${names.file} or by ${names.variable}, not by both`);
  }
  const password = file === undefined ? environment : readPassword(file, names.file);
  if (password !== undefined && password !== '') return password;
  throw new Error(`${names.user} ${user} has no password: give ${names.file} FILE or set ${names.variable}`);
}

/** Without the line end that editors put there. */
function readPassword(file: string, name: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '');
  } catch (error) {
    throw new Error(`${name} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}
