import { itemsOf } from './pdf-comparison';
import type { PdfFile, PdfRevision } from './pdf-file';
import type { SignatureThere, TouchedField } from './pdf-form';
import {
  entryOf,
  integerOf,
  isName,
  type PdfObject,
  type PdfValue,
  UnreadablePdf,
  wordsOf,
} from './pdf-objects';

/** What a signature lets others do behind it (ISO 32000-2, 12.8.2.2 and 12.8.2.4). */
export interface Limits {
  /** 1: nothing but validation data and time-stamps; 2: fill in and sign; 3: annotate too. Absent: no such limit. */
  readonly permits?: number;
  readonly locks: readonly Lock[];
}

interface Lock {
  readonly action: 'All' | 'Include' | 'Exclude';
  readonly fields: readonly string[];
}

/** What an update does, as far as signatures may limit it. */
export interface Deeds {
  /** It adds a signature that is no time-stamp. */
  readonly signs: boolean;
  /** It changes dates and metadata of the document, and brings nothing that would need them. */
  readonly describes: boolean;
  readonly touched: readonly TouchedField[];
}

/** The limits of the signature whose hole this is, in the revision that it made. */
function limitsOf(revision: PdfRevision, hole: readonly [number, number]): Limits {
  const signature = dictionaryAround(revision, hole);
  const references = itemsOf(revision.valueOf(entryOf(signature?.value, 'Reference')));
  const permits: number[] = [];
  const locks: Lock[] = [];
  for (const each of references) {
    const reference = revision.valueOf(each);
    const method = revision.valueOf(entryOf(reference, 'TransformMethod'));
    const parameters = revision.valueOf(entryOf(reference, 'TransformParams'));
    const level = revision.valueOf(entryOf(parameters, 'P'));
    if (isName(method, 'DocMDP')) permits.push(integerOf(level) ?? (level === undefined ? 2 : 1));
    if (!isName(method, 'FieldMDP')) continue;
    // A lock that says what may happen to the document as well (PDF 2.0, table 236), as Acrobat and iText write it.
    if (level !== undefined) permits.push(integerOf(level) ?? 1);
    if (parameters !== undefined) locks.push(lockOf(revision, parameters));
  }
  return { ...(permits.length === 0 ? {} : { permits: Math.min(...permits) }), locks };
}

/** An action that is not known locks everything. */
function lockOf(revision: PdfRevision, parameters: PdfValue): Lock {
  const action = revision.valueOf(entryOf(parameters, 'Action'));
  const fields = itemsOf(revision.valueOf(entryOf(parameters, 'Fields'))).flatMap(
    (field) => wordsOf(revision.valueOf(field)) ?? [],
  );
  const known = (['Include', 'Exclude'] as const).find((each) => isName(action, each));
  return { action: known ?? 'All', fields };
}

/** The object that the hole is in. */
function dictionaryAround(
  revision: PdfRevision,
  [from, to]: readonly [number, number],
): PdfObject | undefined {
  let nearest: readonly [offset: number, number: number] = [-1, -1];
  const { entries } = revision;
  entries.each((row, number) => {
    const offset = entries.rows.offset(row);
    if (offset !== undefined && offset <= from && offset > nearest[0]) nearest = [offset, number];
  });
  const object = nearest[0] === -1 ? undefined : revision.object(nearest[1]);
  return object !== undefined && object.from <= from && object.to >= to ? object : undefined;
}

/** Whether a signature with these limits does not permit what was done behind it. */
export const forbids = ({ permits, locks }: Limits, { signs, describes, touched }: Deeds): boolean =>
  (permits !== undefined && permits < 2 && (signs || describes || touched.some(({ isNew }) => !isNew))) ||
  locks.some((lock) => touched.some((field) => isLocked(lock, field)));

/** What is named locks what is below it. A field that was not there when all others were locked is none of them. */
function isLocked({ action, fields }: Lock, { name, isNew }: TouchedField): boolean {
  const isNamed = fields.some((field) => name === field || name.startsWith(`${field}.`));
  if (action === 'Include') return isNamed;
  return !isNew && (action === 'All' || !isNamed);
}

/** Limits that cannot be read are told by what reads the rest of that revision. */
export const limitsIfRead = (file: PdfFile, end: number, hole: SignatureThere['hole']): Limits =>
  ifRead(() => limitsOf(file.revision(end), hole)) ?? { locks: [] };

/** What a maker of readers signs to open functions of its own (UR, UR3): nobody's signature of the document. */
export function isUsageRight(file: PdfFile, end: number, hole: SignatureThere['hole']): boolean {
  const isRight = ifRead(() => {
    const revision = file.revision(end);
    const signature = dictionaryAround(revision, hole);
    const catalog = revision.valueOf(entryOf(revision.trailer, 'Root'));
    const permissions = revision.valueOf(entryOf(catalog, 'Perms'));
    const references = itemsOf(revision.valueOf(entryOf(signature?.value, 'Reference')));
    return ['UR', 'UR3'].some((key) => {
      const right = entryOf(permissions, key);
      const isOfKey = (each: PdfValue) => isName(entryOf(revision.valueOf(each), 'TransformMethod'), key);
      return right?.kind === 'ref' && right.number === signature?.number && references.some(isOfKey);
    });
  });
  return isRight === true;
}

function ifRead<Read>(read: () => Read): Read | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof UnreadablePdf) return undefined;
    throw error;
  }
}
