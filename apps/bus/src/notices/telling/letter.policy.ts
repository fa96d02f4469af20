import type { NoticeKind } from '@domain/codes';

/** One line of a letter: number and symbol, and where it is found. Nothing else of a matter is ever told. */
export interface LetterLine {
  readonly kind: NoticeKind;
  readonly symbol: string;
  /** Below the address of the console. */
  readonly path: string;
}

export interface Letter {
  readonly subject: string;
  readonly text: string;
}

/** What more is waiting is counted, not listed. */
const linesMax = 20;
const symbolMax = 60;

const headings: Readonly<Record<NoticeKind, string>> = {
  flash: 'Văn bản hỏa tốc đang chờ xử lý',
  due: 'Sắp đến hạn hoặc đã quá hạn',
  failed: 'Văn bản gửi chưa thành công',
};
const inShort: Readonly<Record<NoticeKind, string>> = {
  flash: 'văn bản hỏa tốc',
  due: 'việc đến hạn',
  failed: 'văn bản gửi chưa thành công',
};
const kinds = Object.keys(headings) as readonly NoticeKind[];

/** A symbol may come from another system: one line of it, and nothing hidden in it. */
const plainSymbol = (symbol: string): string =>
  [...symbol.replace(/[\p{C}\p{Z}]+/gu, ' ').trim()].slice(0, symbolMax).join('');

const counted = (lines: readonly LetterLine[]): string =>
  kinds
    .map((kind) => [lines.filter((line) => line.kind === kind).length, inShort[kind]] as const)
    .filter(([count]) => count > 0)
    .map(([count, words]) => `${count} ${words}`)
    .join(', ');

const under = (consoleUrl: string, path: string): string => `${consoleUrl.replace(/\/+$/, '')}${path}`;

/** As it goes by mail: plain text, in Vietnamese. */
export function letterOf(lines: readonly LetterLine[], consoleUrl: string): Letter {
  const shown = lines.slice(0, linesMax);
  const parts = kinds.flatMap((kind) => {
    const ofKind = shown.filter((line) => line.kind === kind);
    if (ofKind.length === 0) return [];
    const told = ofKind.map(({ symbol, path }) => `- ${plainSymbol(symbol)}\n  ${under(consoleUrl, path)}`);
    return [`${headings[kind]}:\n${told.join('\n')}`];
  });
  const more = lines.length - shown.length;
  return {
    subject: `Liên thông: ${counted(lines)}`,
    text: [
      ...parts,
      ...(more > 0 ? [`Và ${more} việc khác: ${under(consoleUrl, '/')}`] : []),
      'Thư gửi tự động, xin không trả lời.',
    ].join('\n\n'),
  };
}

/** Of one message to a telephone. */
export interface Short {
  readonly charactersMax: number;
  readonly write: (text: string) => string;
}

/**
 * As it goes to a telephone: as many symbols as fit, the rest counted, and one link, in one part of so many characters.
 * What does not fit even so is left out from the end, the link first.
 */
export function shortLetterOf(
  lines: readonly LetterLine[],
  consoleUrl: string,
  { charactersMax: max, write }: Short,
): string {
  const [first] = lines;
  const link = lines.length === 1 && first !== undefined ? first.path : '/';
  const head = `Liên thông: ${counted(lines)}`;
  const symbols = lines.map(({ symbol }) => plainSymbol(symbol));
  const links = [` ${under(consoleUrl, link)}`, ` ${under(consoleUrl, '/')}`, ''];
  for (const tail of links) {
    for (let told = symbols.length; told >= 0; told -= 1) {
      const named =
        told === 0 ? '' : ` (${symbols.slice(0, told).join('; ')}${told < symbols.length ? '; …' : ''})`;
      const text = write(`${head}${named}.${tail}`);
      if (text.length <= max) return text;
    }
  }
  return write(head).slice(0, max);
}

/** Printable ASCII that GSM 03.38 has one place for. */
const notOfGsm = /[^ -Z_a-z]/gu;

const withoutMarks = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replaceAll('đ', 'd')
    .replaceAll('Đ', 'D')
    .replaceAll('…', '...')
    .replace(notOfGsm, '?');

/** Without diacritics, of which 160 characters make one text message; with them it would have 70. */
export const ofTextMessage: Short = { charactersMax: 160, write: withoutMarks };

/** A message of Zalo may be longer; it is kept to what is read at a glance. */
export const ofZalo: Short = { charactersMax: 400, write: (text) => text };
