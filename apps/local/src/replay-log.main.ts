import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { replayLog } from './replay-log/replay-log';
import { accessOf, runTool, toolArguments, ToolRefused } from './tool';

const usage = 'usage: npm run replay-log -- FILE [--port N] [--token T] [--skip-bad]';

/**
 * `npm run replay-log -- FILE [--port N] [--token T] [--skip-bad]`: replays a permit log (CSV) against a running system
 * as commands with the log's own instants. The token needs the role `Importer`; without one it is taken from the run
 * file of the port.
 */
runTool(async () => {
  const { port, options, words, flags } = toolArguments(process.argv.slice(2), ['token'], ['skip-bad']);
  const [file] = words;
  if (file === undefined || words.length > 1) throw new ToolRefused(usage);
  const bytes = await readFile(file).catch((cause: NodeJS.ErrnoException) => {
    throw new ToolRefused(`${file} cannot be read: ${cause.code ?? cause.message}`, { cause });
  });
  const { address, token } = await access(port, options['token']);
  const fileName = basename(file).normalize('NFC');
  await replayLog({
    fileName,
    bytes,
    address,
    token,
    skipBad: flags.has('skip-bad'),
    screen: process.stdout,
  });
});

async function access(port: number, token: string | undefined): Promise<{ address: string; token: string }> {
  if (token !== undefined) return { address: `http://127.0.0.1:${port}`, token };
  return accessOf(port, {});
}
