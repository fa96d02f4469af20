import { strFromU8, unzipSync } from 'fflate';

/** A cell as a spreadsheet reads it: its type, its value, and the format that it is shown in. */
export interface ReadCell {
  readonly type: 'text' | 'number';
  readonly value: string;
  readonly format: string;
}

/** By the place of each cell, `B2`. */
export type ReadSheet = Readonly<Record<string, ReadCell>>;

/**
 * What a reader of a workbook sees, sheet by sheet, in the order of the workbook. Reads what this house writes, in the
 * strict way: what is no XML, or has a formula, throws.
 */
export function readXlsx(bytes: Uint8Array): ReadonlyMap<string, ReadSheet> {
  const parts = unzipSync(bytes);
  const part = (name: string): string => strFromU8(parts[name] ?? missing(name));
  const formats = formatsOf(part('xl/styles.xml'));
  const targets = new Map(
    tagsOf(part('xl/_rels/workbook.xml.rels'), 'Relationship').map(({ Id = '', Target = '' }) => [
      Id,
      Target,
    ]),
  );
  const types = tagsOf(part('[Content_Types].xml'), 'Override').map(({ PartName }) => PartName);
  return new Map(
    tagsOf(part('xl/workbook.xml'), 'sheet').map((sheet) => {
      const target = `xl/${targets.get(sheet['r:id'] ?? '') ?? ''}`;
      if (!types.includes(`/${target}`)) throw new Error(`${target} has no content type`);
      return [sheet.name ?? '', cellsOf(part(target), formats)] as const;
    }),
  );
}

function missing(name: string): never {
  throw new Error(`the workbook has no part ${name}`);
}

const attributesOf = (tag: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...tag.matchAll(/([\w:]+)="([^"<]*)"/g)].map(([, name, value = '']) => [name, plain(value)]),
  );

const tagsOf = (xml: string, name: string) =>
  (xml.match(new RegExp(`<${name} [^>]*>`, 'g')) ?? []).map(attributesOf);

const builtIn: Readonly<Record<string, string>> = { 0: 'General', 49: '@' };

function formatsOf(styles: string): readonly string[] {
  const custom = new Map(tagsOf(styles, 'numFmt').map(({ numFmtId, formatCode }) => [numFmtId, formatCode]));
  const [, xfs = ''] = /<cellXfs[^>]*>(.*)<\/cellXfs>/s.exec(styles) ?? [];
  return tagsOf(xfs, 'xf').map(({ numFmtId = '' }) => custom.get(numFmtId) ?? builtIn[numFmtId] ?? '?');
}

function cellsOf(sheet: string, formats: readonly string[]): ReadSheet {
  if (/<f[ >]/.test(sheet)) throw new Error('a cell holds a formula');

  if (/[\u0000-\u0008\u000B-\u001F\uFFFE\uFFFF]|\p{Surrogate}/u.test(sheet)) throw new Error('is no XML');
  const [, data = ''] = /<sheetData>(.*)<\/sheetData>/s.exec(sheet) ?? [];
  const cells = [...data.matchAll(/<c ([^>]*)>(.*?)<\/c>/gs)].map(([, tag = '', content = '']) => {
    const { r = '', s = '0', t } = attributesOf(`<c ${tag}>`);
    const format = formats[Number(s)] ?? '?';
    const [, value] = /^<v>([^<]*)<\/v>$/.exec(content) ?? [];
    if (t === undefined && value !== undefined) return [r, { type: 'number', value, format }] as const;
    const [, text] = /^<is><t xml:space="preserve">([^<]*)<\/t><\/is>$/.exec(content) ?? [];
    if (t !== 'inlineStr' || text === undefined) throw new Error(`cell ${r} is neither a number nor a text`);
    return [r, { type: 'text', value: unescaped(plain(text)), format }] as const;
  });
  return Object.fromEntries(cells);
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' };

const plain = (xml: string): string =>
  xml.replace(/&(\w*);?/g, (_, name: string) => entities[name] ?? missing(`&${name}`));

/** ECMA-376 part 1, 22.9.2.19: from left to right, none within another. */
const unescaped = (text: string): string =>
  text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
