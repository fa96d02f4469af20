import { type CsvError, parse } from 'csv-parse/sync';
import { AgencyTarget, AppointOfficerBody, RegisterAgencyBody } from '@contracts';
import { faultsOfCells } from '../importing/faults-of-cells';
import { ToolRefused } from '../tool';

export type OfficerInFile = Pick<AppointOfficerBody, 'officer' | 'displayName' | 'roles'>;

export interface AgencyInFile {
  readonly agency: string;
  readonly card: Pick<RegisterAgencyBody, 'name' | 'abbreviation' | 'tier' | 'parent'>;
  readonly officers: readonly OfficerInFile[];
}

const columns = [
  ...['agency', 'name', 'abbreviation', 'tier', 'parent', 'officer', 'displayName', 'roles'],
] as const;
type Cells = Readonly<Record<(typeof columns)[number], string>>;

interface Row {
  readonly line: number;
  readonly cells: Cells;
}

const fileBytesMax = 16 * 1024 * 1024;
const problemsToldMax = 50;

/**
 * The first agencies of a province and their officers: CSV, UTF-8, at most 16 MiB, columns `agency, name,
 * abbreviation, tier, parent, officer, displayName, roles`. A row is one officer; the agency's own columns stand in
 * its first row and may be empty in the others. Roles stand with blanks between. Answers agencies with those above
 * first.
 * @throws ToolRefused naming every line that is wrong; then nothing was sent
 */
export async function readProvince(bytes: Uint8Array): Promise<readonly AgencyInFile[]> {
  if (bytes.byteLength > fileBytesMax) throw new ToolRefused(`The file is larger than ${fileBytesMax} bytes`);
  const rows = rowsOf(textOf(bytes));
  const problems: string[] = [];
  const agencies = new Map<string, AgencyInFile>();
  for (const row of rows) await take(row, agencies, problems);
  problems.push(...ofTheWhole([...agencies.values()]));
  if (rows.length === 0) problems.push('The file names no agency');
  if (problems.length === 0) return aboveFirst(agencies);
  const told = problems.slice(0, problemsToldMax);
  const more = problems.length > told.length ? [`… and ${problems.length - told.length} more`] : [];
  throw new ToolRefused([...told, ...more, 'Nothing was sent; mend the file and begin again'].join('\n'));
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).normalize('NFC');
  } catch (cause) {
    throw new ToolRefused('The file is not UTF-8 text; save it as UTF-8 and begin again', { cause });
  }
}

function rowsOf(text: string): readonly Row[] {
  try {
    const parsed = parse(text, { columns: namedOnce, info: true, skip_empty_lines: true, trim: true });
    return (parsed as unknown as { info: { lines: number }; record: Cells }[]).map(({ info, record }) => ({
      line: info.lines,
      cells: record,
    }));
  } catch (error) {
    if (error instanceof ToolRefused) throw error;
    throw new ToolRefused(`The file cannot be read as CSV: ${(error as CsvError).message}`, { cause: error });
  }
}

function namedOnce(names: string[]): string[] {
  const wrong = columns.filter((column) => names.filter((name) => name === column).length !== 1);
  if (wrong.length === 0) return names;
  throw new ToolRefused(`Line 1 has to name each of these columns once: ${wrong.join(', ')}`);
}

/** The agency of the row, begun or gone on with, and its officer if there is one. */
async function take({ line, cells }: Row, agencies: Map<string, AgencyInFile>, problems: string[]) {
  const { agency, name, abbreviation, tier, parent, officer, displayName, roles } = cells;
  const say = (said: readonly string[]): void =>
    void problems.push(...said.map((each) => `Line ${line}: ${each}`));
  const known = agencies.get(agency);
  const card = { name, abbreviation, tier, ...(parent === '' ? {} : { parent }) };
  const repeatsNothing = [name, abbreviation, tier, parent].every((cell) => cell === '');
  if (known === undefined) {
    say([
      ...(await faultsOfCells(AgencyTarget, { agency })),
      ...(await faultsOfCells(RegisterAgencyBody, card)),
    ]);
  } else if (!repeatsNothing && !isSame(known.card, card)) {
    say([`says other things of ${agency} than its first line`]);
  }
  const begun = known ?? { agency, card: card as AgencyInFile['card'], officers: [] };
  agencies.set(agency, begun);
  if (officer === '' && displayName === '' && roles === '') return;
  const post = { officer, displayName, roles: roles.split(/\s+/).filter((role) => role !== '') };
  say(await faultsOfCells(AppointOfficerBody, post));
  if (begun.officers.some((each) => each.officer === officer)) say([`names ${officer} of ${agency} again`]);
  agencies.set(agency, { ...begun, officers: [...begun.officers, post as OfficerInFile] });
}

function ofTheWhole(agencies: readonly AgencyInFile[]): string[] {
  const codes = new Set(agencies.map(({ agency }) => agency));
  const orphans = agencies.filter(({ card: { parent } }) => parent !== undefined && !codes.has(parent));
  const roles = agencies.flatMap(({ officers }) => officers.flatMap((officer) => officer.roles));
  return [
    ...orphans.map(
      ({ agency, card }) => `${agency} stands under ${card.parent}, which the file does not name`,
    ),
    ...(roles.includes('Operator')
      ? []
      : ['Nobody in the file has the role Operator; without one nobody could appoint others']),
  ];
}

/** @throws ToolRefused when agencies stand above each other in a circle */
function aboveFirst(agencies: ReadonlyMap<string, AgencyInFile>): readonly AgencyInFile[] {
  const ordered = new Set<AgencyInFile>();
  const place = (each: AgencyInFile, below: readonly string[]): void => {
    if (below.includes(each.agency)) {
      throw new ToolRefused(`${[...below, each.agency].join(' stands under ')}: a circle; nothing was sent`);
    }
    const above = each.card.parent === undefined ? undefined : agencies.get(each.card.parent);
    if (above !== undefined && !ordered.has(above)) place(above, [...below, each.agency]);
    ordered.add(each);
  };
  for (const each of agencies.values()) place(each, []);
  return [...ordered];
}

type Card = Readonly<Record<keyof AgencyInFile['card'], string | undefined>>;

/** What a registration says, one value after another. */
export const isSame = (a: object, b: object): boolean =>
  (['name', 'abbreviation', 'tier', 'parent'] as const).every((key) => (a as Card)[key] === (b as Card)[key]);
