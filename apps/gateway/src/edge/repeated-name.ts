interface Open {
  /** Of an object: what was named in it so far. */
  readonly names?: Set<string>;
  /** The name or the place that is being read. */
  at: string | number;
}

/** One segment of a JSON pointer (RFC 6901), with the `/` before it. */
export const segment = (key: string | number): string =>
  `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;

/**
 * Where valid JSON names a field of one object twice, as a pointer. `JSON.parse` keeps the last one; another reader on
 * the way may have looked at the first.
 */
export function repeatedName(text: string): string | undefined {
  const open: Open[] = [];
  for (let index = 0; index < text.length; index++) {
    const top = open.at(-1);
    const sign = text[index];
    if (sign === '{') open.push({ names: new Set(), at: '' });
    else if (sign === '[') open.push({ at: 0 });
    else if (sign === '}' || sign === ']') open.pop();
    else if (sign === ',' && typeof top?.at === 'number') top.at += 1;
    else if (sign === '"') {
      const end = endOfText(text, index);
      if (top?.names !== undefined && namesField(text, end)) {
        top.at = JSON.parse(text.slice(index, end)) as string;
        if (top.names.has(top.at)) return open.map(({ at }) => segment(at)).join('');
        top.names.add(top.at);
      }
      index = end - 1;
    }
  }
  return undefined;
}

/** The place after the quote that closes a text; the end of all where nothing closes it. */
export function endOfText(text: string, start: number): number {
  let index = start + 1;
  while (index < text.length && text[index] !== '"') index += text[index] === '\\' ? 2 : 1;
  return Math.min(index + 1, text.length);
}

/** The place of what follows behind white space. */
export function placeBehind(text: string, start: number): number {
  let index = start;
  while (index < text.length && ' \t\n\r'.includes(text[index] as string)) index += 1;
  return index;
}

const namesField = (text: string, end: number): boolean => text[placeBehind(text, end)] === ':';
