import { withSecretsRead } from '@runtime/configuration';
import { historyInStore, historyOfHouse } from './history/history-access';
import { renew, showHistory, usage } from './history/history-tool';
import { runningHouse, runTool, toolArguments, ToolRefused } from './tool';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** `npm run history -- show | renew --reason TEXT [--after N]`: which history of the store the house works on. */
runTool(async () => {
  const { port, options, words } = toolArguments(process.argv.slice(2), ['after', 'reason']);
  const [verb, ...rest] = words;
  if ((verb !== 'show' && verb !== 'renew') || rest.length > 0) throw new ToolRefused(usage);
  const url = withSecretsRead(process.env)['EVENTSTORE_URL'];
  const access = url ? historyInStore(url) : await historyOfHouse(await runningHouse(port));
  try {
    if (verb === 'show') await showHistory(access, say);
    else await renew(access, options, say);
  } finally {
    await access.close();
  }
});
