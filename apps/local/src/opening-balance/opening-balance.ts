import { createHash, randomUUID } from 'node:crypto';
import type { ImportInNumbers } from '@contracts';
import { ImportingClient, type Walk } from '../importing/importing-client';
import { ToolRefused } from '../tool-refused';
import { type BadLine, type BookInFile, type DossierInFile, readBalance } from './balance-file';

export interface OpeningBalance {
  /** Without folders; it stands beside every fact that comes out of the file. */
  readonly fileName: string;
  readonly bytes: Uint8Array;
  readonly address: string;
  /** With role `Importer`. */
  readonly token: string;
  say(line: string): void;
}

const readModelsWithinMs = 15 * 60_000;

/**
 * Brings in what an older system leaves open: the next number of each book, or the dossiers under way. A line is one
 * command, so that it is there whole or not at all; the others go on when one is refused. Cut off, it goes on when it
 * is called again.
 * @throws ToolRefused when a line is refused, after all of them were tried and each refusal was said; or when every
 * line was brought in before
 */
export async function openingBalance(access: OpeningBalance): Promise<void> {
  const { fileName, bytes, say } = access;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const client = new ImportingClient({ ...access, source: `${encodeURIComponent(fileName)}#${sha256}` });
  const posts = [...(await client.agencies()).values()].map(
    ({ code, officers }) => [code, officers.map(({ officer }) => officer)] as const,
  );
  const { books, dossiers, bad } = await readBalance(bytes, new Map(posts));
  const refused: BadLine[] = [...bad];
  const onRefused = (line: number) => (problem: string) => void refused.push({ line, problems: [problem] });
  // Nothing is known of a file that brought nothing.
  const counted = async (after = ''): Promise<number> => {
    const path = `/imports/${sha256}${after}`;
    const none = { dossiers: 0 };
    const { dossiers: opened } = await client.question<Pick<ImportInNumbers, 'dossiers'>>(
      ...([path, readModelsWithinMs, none] as const),
    );
    return opened;
  };
  const before = dossiers.length === 0 ? 0 : await counted();
  const sent = client.commands;
  const run = randomUUID();
  await client.walk([
    ...books.map((each) => opening(each, run, onRefused(each.line))),
    ...dossiers.map((each) => begun(each, onRefused(each.line))),
  ]);
  const taken = client.commands - sent;
  const after = client.position === undefined ? '' : `?after=${client.position}`;
  const there = dossiers.length === 0 ? 0 : taken - ((await counted(after)) - before);
  for (const { line, problems } of refused.sort((a, b) => a.line - b.line))
    say(`${fileName}:${line}: ${problems.join('; ')}`);
  if (there > 0) say(`${there} lines were brought in before; nothing was added for them`);
  say(`${taken - there} lines were brought in, ${refused.length} were refused`);
  if (refused.length > 0) throw new ToolRefused(`${fileName}: ${refused.length} lines were refused`);
  if (taken - there === 0)
    throw new ToolRefused(`${fileName} adds nothing: every line was brought in before`);
}

/** Under a key of this run: a book that was opened before says so. */
function* opening(
  { line, agency, officer, year, body }: BookInFile,
  run: string,
  onRefused: (problem: string) => void,
): Walk {
  const key = `opening-balance:${run}:${line}`;
  const said = `Line ${line}`;
  yield { operation: 'openBook', target: { year }, body, agency, officer, key, said, onRefused };
}

/** Under a key of the code: the same dossier is the same command for ever, in whatever file it stands. */
function* begun({ line, agency, officer, body }: DossierInFile, onRefused: (problem: string) => void): Walk {
  const code = createHash('sha256').update(JSON.stringify(body.codes)).digest('hex').slice(0, 40);
  const key = `opening-balance:${code}`;
  yield { operation: 'openDossier', body, agency, officer, key, said: `Line ${line}`, onRefused };
}
