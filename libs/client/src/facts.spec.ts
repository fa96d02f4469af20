import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type PublicType, publicTypes as told } from '@formats/public-facts/described';
import { publicTypes } from './public-event';

type Schema = PublicType['data'];

const quoted = (text: string): string => `'${text}'`;

/** As TypeScript writes a schema of the data. */
function written({ enum: values, const: only, type, items, properties, required = [] }: Schema): string {
  if (only !== undefined) return quoted(only);
  if (values !== undefined) return values.map(quoted).join(' | ');
  if (items !== undefined) {
    const each = written(items);
    return items.enum === undefined ? `readonly ${each}[]` : `readonly (${each})[]`;
  }
  if (properties !== undefined) {
    const fields = Object.entries(properties).map(
      ([name, part]) => `readonly ${name}${required.includes(name) ? '' : '?'}: ${written(part)};`,
    );
    return `{ ${fields.join(' ')} }`;
  }
  if (type === 'integer' || type === 'number') return 'number';
  return type === 'object' ? 'Readonly<Record<string, unknown>>' : String(type);
}

function fileOf(context: string, name: string): string {
  const types = told().filter(({ kind }) => kind.context === context);
  const facts = types.map(
    ({ type, said, data }) => `/** ${said.en} */\nreadonly '${type}': ${written(data)};`,
  );
  const list = `${context.replace(/s$/, '')}Types`;
  return [
    '/** Data of each type, by its schema; generated and compared by a spec. */',
    `export interface ${name} {\n${facts.join('\n')}\n}`,
    `export const ${list}: readonly (keyof ${name})[] = [${types.map(({ type }) => `'${type}'`).join(', ')}];`,
  ].join('\n\n');
}

/** Without what Prettier does to it. */
const bare = (text: string): string =>
  text
    .replace(/\s+/g, '')
    .replace(/[,;](?=[\]}])/g, '')
    .replace(/(?<=[:(])\|/g, '');

it.each([
  ['exchange', 'ExchangeFacts', 'exchange-facts.ts'],
  ['dossiers', 'DossierFacts', 'dossier-facts.ts'],
])(
  'has the data of %s as the schemas have it; LIENTHONG_GOLDEN=write writes it, for Prettier to lay out',
  (...of) => {
    const [context, name, file] = of;
    const path = join(__dirname, file);
    if (process.env['LIENTHONG_GOLDEN'] === 'write') writeFileSync(path, `${fileOf(context, name)}\n`);
    expect(bare(readFileSync(path, 'utf8'))).toBe(bare(fileOf(context, name)));
  },
);

it('knows every type that is told', () =>
  expect([...publicTypes].sort()).toEqual(
    told()
      .map(({ type }) => type)
      .sort(),
  ));
