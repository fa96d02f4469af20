import { localDate } from '@domain/codes';
import { type Row } from '../projector/row-write';
import { table } from '../projector/table';
import { vectorOf } from './words';

export const entry = table('search_entry', 'found_id', 'direction', 'agency');

const given = `agency text collate "C", direction text collate "C", found_id text collate "C", kind text,
  at text collate "C", document_date text collate "C", due text collate "C", words text, dropped text, card jsonb`;
const ofGiven = 'entry.found_id = given.found_id and entry.direction = given.direction';

const inserted = entry.shape({
  given,
  writes: ['found_id', 'direction', 'agency'],
  sql: `insert into search_entry (agency, direction, found_id, kind, at, document_date, due, words, card)
    select agency, direction, found_id, kind, at, document_date, due, words::tsvector, card from given
    on conflict (found_id, direction, agency) do nothing`,
});

/** `dropped`: of all words that begin with one of these signs only those that are given stay. */
const changes = `set at = coalesce(given.at, entry.at),
  document_date = coalesce(given.document_date, entry.document_date),
  due = coalesce(given.due, entry.due), card = coalesce(entry.card || given.card, entry.card),
  words = ts_delete(entry.words, array(
      select lexeme from unnest(entry.words) where position(left(lexeme, 1) in given.dropped) > 0
    )) || given.words::tsvector`;

const changed = entry.shape({
  given,
  writes: ['found_id', 'direction', 'agency'],
  sql: `update search_entry as entry ${changes} from given where ${ofGiven} and entry.agency = given.agency`,
});

const changedForAll = entry.shape({
  given,
  writes: ['found_id', 'direction'],
  sql: `update search_entry as entry ${changes} from given where ${ofGiven}`,
});

const copied = entry.shape({
  given,
  writes: ['found_id', 'direction'],
  sql: `insert into search_entry (agency, direction, found_id, kind, at, document_date, due, words, card)
    select distinct on (given.agency, entry.found_id) given.agency, entry.direction, entry.found_id, entry.kind,
      entry.at, entry.document_date, entry.due, ts_delete(entry.words, array(
        select lexeme from unnest(entry.words) where left(lexeme, 1) = '@'
      )) || given.words::tsvector, entry.card
    from given join search_entry as entry on ${ofGiven}
    on conflict (found_id, direction, agency) do nothing`,
});

export type Kind = 'document' | 'paper' | 'dossier' | 'slip';

/** Whose row it is; what concerns no direction says its kind there. */
export interface EntryKey {
  readonly agency: string;
  readonly direction: 'in' | 'out' | 'dossier' | 'slip';
  readonly found_id: string;
}

interface Said {
  /** Instant by which it is sorted; absent until it may be found. */
  readonly at?: string | undefined;
  readonly documentDate?: string | undefined;
  /** Local date or instant. */
  readonly due?: string | undefined;
  /** Words that carry a sign. */
  readonly signs?: readonly string[];
  readonly texts?: readonly string[];
  readonly card?: Row[string];
}

/** Behind everything that is due. */
export const dueNever = '9999-12-31';

/** Before every date: it bears none any more. */
export const undated = '';

const dayOf = (due: string): string => (due.length > 10 ? localDate(due) : due);

const columnsOf = ({ at, documentDate, due, signs = [], texts = [], card }: Said): Row => ({
  ...{ at, document_date: documentDate, due: due && dayOf(due), words: vectorOf(signs, texts), card },
});

export const isFound = (key: EntryKey, kind: Kind, { due = dueNever, ...said }: Said) =>
  inserted({ ...key, kind, ...columnsOf({ due, ...said }) });

/** More is said of it; signs of the kinds in `dropped`, such as `#`, are those of now only. */
export const isFoundBy = (key: EntryKey, said: Said, dropped = '') =>
  changed({ ...key, dropped, ...columnsOf(said) });

/** The same for whoever may find it. */
export const isFoundByAll = (
  { direction, found_id }: Pick<EntryKey, 'direction' | 'found_id'>,
  said: Said,
  dropped = '',
) => changedForAll({ direction, found_id, dropped, ...columnsOf(said) });

/** Another agency may find it by all that the others may. */
export const isFoundToo = (key: EntryKey, signs: readonly string[]) =>
  copied({ ...key, words: vectorOf(signs) });
