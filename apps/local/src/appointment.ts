import { join } from 'node:path';
import { LocalIssuer } from '@adapters/identity';
import type { AgencyCard, Page } from '@contracts';
import type { RunFile } from './run-file';
import { toolsOfficer } from './scenario/agencies';
import { ToolRefused } from './tool-refused';

/** Asks the directory of the running house, page by page, where an officer is in post; nothing when nowhere. */
export async function appointmentOf(officer: string, { address, operatorToken }: RunFile) {
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
    if (next === undefined) return undefined;
    cursor = next;
  }
}

/**
 * A token of the tools of this machine, for the agency they are appointed in; before that they are a system that
 * imports and nothing else. Nothing when another issuer makes the tokens.
 */
export async function toolsToken(house: RunFile): Promise<string | undefined> {
  if (house.operatorToken === undefined) return undefined;
  const post = await appointmentOf(toolsOfficer.officer, house);
  if (post === undefined) return house.operatorToken;
  const issuer = await LocalIssuer.open(join(house.dataFolder, 'identity'));
  return issuer.issue({ sub: toolsOfficer.officer, agency: post.agency, roles: ['Importer'] });
}
