import { createHash } from 'node:crypto';
import { type CsvError, parse } from 'csv-parse/sync';
import { AgencyTarget, BookTarget, OpenBookBody, OpenDossierBody } from '@contracts';
import { faultsOfCells } from '../importing/faults-of-cells';
import { ToolRefused } from '../tool-refused';

interface LineInFile {
  readonly line: number;
  /** In whose name it is brought in: an officer in post at the agency. */
  readonly agency: string;
  readonly officer: string;
}

export interface BookInFile extends LineInFile {
  readonly year: number;
  readonly body: OpenBookBody;
}

export interface DossierInFile extends LineInFile {
  readonly body: OpenDossierBody;
}

export interface BadLine {
  readonly line: number;
  readonly problems: readonly string[];
}

/** One of the two kinds of files, by the names of its columns. */
export interface Balance {
  readonly books: readonly BookInFile[];
  readonly dossiers: readonly DossierInFile[];
  readonly bad: readonly BadLine[];
}

const bookColumns = ['agency', 'officer', 'series', 'year', 'nextNumber'] as const;
const dossierColumns = [
  'agency',
  'officer',
  'code',
  'scheme',
  'procedure',
  'channel',
  'startedAt',
  'dueAt',
] as const;
type Column = (typeof bookColumns)[number] | (typeof dossierColumns)[number] | 'applicantRef';
type Cells = Readonly<Record<Column, string | undefined>>;

/** How offices head their tables, in lower case. */
const inVietnamese: Readonly<Record<string, Column>> = {
  'mã cơ quan': 'agency',
  'mã cán bộ': 'officer',
  'loại sổ': 'series',
  năm: 'year',
  'số tiếp theo': 'nextNumber',
  'mã hồ sơ': 'code',
  'loại mã': 'scheme',
  'mã thủ tục': 'procedure',
  'cách thức nộp': 'channel',
  'ngày tiếp nhận': 'startedAt',
  'ngày hẹn trả': 'dueAt',
  'mã người nộp': 'applicantRef',
};
/** And what they write in the cells of closed lists. */
const words: Readonly<Record<string, string>> = {
  'sổ đến': 'incoming',
  'sổ đi': 'outgoing',
  'sổ sao': 'outgoingcopy',
  'trực tiếp': 'counter',
  'trực tuyến': 'online',
  'bưu chính': 'post',
};

const fileBytesMax = 64 * 1024 * 1024;

/**
 * An opening balance: CSV, UTF-8 with or without a byte order mark, at most 64 MiB, columns divided by commas or
 * semicolons and named in line 1, in English or Vietnamese. Books: `agency, officer, series, year, nextNumber`. Open
 * dossiers: `agency, officer, code, scheme, procedure, channel, startedAt, dueAt` and, where it is known,
 * `applicantRef`; days are `YYYY-MM-DD` or `DD/MM/YYYY`, local, or instants. Each line is right as a whole or among the
 * bad ones.
 * @param posts officers of each agency of the directory
 * @throws ToolRefused when it is no such table at all
 */
export async function readBalance(bytes: Uint8Array, posts: Posts): Promise<Balance> {
  if (bytes.byteLength > fileBytesMax) throw new ToolRefused(`The file is larger than ${fileBytesMax} bytes`);
  const { rows, isOfBooks } = rowsOf(textOf(bytes));
  const books: BookInFile[] = [];
  const dossiers: DossierInFile[] = [];
  const bad: BadLine[] = [];
  const lineOf = new Map<string, number>();
  for (const { line, cells } of rows) {
    const read = isOfBooks ? bookOf(line, cells) : dossierOf(line, cells);
    const problems = await faultsOf(read, posts);
    const name = nameOf(read);
    const before = lineOf.get(name);
    if (before !== undefined) problems.push(`says of ${name} what line ${before} says already`);
    if (problems.length > 0) bad.push({ line, problems });
    else {
      lineOf.set(name, line);
      if ('year' in read) books.push(read);
      else dossiers.push(read);
    }
  }
  return { books, dossiers, bad };
}

function textOf(bytes: Uint8Array): string {
  try {
    // Takes the byte order mark away.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).normalize('NFC');
  } catch (cause) {
    throw new ToolRefused('The file is not UTF-8 text; save it as UTF-8 and begin again', { cause });
  }
}

interface Row {
  readonly line: number;
  readonly cells: Cells;
}

