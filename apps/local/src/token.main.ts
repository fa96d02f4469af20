import { join } from 'node:path';
import { LocalIssuer } from '@adapters/identity';
import { appointmentOf } from './appointment';
import { carrierSubject } from './carrier-subject';
import type { RunFile } from './run-file';
import { runningHouse, runTool, toolArguments, ToolRefused } from './tool';

async function officerIn(house: RunFile, officer: string) {
  const post = await appointmentOf(officer, house);
  if (post === undefined)
    throw new ToolRefused(`No agency has an officer ${officer}; GET /agencies lists them`);
  return { sub: officer, ...post };
}

const usage = 'usage: npm run token -- OFFICER | --carrier NAME [AGENCY…] [--port N]';

/**
 * `npm run token -- OFFICER [--port N]`: a token of the local issuer for an officer of the directory, valid for 12
 * hours. `npm run token -- --carrier NAME [AGENCY…]`: one for a carrier between systems (role `AxisAdapter`), good for
 * these agencies, or for all of `LIENTHONG_CARRIED_AGENCIES`.
 */
runTool(async () => {
  const { port, options, words } = toolArguments(process.argv.slice(2), ['carrier']);
  const { carrier } = options;
  const [officer] = words;
  if (carrier === undefined && (officer === undefined || words.length > 1)) throw new ToolRefused(usage);
  const house = await runningHouse(port);
  if (house.operatorToken === undefined) {
    throw new ToolRefused('This house takes its tokens from an outside issuer; ask there');
  }
  const subject =
    carrier === undefined
      ? await officerIn(house, officer as string)
      : carrierSubject(carrier, words, house.carriedAgencies ?? []);
  const issuer = await LocalIssuer.open(join(house.dataFolder, 'identity'));
  process.stdout.write(`${await issuer.issue(subject)}\n`);
});
