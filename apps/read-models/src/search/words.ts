const wordsMax = 200;
const wordLettersMax = 64;

/** Lower case without any mark, so that `Dieu dong` finds `Điều động`; composed or not comes to the same. */
export const folded = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('đ', 'd').normalize('NFC');

/** The words of a text, folded, each once. */
export function plainWords(text: string): readonly string[] {
  const words = folded(text).match(/[\p{L}\p{N}]+/gu) ?? [];
  return [...new Set(words.map((word) => word.slice(0, wordLettersMax)))].slice(0, wordsMax);
}

/** Words that are no words of a text carry a sign in front: `@` agency, `=` symbol, `#` number. */
const agencyWord = (agency: string): string => `@${agency}`;
const symbolWord = (symbol: string): string => `=${folded(symbol).replace(/\s/g, '').slice(0, 128)}`;
export const numberWord = (number: number): string => `#${number}`;

/** A printed symbol as it is, its number, and the parts one may remember: `15/QĐ-UBND`. */
export function symbolWords(symbol: string): readonly string[] {
  const number = /^\d{1,9}/.exec(symbol)?.[0];
  const numbers = number === undefined ? [] : [numberWord(Number(number))];
  return [symbolWord(symbol), ...numbers, ...plainWords(symbol)];
}

export const entryWords = (entry: {
  readonly agency: string;
  readonly subject: string;
  readonly symbol?: string;
}): readonly string[] => [
  agencyWord(entry.agency),
  ...plainWords(entry.subject),
  ...(entry.symbol === undefined ? [] : symbolWords(entry.symbol)),
];

const quoted = (word: string): string => `'${word.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;

export interface Sought {
  readonly agency: string;
  readonly text?: string | undefined;
  readonly symbol?: string | undefined;
  readonly number?: number | undefined;
}

/** A tsquery: all of it must stand there; a word of the text may go on. */
export function tsquery({ agency, text = '', symbol, number }: Sought): string {
  return [
    quoted(agencyWord(agency)),
    ...plainWords(text).map((word) => `${quoted(word)}:*`),
    ...(symbol === undefined ? [] : [quoted(symbolWord(symbol))]),
    ...(number === undefined ? [] : [quoted(numberWord(number))]),
  ].join(' & ');
}
