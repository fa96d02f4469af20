import { resolve } from 'node:path';
import { restore } from './keeping/data-backup';
import { runTool, toolArguments, ToolRefused } from './tool';

/** `npm run restore -- BACKUP --data DIR`: a new data folder from what `npm run backup` made. */
runTool(async () => {
  const { options, words } = toolArguments(process.argv.slice(2), ['data']);
  const [backup, ...rest] = words;
  const { data } = options;
  if (backup === undefined || data === undefined || rest.length > 0) {
    throw new ToolRefused('usage: npm run restore -- BACKUP --data DIR');
  }
  const dist = resolve(__dirname, '..', '..', '..');
  await restore(dist, backup, data, (line) => process.stdout.write(`${line}\n`));
});
