import { resolve } from 'node:path';
import { backUp } from './keeping/data-backup';
import { runTool, toolArguments, ToolRefused } from './tool';

/** `npm run backup -- TARGET [--data DIR]`: a whole data folder, while its house runs or not. */
runTool(async () => {
  const { options, words } = toolArguments(process.argv.slice(2), ['data']);
  const [target, ...rest] = words;
  if (target === undefined || rest.length > 0) {
    throw new ToolRefused('usage: npm run backup -- TARGET [--data DIR]');
  }
  const data = options['data'] ?? process.env['LIENTHONG_DATA_DIR'] ?? '.lienthong';
  const dist = resolve(__dirname, '..', '..', '..');
  await backUp(dist, data, target, (line) => process.stdout.write(`${line}\n`));
});
