import type { Role } from '@domain/codes';
import type { Row } from '../bench';
import type { House } from '../house';
import { quantile } from '../pairs';
import { Seeds } from '../seeds';
import { type Line, number } from '../table';
import { giver, travelledFacts } from './seeded-dossiers';

/** Events of the dossiers that are read; a third of them, but for the opening, are acceptances of hand-offs. */
const lengths = { short: 10, long: 1_000 } as const;
type Length = keyof typeof lengths;

/** What is asked about a dossier, and by whom. */
interface Question {
  readonly what: string;
  readonly role: Role;
  path(dossierId: string): string;
  /** Asked page by page to its end. */
  readonly isWhole?: boolean;
  /** Rows or events that all answers together hold. */
  readonly rows: Readonly<Record<Length, number>>;
}

const rowsOf = (length: Length) => (lengths[length] - 1) / 3;
const rows = { short: rowsOf('short'), long: rowsOf('long') };
const slip = (id: string) => `/dossiers/${id}/control-slip`;
const history = (id: string) => `/audit/dossiers/${id}/history`;

const questions: readonly Question[] = [
  { what: 'view', role: 'OneStopOfficer', path: (id) => `/dossiers/${id}`, rows: { short: 0, long: 0 } },
  { what: 'control slip, first page', role: 'OneStopOfficer', path: slip, rows: { ...rows, long: 50 } },
  {
    ...{ what: 'control slip, all pages of 200', role: 'OneStopOfficer', rows, isWhole: true },
    path: (id) => `${slip(id)}?limit=200`,
  },
  { what: 'history, first page', role: 'Auditor', path: history, rows: { ...lengths, long: 200 } },
  { what: 'history, all pages of 200', role: 'Auditor', path: history, rows: lengths, isWhole: true },
];

/** A dossier of 1,000 events beside one of 10, each question asked of one and the other by turns. */
export const long: Row = async (bench) => {
  const house = await bench.house();
  const rounds = bench.isQuick ? 10 : 300;
  const seeds = new Seeds(house.store);
  const seeded = async (length: Length) =>
    (await seeds.dossiersOf(1, (id) => travelledFacts(id, lengths[length])))[0] as string;
  const ids = { short: await seeded('short'), long: await seeded('long') };
  await house.settled();
  const lines: Line[] = [];
  for (const question of questions) {
    const times = { short: [] as number[], long: [] as number[] };
    for (let round = -Math.ceil(rounds / 10); round < rounds; round++) {
      for (const length of ['short', 'long'] as const) {
        const ms = await timeToRead(house, question, { length, id: ids[length] });
        if (round >= 0) times[length].push(ms);
      }
    }
    lines.push(lineOf(question, times));
  }
  return lines;
};

/** @throws when the answers do not hold what they should. */
async function timeToRead(
  house: House,
  { what, role, path, isWhole = false, rows: wanted }: Question,
  { length, id }: { readonly length: Length; readonly id: string },
): Promise<number> {
  const headers = { authorization: `Bearer ${await house.token(giver, role)}` };
  const question = new URL(path(id), house.address);
  const started = performance.now();
  let found = 0;
  for (let next: string | undefined = ''; next !== undefined;) {
    if (next !== '') question.searchParams.set('cursor', next);
    const answer = await fetch(question, { headers });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${what} was answered ${answer.status}: ${text}`);
    const page = JSON.parse(text) as { rows?: unknown[]; events?: unknown[]; next?: string };
    found += (page.rows ?? page.events ?? []).length;
    next = isWhole ? page.next : undefined;
  }
  const ms = performance.now() - started;
  if (found !== wanted[length])
    throw new Error(`${what} of ${lengths[length]} events holds ${found}, not ${wanted[length]}`);
  return ms;
}

function lineOf({ what, rows: held }: Question, times: Readonly<Record<Length, number[]>>): Line {
  const at = (length: Length, share: number) => {
    const sorted = times[length].sort((a, b) => a - b);
    return quantile(sorted, share);
  };
  const told = (length: Length) =>
    `p50 ${number(at(length, 0.5))} ms, p95 ${number(at(length, 0.95))} ms` +
    (held[length] === 0 ? '' : ` (${number(held[length])})`);
  return {
    row: 'long',
    what: `${what}, ${number(lengths.long)} events`,
    value: told('long'),
    against: `${number(lengths.short)} events: ${told('short')}`,
    ratio: `**${number(at('long', 0.95) / at('short', 0.95))}**`,
  };
}
