import { join } from 'node:path';
import { LocalIssuer } from '@adapters/identity';
import type { AgencyCard, Page } from '@contracts';
import { carrierSubject } from './carrier-subject';
import type { RunFile } from './run-file';
import { runningHouse, runTool, toolArguments, ToolRefused } from './tool';

/** Asks the directory of the running house, page by page, for the officer's agency and roles. */
async function appointmentOf(officer: string, { address, operatorToken }: RunFile) {
  const headers = { authorization: `Bearer ${operatorToken}` };
  for (let cursor = ''; ;) {
    const query = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const response = await fetch(`${address}/agencies?limit=200${query}`, { headers });
    if (!response.ok)
      throw new ToolRefused(`The directory answered ${response.status}: ${await response.text()}`);
    const { rows, next } = (await response.json()) as Page<AgencyCard>;
    for (const { code, officers } of rows) {
      const found = officers.find((candidate) => candidate.officer === officer);
      if (found !== undefined) return { agency: code, roles: found.roles };
    }
    if (next === undefined)
      throw new ToolRefused(`No agency has an officer ${officer}; GET /agencies lists them`);
    cursor = next;
  }
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
      ? { sub: officer as string, ...(await appointmentOf(officer as string, house)) }
      : carrierSubject(carrier, words, house.carriedAgencies ?? []);
  const issuer = await LocalIssuer.open(join(house.dataFolder, 'identity'));
  process.stdout.write(`${await issuer.issue(subject)}\n`);
});
