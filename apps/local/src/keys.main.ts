import { withSecretsRead } from '@runtime/configuration';
import { backUpKeys, restoreKeys } from './keeping/key-backup';
import { runTool, toolArguments, ToolRefused } from './tool';

const usage =
  'usage: npm run keys -- backup SHELF [--days 35] [--data DIR], or: npm run keys -- restore COPY [--data DIR]';
const daysUsually = 35;

/** Backup and restore of the keys of personal data, in files or in a database, apart from every other backup. */
runTool(async () => {
  const { options, words } = toolArguments(process.argv.slice(2), ['data', 'days']);
  const [verb, folder, ...rest] = words;
  const days = Number(options['days'] ?? daysUsually);
  if (folder === undefined || rest.length > 0 || !(days >= 1 && days <= 366)) throw new ToolRefused(usage);
  const data = options['data'] ?? process.env['LIENTHONG_DATA_DIR'] ?? '.lienthong';
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  const keysUrl = withSecretsRead(process.env)['LIENTHONG_KEYS_URL'];
  const keys = keysUrl ? { data, keysUrl } : { data };
  if (verb === 'backup') return backUpKeys(keys, folder, days, say);
  if (verb === 'restore') return restoreKeys(folder, keys, say);
  throw new ToolRefused(usage);
});
