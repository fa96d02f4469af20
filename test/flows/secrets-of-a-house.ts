import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { House } from './house';

/** Every secret that a start makes, by what it is. */
export async function secretsOf(dataFolder: string, runFile: string): Promise<Record<string, string>> {
  const access = join(dataFolder, 'event-store', 'access');
  const told = JSON.parse(await readFile(runFile, 'utf8')) as Record<string, string>;
  const [, keyLine = ''] = (await readFile(join(access, 'private-key.pem'), 'utf8')).split('\n');
  return {
    'the password of the store': await readFile(join(access, 'password'), 'utf8'),
    'the key of the store': keyLine,
    'the key of the bus': (await readFile(told['busKeysFile'] ?? '', 'utf8')).trim().split(' ')[1] ?? '',
    ...(await keysOfTheBus(join(dataFolder, 'identity', 'bus'))),
    'the password of the rows': await readFile(join(dataFolder, 'postgres', 'password'), 'utf8'),
    'the token of the operator': told['operatorToken'] ?? '',
  };
}

async function keysOfTheBus(folder: string): Promise<Record<string, string>> {
  const files = (await readdir(folder)).filter((name) => /\.(nk|key|creds)$/.test(name));
  const texts = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')));
  const secretIn = (text: string) => /\bS[OAU][A-Z2-7]{56}\b/.exec(text)?.[0] ?? text.trim();
  return Object.fromEntries(files.map((name, index) => [`${name} of the bus`, secretIn(texts[index] ?? '')]));
}

/** Where a house shows one of them: on its terminal, in a log, on a command line that any user may read. */
export async function shownBy(
  house: House,
  dataFolder: string,
  secrets: Readonly<Record<string, string>>,
): Promise<string[]> {
  const places = new Map([['the terminal', house.output + house.complaint]]);
  const logs = join(dataFolder, 'logs');
  for (const name of await readdir(logs)) places.set(name, await readFile(join(logs, name), 'utf8'));
  for (const pid of await house.processes()) {
    const words = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    places.set(`the command line of ${words.replaceAll('\0', ' ')}`, words);
  }
  return [...places].flatMap(([place, text]) =>
    Object.entries(secrets).flatMap(([what, secret]) => (text.includes(secret) ? [`${place}: ${what}`] : [])),
  );
}

/** The files below a folder that users besides its owner can read, as far as the folders on the way let them. */
export async function openToOthers(folder: string, below = ''): Promise<string[]> {
  const open: string[] = [];
  for (const entry of await readdir(join(folder, below), { withFileTypes: true })) {
    const name = join(below, entry.name);
    const { mode } = await stat(join(folder, name));
    if (entry.isDirectory() && (mode & 0o011) !== 0) open.push(...(await openToOthers(folder, name)));
    if (entry.isFile() && (mode & 0o044) !== 0) open.push(name);
  }
  return open;
}
