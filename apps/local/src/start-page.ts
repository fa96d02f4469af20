import {
  agencies,
  inspectorate,
  officerOf,
  officersOf,
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

/**
 * How to get a token, never one: what a terminal shows stays in its history and in logs. With the demonstration
 * province also an officer for each role.
 */
export function waysToTokens(runFile: string, isPlayed: boolean): string[] {
  const officers = shown.flatMap(([code, post]) => {
    const agency = agencies.find((candidate) => candidate.code === code);
    const officer =
      agency && officersOf(agency).find((candidate) => candidate.officer === officerOf(code, post));
    if (!agency || !officer) return [];
    return [`  ${officer.officer.padEnd(12)}${officer.roles.join(', ')}, ${code} ${agency.name}`];
  });
  return [
    'Tokens, good for 12 hours: npm run token -- OFFICER (curl -H "authorization: Bearer <token>")',
    ...(isPlayed ? officers : []),
    `  Tools of this machine take the operator's from ${runFile}, which only you can read.`,
  ];
}
