import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StoredEvent } from '@adapters/event-store';
import type { SearchQuery, SearchRow } from '@contracts';
import { everyFact } from '../../../../test/flows/every-fact';
import { projectUpTo } from '../../../../test/flows/rows-of';
import { paged, ToldRows } from '../../../../test/flows/told-rows';
import { SearchFor, SearchHandler } from './search.query';

/** A number within a fact: where it stands, and what it is. */
interface Numbered {
  readonly name: 'number' | 'symbol' | 'code';
  readonly value: string | number;
}

const isNumber = (value: unknown): value is string | number => ['string', 'number'].includes(typeof value);

/** Other documents that a fact names: each is found by the fact that gave it its number. */
const ofOthers = ['responseFor', 'replaces', 'corrects', 'copyOf', 'earlier', 'replacement', 'correction'];

/** Every number, symbol and code in the data of a fact, however deep. */
function numbersIn(data: unknown): readonly Numbered[] {
  if (typeof data !== 'object' || data === null) return [];
  const own = Object.entries(data).filter(([key]) => !ofOthers.includes(key));
  return own.flatMap(([key, value]): readonly Numbered[] => {
    const [, name] = /^(?:.*[a-z])?(number|symbol|code)s?$/i.exec(key) ?? [];
    const each: readonly unknown[] = Array.isArray(value) ? value : [value];
    return each.flatMap((one) => {
      const told = (one as { readonly value?: unknown } | null)?.value ?? one;
      if (name !== undefined && isNumber(told))
        return [{ name: name.toLowerCase() as Numbered['name'], value: told }];
      return numbersIn(one);
    });
  });
}

/** They bear a number and give none to anything that somebody could look for. */
const givesNone: Readonly<Record<string, string>> = {
  AgencyRegistered: 'the code of an agency, which its directory lists',
  BookOpened: 'numbers that another system has given',
  DeliveryAttemptFailed: 'the code of a reason',
  DeliveryFailed: 'the code of a reason',
  DocumentNumberVoided: 'a number that is taken back',
  LinkedResultsConsolidated: 'symbols that the single results had before',
  NumberAllocated: 'a number that the fact behind it gives: of the document, the receipt, the line on paper',
  NumberVoided: 'a number that is taken back',
  ReceiptRefused: 'the code of a reason',
  StatusReceivedOutOfOrder: 'the code of a status',
  WebhookParked: "a place in the agency's messages",
  WebhookProven: "a place in the agency's messages",
  WebhookResumed: "a place in the agency's messages",
  WebhookSubscribed: "a place in the agency's messages",
};

const nameOf = ({ type }: { readonly type: string }): string => type.split('.')[0] as string;

type Data = Readonly<Record<string, string | undefined>>;

/** Whose search finds which of the ids in a row. */
function soughtOf(data: Data): { readonly agency: string; readonly id: string } {
  const { agency, to, documentId, dossierId, slipId, key } = data;
  const id = documentId ?? dossierId ?? slipId ?? key?.replace('paper-', '');
  if (id === undefined) throw new Error(`has a number, and no id that search knows: ${JSON.stringify(data)}`);
  const whose = dossierId === undefined && typeof to === 'string' && slipId === undefined ? to : agency;
  return { agency: whose ?? '', id };
}

const pageOf = ({ name, value }: Numbered, { slipId }: Data): SearchQuery => ({
  ...(name === 'number' ? { number: Number(value) } : { symbol: String(value) }),
  ...(slipId === undefined ? {} : { kind: 'slip' }),
});

const told = new ToldRows();
told.onDatabase({ 'whatever has a number': () => it('is found by it', isFound, 60_000) });

async function isFound(): Promise<void> {
  const events = await everyFact();
  await projectUpTo(told.reads, '5d0f6a52-1111-4222-8333-944455556666', events);
  const found = async ({ agency, id }: ReturnType<typeof soughtOf>, page: SearchQuery): Promise<boolean> => {
    const rows = await paged<SearchRow>((cursor) =>
      new SearchHandler(told.reads, told.parties).execute(new SearchFor(agency, { ...page, ...cursor })),
    );
    return rows.some((row) => [row.documentId, row.dossierId, row.slipId, row.paperEntryId].includes(id));
  };
  const missing: string[] = [];
  const walked = new Set<string>();
  for (const event of events) {
    const data = event.data as Data;
    const numbers = nameOf(event) in givesNone || isTakenBack(event, events) ? [] : numbersIn(data);
    for (const number of numbers) {
      walked.add(nameOf(event));
      const sought = soughtOf(data);
      if (!(await found(sought, pageOf(number, data))))
        missing.push(`${event.type} ${number.name} ${number.value}, ${sought.agency} ${sought.id}`);
    }
  }
  expect(missing).toEqual([]);
  expect(withNumbers().filter((name) => !walked.has(name) && !(name in givesNone))).toEqual([]);
}

/** A document whose number is taken back is not found by it any more, nor one that has not arrived. */
function isTakenBack({ type, data, position }: StoredEvent, events: readonly StoredEvent[]): boolean {
  const { documentId, symbol, to } = data as Data;
  const about = events.filter((event) => (event.data as Data)['documentId'] === documentId);
  if (nameOf({ type }) === 'DeliveryRequested')
    return !about.some((event) => nameOf(event) === 'DocumentArrived' && (event.data as Data)['to'] === to);
  return about.some(
    (event) =>
      event.position > position &&
      nameOf(event) === 'DocumentNumberVoided' &&
      (event.data as Data)['symbol'] === symbol,
  );
}

/** Every fact that was ever stored and has a number in it, by the golden files of all stored names. */
function withNumbers(): readonly string[] {
  const folder = join(__dirname, '../../../../test/golden/events');
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  const numbered = files.filter((file) => {
    const { data } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { readonly data: unknown };
    return numbersIn(data).length > 0;
  });
  return [...new Set(numbered.map((file) => nameOf({ type: file })))];
}

it('says of each fact that gives no number what its number is', () =>
  expect(Object.keys(givesNone).filter((name) => !withNumbers().includes(name))).toEqual([]));
