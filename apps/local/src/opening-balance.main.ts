import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { openingBalance } from './opening-balance/opening-balance';
import { accessOf, runTool, toolArguments, ToolRefused } from './tool';

const usage = 'usage: npm run opening-balance -- FILE.csv [--port N] [--url URL --token T]';

/**
 * `npm run opening-balance -- FILE.csv`: the next number of each book, or the open dossiers, of an older system. The
 * token needs the role `Importer`; the house of this machine has one of its own.
 */
runTool(async () => {
  const { port, options, words } = toolArguments(process.argv.slice(2), ['url', 'token']);
  const [file] = words;
  if (file === undefined || words.length > 1) throw new ToolRefused(usage);
  const bytes = await readFile(file).catch((cause: NodeJS.ErrnoException) => {
    throw new ToolRefused(`${file} cannot be read: ${cause.code ?? cause.message}`, { cause });
  });
  await openingBalance({
    ...(await accessOf(port, options)),
    fileName: basename(file).normalize('NFC'),
    bytes,
    say: (line: string) => void process.stdout.write(`${line}\n`),
  });
});