function rowsOf(text: string): { readonly rows: readonly Row[]; readonly isOfBooks: boolean } {
  const [head = ''] = text.split(/\r?\n/, 1);
  let isOfBooks = false;
  const columns = (names: readonly string[]): string[] => {
    const known = names.map((name) => inVietnamese[name.trim().toLowerCase()] ?? name.trim());
    isOfBooks = known.includes('series');
    const wanted = isOfBooks ? bookColumns : dossierColumns;
    const wrong = wanted.filter((column) => known.filter((name) => name === column).length !== 1);
    if (wrong.length === 0) return known;
    throw new ToolRefused(`Line 1 has to name each of these columns once: ${wrong.join(', ')}`);
  };
  try {
    const delimiter = head.includes(';') ? ';' : ',';
    const parsed = parse(text, { columns, delimiter, info: true, skip_empty_lines: true, trim: true });
    const rows = (parsed as unknown as { info: { lines: number }; record: Cells }[]).map(
      ({ info, record }) => ({ line: info.lines, cells: record }),
    );
    return { rows, isOfBooks };
  } catch (error) {
    if (error instanceof ToolRefused) throw error;
    throw new ToolRefused(`The file cannot be read as CSV: ${(error as CsvError).message}`, { cause: error });
  }
}

const inWords = (cell = ''): string => words[cell.toLowerCase()] ?? cell;

function bookOf(line: number, cells: Cells): BookInFile {
  const { agency = '', officer = '', series, year = '', nextNumber = '' } = cells;
  const body = { series: inWords(series), nextNumber: Number(nextNumber || 'none') };
  return { line, agency, officer, year: Number(year || 'none'), body };
}

function dossierOf(line: number, cells: Cells): DossierInFile {
  const { agency = '', officer = '', code = '', scheme = '', procedure = '', channel } = cells;
  const { applicantRef = '' } = cells;
  const dueAt = instantOf(cells.dueAt ?? '', 'end');
  const body = {
    procedure,
    channel: inWords(channel) as OpenDossierBody['channel'],
    applicantRef: applicantRef === '' ? refOf(agency, scheme, code) : applicantRef,
    codes: [{ scheme, value: code }],
    startedAt: instantOf(cells.startedAt ?? '', 'begin'),
    ...(dueAt === '' ? {} : { dueAt }),
  };
  return { line, agency, officer, body };
}

/** Of an applicant nobody has recorded here: the same for the same dossier. */
function refOf(...said: readonly string[]): string {
  const hex = createHash('sha256').update(JSON.stringify(said)).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Local days begin and end in Vietnam, UTC+7; anything else is left to be judged as an instant. */
function instantOf(cell: string, which: 'begin' | 'end'): string {
  const [, day, month, year] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(cell) ?? [];
  const date = year === undefined ? cell : `${year}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}`;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return cell;
  const begin = Date.parse(`${date}T00:00:00.000+07:00`);
  // 31 February reads as a day of March.
  const isDay = !Number.isNaN(begin) && new Date(begin + 7 * hourMs).toISOString().startsWith(date);
  return isDay ? new Date(which === 'begin' ? begin : begin + 24 * hourMs - 1).toISOString() : cell;
}

const hourMs = 60 * 60 * 1_000;

const nameOf = (read: BookInFile | DossierInFile): string => {
  if ('year' in read) return `${read.agency} ${read.body.series} ${read.year}`;
  const [code] = read.body.codes ?? [];
  return `${read.agency} ${code?.scheme} ${code?.value}`;
};

/** Officers of each agency, by its code. */
type Posts = ReadonlyMap<string, readonly string[]>;

async function faultsOf(read: BookInFile | DossierInFile, posts: Posts): Promise<string[]> {
  const { agency, officer } = read;
  const ofAgency = await faultsOfCells(AgencyTarget, { agency });
  const unknown = ofAgency.length === 0 ? unknownIn(posts, agency, officer) : [];
  const ofBody =
    'year' in read
      ? [
          ...(await faultsOfCells(BookTarget, { year: read.year })),
          ...(await faultsOfCells(OpenBookBody, read.body)),
        ]
      : await faultsOfCells(OpenDossierBody, read.body);
  return [...ofAgency, ...unknown, ...ofBody];
}

function unknownIn(posts: Posts, agency: string, officer: string): string[] {
  const officers = posts.get(agency);
  if (officers === undefined) return [`no agency has the code ${agency}`];
  return officers.includes(officer) ? [] : [`${officer || 'nobody'} is no officer of ${agency}`];
}
