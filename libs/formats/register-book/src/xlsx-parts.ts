import { type CellValue, writtenOf } from './book';
import { wellFormed } from './spreadsheet-rows';

const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packaged = 'http://schemas.openxmlformats.org/package/2006';
const ofSpreadsheets = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
const millimetresPerCharacter = 2;

/** Places in `cellXfs` of the styles. */
const style = { amount: 0, heading: 1, text: 2, day: 3 } as const;
const firstCustomFormat = 164;

/** Texts have the format of texts, so that they stay what they are when a cell is edited, too. */
export const styles =
  `${xml}<styleSheet xmlns="${main}">` +
  `<numFmts count="1"><numFmt numFmtId="${firstCustomFormat}" formatCode="dd/mm/yyyy"/></numFmts>` +
  '<fonts count="2"><font><sz val="11"/><name val="Times New Roman"/></font>' +
  '<font><b/><sz val="11"/><name val="Times New Roman"/></font></fonts>' +
  '<fills count="2"><fill><patternFill patternType="none"/></fill>' +
  '<fill><patternFill patternType="gray125"/></fill></fills>' +
  '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
  '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
  `<cellXfs count="4">${formatOf(0, 0)}${formatOf(49, 1)}${formatOf(49, 0)}${formatOf(firstCustomFormat, 0)}` +
  '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>';

function formatOf(numberFormat: number, font: number): string {
  const applied = `applyNumberFormat="1" applyFont="1" applyAlignment="1"`;
  return (
    `<xf numFmtId="${numberFormat}" fontId="${font}" fillId="0" borderId="0" xfId="0" ${applied}>` +
    '<alignment vertical="top" wrapText="1"/></xf>'
  );
}

/** @param widths of its columns, millimetres on paper */
export function sheetBegins(widths: readonly number[]): string {
  const columns = widths.map((width, index) => {
    const characters = Math.round(width / millimetresPerCharacter);
    return `<col min="${index + 1}" max="${index + 1}" width="${characters}" customWidth="1"/>`;
  });
  return (
    `${xml}<worksheet xmlns="${main}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>` +
    '<sheetViews><sheetView workbookViewId="0">' +
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>' +
    `<sheetFormatPr defaultRowHeight="15"/><cols>${columns.join('')}</cols><sheetData>`
  );
}

/** A text of digits alone is meant: nobody is to be warned of it. */
export const sheetEnds = (columns: number, rows: number): string =>
  '</sheetData><pageMargins left="0.4" right="0.4" top="0.4" bottom="0.4" header="0.2" footer="0.2"/>' +
  '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>' +
  `<ignoredErrors><ignoredError sqref="A1:${columnName(columns - 1)}${rows}" numberStoredAsText="1"/></ignoredErrors>` +
  '</worksheet>';

/** Nothing of an empty text. */
export function cellOf(place: string, cell: CellValue, isHeading = false): string {
  if (typeof cell === 'number') return `<c r="${place}" s="${style.amount}"><v>${cell}</v></c>`;
  if (typeof cell === 'object' && 'day' in cell) {
    const serial = serialOf(cell.day);
    if (serial !== undefined) return `<c r="${place}" s="${style.day}"><v>${serial}</v></c>`;
  }
  const text = writtenOf(cell);
  if (text === '') return '';
  const as = isHeading ? style.heading : style.text;
  return `<c r="${place}" s="${as}" t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`;
}

const dayMs = 24 * 60 * 60 * 1000;
/** Serial numbers before it follow a calendar in which 1900 was a leap year. */
const firstTrueDay = '1900-03-01';

/** The serial number of a local date; nothing of what is no date, or none that a workbook knows. */
function serialOf(day: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || day < firstTrueDay) return undefined;
  const ms = Date.parse(`${day}T00:00:00.000Z`);
  const isDay = !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(day);
  return isDay ? (ms - Date.UTC(1899, 11, 30)) / dayMs : undefined;
}

/** What no XML may hold, or would be read back as something else, as `_xHHHH_` (ECMA-376 part 1, 22.9.2.19). */
const unsaid = /_(?=x[0-9A-Fa-f]{4}_)|[\u0001-\u0008\u000B-\u001F\uFFFE\uFFFF]/g;
const signs: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escaped = (text: string): string =>
  wellFormed(text)
    .replace(unsaid, (sign) => `_x${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`)
    .replace(/[&<>"]/g, (sign) => signs[sign] ?? sign);

/** `A` of 0, `AA` of 26. */
export const columnName = (column: number): string =>
  column < 26
    ? String.fromCharCode(65 + column)
    : columnName(Math.floor(column / 26) - 1) + columnName(column % 26);

/** Its headings stand on every printed page. */
export function workbook(names: readonly string[]): string {
  const sheets = names.map(
    (name, index) => `<sheet name="${escaped(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`,
  );
  const titles = names.map(
    (name, index) =>
      `<definedName name="_xlnm.Print_Titles" localSheetId="${index}">'${escaped(name)}'!$1:$1</definedName>`,
  );
  return (
    `${xml}<workbook xmlns="${main}" xmlns:r="${relations}"><sheets>${sheets.join('')}</sheets>` +
    `<definedNames>${titles.join('')}</definedNames></workbook>`
  );
}

export function workbookRelations(sheets: number): string {
  const each = Array.from({ length: sheets }, (_, index) =>
    relation(index + 1, 'worksheet', `worksheets/sheet${index + 1}.xml`),
  );
  return relationsOf(...each, relation(sheets + 1, 'styles', 'styles.xml'));
}

const relation = (id: number, type: string, target: string): string =>
  `<Relationship Id="rId${id}" Type="${relations}/${type}" Target="${target}"/>`;

const relationsOf = (...all: readonly string[]): string =>
  `${xml}<Relationships xmlns="${packaged}/relationships">${all.join('')}</Relationships>`;

export const packageRelations = relationsOf(relation(1, 'officeDocument', 'xl/workbook.xml'));

export function contentTypes(sheets: number): string {
  const part = (name: string, type: string) =>
    `<Override PartName="/xl/${name}.xml" ContentType="${ofSpreadsheets}.${type}+xml"/>`;
  const each = Array.from({ length: sheets }, (_, index) =>
    part(`worksheets/sheet${index + 1}`, 'worksheet'),
  );
  return (
    `${xml}<Types xmlns="${packaged}/content-types">` +
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
    `${part('workbook', 'sheet.main')}${part('styles', 'styles')}${each.join('')}</Types>`
  );
}
