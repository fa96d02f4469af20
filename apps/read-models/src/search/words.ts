const wordsMax = 200;
const wordLettersMax = 64;

/** One form of what is written in several: composed, lower case, and no eth where a đ is meant. */
const lower = (text: string): string =>
  text.normalize('NFC').toLowerCase().replaceAll('ð', 'đ').normalize('NFC');

/** Lower case without any mark, so that `Dieu dong` finds `Điều động`; composed or not comes to the same. */
export const folded = (text: string): string =>
  lower(text).normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('đ', 'd').normalize('NFC');

const tones = '[\\u0300\\u0301\\u0303\\u0309\\u0323]';
const toneOnLast = new RegExp(`([ou])([aey])(${tones})$`, 'u');
const toneOnFirst = new RegExp(`([ou])(${tones})([aey])$`, 'u');
const moved = (word: string, tone: RegExp): string =>
  word.normalize('NFD').replace(tone, '$1$3$2').normalize('NFC');

/** `hoà` and `hòa`, `thuý` and `thúy` are one word in two spellings: kept is the second. */
const oneSpelling = (word: string): string => moved(word, toneOnLast);
/** A word may go on: `hoà` begins `hoàn`, which `hòa` does not. */
const spellings = (word: string): readonly string[] => [
  ...new Set([oneSpelling(word), moved(word, toneOnFirst)]),
];

/** A word of a text without its marks and with them; these are absent where it has none. */
interface Word {
  readonly plain: string;
  readonly marked?: string;
}

const short = (word: string): string => [...word].slice(0, wordLettersMax).join('');

/** The words of a text in their order. */
function wordsOf(text: string): readonly Word[] {
  const found = lower(text).match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
  const words = found.map((marked) => ({ marked: short(marked), plain: short(folded(marked)) }));
  return words
    .filter(({ plain }) => plain !== '')
    .slice(0, wordsMax)
    .map(({ plain, marked }) => (plain === marked ? { plain } : { plain, marked }));
}

/** The words of a text, folded, each once. */
export const plainWords = (text: string): readonly string[] => [
  ...new Set(wordsOf(text).map(({ plain }) => plain)),
];

/**
 * Words that are no words of a text carry a sign in front: `@` agency, `=` symbol, `#` number, `^` type, `>` officer,
 * `!` with its marks.
 */
export const agencyWord = (agency: string): string => `@${agency}`;
export const numberWord = (number: number): string => `#${number}`;
export const typeWord = (documentType: string): string => `^${documentType}`;
export const officerWord = (officer: string): string => `>${officer}`;
const markedWord = (word: string): string => `!${word}`;

/** Whatever dash, slash, space, case, marks and zeros in front it is typed with. */
export const symbolWord = (symbol: string): string => {
  const plain = folded(symbol.normalize('NFKC')).replace(/\s/g, '');
  const dashed = plain.replace(/[\p{Pd}\u2212]/gu, '-').replace(/[\u2044\u2215]/g, '/');
  return `=${dashed.replace(/^0+(?=\d)/, '').slice(0, 128)}`;
};

/** A printed symbol as it is, and its number. */
export function symbolSigns(symbol: string): readonly string[] {
  const number = /^\s*(\d{1,9})(?!\d)/.exec(symbol)?.[1];
  return [symbolWord(symbol), ...(number === undefined ? [] : [numberWord(Number(number))])];
}

const quoted = (word: string): string => `'${word.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;

/** Between two texts, so that no phrase goes from one to the next. */
const gap = 2;

/** A tsvector: signs stand nowhere, words of texts at their places. */
export function vectorOf(signs: readonly string[], texts: readonly string[] = []): string {
  let place = 0;
  const places = new Map<string, number[]>();
  const stands = (word: string): void => {
    places.set(word, [...(places.get(word) ?? []), place]);
  };
  for (const text of texts) {
    place += gap;
    for (const { plain, marked } of wordsOf(text)) {
      place += 1;
      stands(plain);
      if (marked !== undefined) stands(markedWord(oneSpelling(marked)));
    }
  }
  const words = [...places].map(([word, at]) => `${quoted(word)}:${at.join()}`);
  return [...signs.map(quoted), ...words].join(' ');
}

export interface Sought {
  readonly agency: string;
  readonly text?: string | undefined;
  readonly symbol?: string | undefined;
  readonly number?: number | undefined;
  readonly documentType?: string | undefined;
  readonly assignee?: string | undefined;
}

/** Any quotation marks, straight, Vietnamese or French; one that nothing closes stands for nothing. */
const phrase = /"([^"]*)"|“([^”]*)”|«([^»]*)»/gu;

interface Told {
  readonly phrases: readonly (readonly Word[])[];
  readonly words: readonly Word[];
}

function toldIn(text: string): Told {
  const phrases = [...text.matchAll(phrase)].map(([, ...inside]) => wordsOf(inside.join('')));
  return { phrases: phrases.filter((words) => words.length > 0), words: wordsOf(text.replace(phrase, ' ')) };
}

type Form = (word: Word, ending: string) => string;
const withoutMarks: Form = ({ plain }, ending) => `${quoted(plain)}${ending}`;
const asTyped: Form = ({ plain, marked }, ending) => {
  if (marked === undefined) return `${quoted(plain)}${ending}`;
  return `(${spellings(marked)
    .map((word) => `${quoted(markedWord(word))}${ending}`)
    .join(' | ')})`;
};

const textQuery = ({ phrases, words }: Told, form: Form): string =>
  [
    ...words.map((word) => form(word, ':*')),
    ...phrases.map((each) => `(${each.map((word) => form(word, '')).join(' <-> ')})`),
  ].join(' & ');

/** A tsquery: all of it must stand there; a word of the text may go on, those in quotes stand side by side. */
export function tsquery(sought: Sought, form: Form = withoutMarks): string {
  const { agency, text, symbol, number, documentType, assignee } = sought;
  const told = text === undefined ? undefined : toldIn(text);
  return [
    quoted(agencyWord(agency)),
    // A symbol or a code may be typed where words are.
    ...(told === undefined ? [] : [`(${textQuery(told, form)} | ${quoted(symbolWord(text ?? ''))})`]),
    ...(symbol === undefined ? [] : [quoted(symbolWord(symbol))]),
    ...(number === undefined ? [] : [quoted(numberWord(number))]),
    ...(documentType === undefined ? [] : [quoted(typeWord(documentType))]),
    ...(assignee === undefined ? [] : [quoted(officerWord(assignee))]),
  ].join(' & ');
}

/** The same with the marks as they were typed; nothing where none were. */
export function exactQuery(sought: Sought): string | undefined {
  const { phrases, words } = toldIn(sought.text ?? '');
  const isMarked = [...words, ...phrases.flat()].some(({ marked }) => marked !== undefined);
  return isMarked ? tsquery(sought, asTyped) : undefined;
}
