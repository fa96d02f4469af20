import { createHash } from 'node:crypto';
import type { AgencyCard, ImportInNumbers, OperationName } from '@contracts';
import { ImportingClient, type Walk } from '../importing/importing-client';
import { ToolRefused } from '../tool';
import { type DossierCommand, dossiersOf, type ReplayedDossier } from './dossier-commands';
import { differences, importTable, numbersOf } from './import-table';
import type { BadRow, LogRow } from './log-row';
import { type UnitOfLog, unitsOf } from './log-units';
import { grouped, Progress, type Screen } from './progress';
import { readLog } from './read-log';

export interface Replay {
  /** Without folders; it stands beside every fact that comes out of the file. */
  readonly fileName: string;
  readonly bytes: Uint8Array;
  readonly address: string;
  readonly token: string;
  /** Replays the rows that are right when some are not. */
  readonly skipBad: boolean;
  readonly screen: Screen;
}

const badRowsTold = 50;
/** Read models that are built again meanwhile may need long. */
const readModelsWithinMs = 15 * 60_000;
const topAgency = 'H00';

/**
 * Replays a permit log as commands with its own instants and prints what the read models then hold. The same file
 * again, or after it was cut off anywhere, adds only what is missing.
 * @throws ToolRefused in one line; what was recorded before stays.
 */
export async function replayLog(replay: Replay): Promise<ImportInNumbers> {
  const { fileName, bytes, screen } = replay;
  const print = (line: string): void => void screen.write(`${line}\n`);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const rows = rowsOf(replay, print);
  const source = `${encodeURIComponent(fileName)}#${sha256}`;
  const client = new ImportingClient({ ...replay, source });
  const dossiers = dossiersOf(rows);
  print(`${fileName}: ${grouped(rows.length)} rows, ${grouped(dossiers.length)} dossiers; SHA-256 ${sha256}`);
  await registerUnits(client, unitsOf(rows));

  const progress = new Progress(screen, dossiers.flatMap(({ commands }) => commands).length);
  const before = client.commands;
  const begunMs = performance.now();
  try {
    await client.walk(dossiers.map(walkOf), () => progress.advance());
  } finally {
    progress.end();
  }
  const seconds = (performance.now() - begunMs) / 1000;
  const sent = client.commands - before;

  const path = `/imports/${sha256}?after=${String(client.position)}`;
  const read = await client.question<ImportInNumbers>(path, readModelsWithinMs);
  const inFile = numbersOf(rows);
  for (const line of ['', ...importTable(read, inFile), '']) print(line);
  const different = differences(read, inFile);
  if (different.length > 0) {
    print(`Not the same: ${different.join(', ')}. What an earlier file brought is counted under that file.`);
  }
  print(
    `${grouped(sent)} commands in ${seconds.toFixed(1)} s: ${grouped(Math.round(sent / seconds))} commands/s`,
  );
  return read;
}

/** The rows to replay. A file with a bad row is refused as a whole, unless its bad rows are to be skipped. */
function rowsOf({ fileName, bytes, skipBad }: Replay, print: (line: string) => void): readonly LogRow[] {
  const { rows, bad } = readLog(bytes, new Date().toISOString());
  if (bad.length > 0) tell(bad, fileName, print);
  if (bad.length > 0 && !skipBad) {
    const then = 'mend them, or leave them out with --skip-bad';
    throw new ToolRefused(`${fileName} has bad rows (${grouped(bad.length)}); nothing was sent: ${then}`);
  }
  if (rows.length === 0) throw new ToolRefused(`${fileName} holds no row to replay`);
  if (bad.length > 0) print(`Skipped: ${grouped(bad.length)} bad rows`);
  return rows;
}

function tell(bad: readonly BadRow[], fileName: string, print: (line: string) => void): void {
  for (const { line, problems } of bad.slice(0, badRowsTold)) {
    print(`${fileName}:${line}: ${problems.join('; ')}`);
  }
  if (bad.length > badRowsTold) print(`… and ${grouped(bad.length - badRowsTold)} more bad rows`);
}

/** Registers what is missing. The log does not say since when units exist, so they do from now on. */
async function registerUnits(client: ImportingClient, units: readonly UnitOfLog[]): Promise<void> {
  const cards = await client.agencies();
  const me = await client.question<{ agency: string; officer: string }>('/me');
  const parent = cards.has(topAgency) ? { parent: topAgency } : {};
  await client.walk(units.map((unit) => registering(unit, cards.get(unit.agency.code), parent, me)));
}

function* registering(
  { agency, officers }: UnitOfLog,
  known: AgencyCard | undefined,
  parent: object,
  me: { readonly agency: string; readonly officer: string },
): Walk {
  const { code, ...card } = agency;
  const target = { agency: code };
  if (known === undefined) {
    const body = { ...card, tier: 'commune', ...parent };
    yield { operation: 'registerAgency', target, body, ...me, said: `The registration of ${code}` };
  }
  for (const officer of officers) {
    if (known?.officers.some((appointed) => appointed.officer === officer)) continue;
    const body = { officer, displayName: `Cán bộ ${officer} (nhật ký)`, roles: ['OneStopOfficer'] };
    const said = `The appointment of ${officer} in ${code}`;
    yield { operation: 'appointOfficer', target, body, ...me, key: `replay-log:${officer}`, said };
  }
}

const operationOf = {
  open: 'openDossier',
  offer: 'offerHandoff',
  accept: 'acceptHandoff',
  record: 'recordActivity',
  complete: 'completeDossier',
} as const satisfies Record<DossierCommand['does'], OperationName>;

/** Each command waits for the one before it: an instant before the last one of its dossier would be refused. */
function* walkOf({ caseId, commands }: ReplayedDossier): Walk {
  let dossierId = '';
  let handoffId = '';
  for (const { does, line, body, at, agency, officer, key } of commands) {
    const target = {
      ...(does === 'open' ? {} : { dossierId }),
      ...(does === 'accept' ? { handoffId } : {}),
    };
    const said = `Line ${line} (${caseId}, ${does} at ${at})`;
    const answer = yield { operation: operationOf[does], target, body, agency, officer, at, key, said };
    if (does === 'open') dossierId = String(answer['dossierId']);
    if (does === 'offer') handoffId = String(answer['handoffId']);
  }
}
