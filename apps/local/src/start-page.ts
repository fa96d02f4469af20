import type { LocalIssuer } from '@adapters/identity';

import {
  agencies,
  officerOf,
  officersOf,
  inspectorate,
  oneStopCentre,
  operatingAgency,
  toolsOfficer,
} from './scenario/agencies';

type Post = Parameters<typeof officerOf>[1];

/** One officer for each demonstration role; the records clerk, leader and specialist are of one department. */
const department = 'H00.02';
const shown: readonly (readonly [string, Post])[] = [
  [department, 'cv'],
  [department, 'ld'],
  [department, 'vt'],
  [oneStopCentre, 'mc'],
  [inspectorate, 'tt'],
  [operatingAgency, 'vh'],
];

/** Whose token the tools of this machine use: a system that imports, and an operator once it is appointed. */
export const operator = { sub: toolsOfficer.officer, agency: operatingAgency, roles: ['Importer'] };

/** A token for each demonstration role, or only the operator's when the province was not played. */
export async function tokens(issuer: LocalIssuer, isPlayed: boolean): Promise<string[]> {
  const lines = ['Tokens, good for 12 hours (curl -H "authorization: Bearer <token>"):'];
  for (const [code, post] of isPlayed ? shown : shown.slice(-1)) {
    const agency = agencies.find((candidate) => candidate.code === code);
    const officer =
      agency && officersOf(agency).find((candidate) => candidate.officer === officerOf(code, post));
    if (!agency || !officer) continue;
    const token = await issuer.issue({ sub: officer.officer, agency: code, roles: officer.roles });
    lines.push('', `  ${officer.roles.join(', ')}: ${officer.officer}, ${code} ${agency.name}`, `  ${token}`);
  }
  return lines;
}
