import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { bootstrap, compare } from './bootstrap/bootstrap';
import { operator } from './start-page';
import { accessOf, runTool, toolArguments, ToolRefused } from './tool';

const usage = 'usage: npm run bootstrap -- FILE.csv [--compare] [--port N] [--url URL --token T]';

/**
 * `npm run bootstrap -- FILE.csv`: the first agencies and officers of a province, on a directory that is empty.
 * `--compare` changes nothing: it tells where the file and the directory differ, with exit code 1 when they do. The
 * token needs the role `Importer`; the house of this machine has one of its own.
 */
runTool(async () => {
  const { port, options, words, flags } = toolArguments(process.argv.slice(2), ['url', 'token'], ['compare']);
  const [file] = words;
  if (file === undefined || words.length > 1) throw new ToolRefused(usage);
  const bytes = await readFile(file).catch((cause: NodeJS.ErrnoException) => {
    throw new ToolRefused(`${file} cannot be read: ${cause.code ?? cause.message}`, { cause });
  });
  const isOwnHouse = (options['token'] ?? process.env['LIENTHONG_TOKEN']) === undefined;
  const access = {
    ...(await accessOf(port, options)),
    ...(isOwnHouse ? { toolsOfficer: operator.sub } : {}),
    fileName: basename(file).normalize('NFC'),
    bytes,
    say: (line: string) => void process.stdout.write(`${line}\n`),
  };
  if (!flags.has('compare')) return bootstrap(access);
  if (!(await compare(access))) throw new ToolRefused('The file and the directory differ');
});
