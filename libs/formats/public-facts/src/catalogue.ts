import { type Kind, kinds } from './copies';
import { fieldWords } from './field-words';
import type { JsonSchema } from './json-schema';
import { liveFacts } from './live-facts';
import { reasons } from './public-fact';
import { publicTypes } from './schemas';
import { staysInside } from './stays-inside';

/** Whom the example data names, and the words the catalogue has for it. */
const parties = {
  agency: 'its agency',
  from: 'sender',
  to: 'recipient',
  oneStop: 'its one-stop unit',
  lead: 'its lead agency',
} as const;
type Party = keyof typeof parties;

type Said = NonNullable<Kind['facts'][string]>;

/** Who gets a copy of a fact, in words, in the order of the copies. */
export function sidesOf(said: Said): readonly string[] {
  const example = Object.fromEntries(Object.keys(parties).map((party) => [party, party]));
  return said.to({ at: '', ...example }).map((party) => parties[party as Party]);
}

const tableOf = (heads: readonly string[], rows: readonly (readonly string[])[]): string =>
  [heads, heads.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** Every public fact as one Markdown table: docs hold it, a spec compares. */
export const catalogueMarkdown = (): string =>
  tableOf(
    ['Fact', 'CloudEvents type', 'Copies to', 'Fields'],
    publicTypes().map(({ type, fact, said }) => [
      ...[`\`${fact}\``, `\`${type}\``, sidesOf(said).join(', '), said.fields.join(', ')],
    ]),
  );

/** Every field that leaves, also inside another one, as a Markdown table. */
export function fieldsMarkdown(): string {
  const found = new Map<string, JsonSchema[]>();
  const visit = (schema: JsonSchema): void => {
    for (const [name, part] of Object.entries(schema.properties ?? {})) {
      found.set(name, [...(found.get(name) ?? []), part]);
      visit(part.items ?? part);
    }
  };
  for (const { data } of publicTypes()) visit(data);
  const rows = [...found].map(([name, parts]) => {
    const values = [...new Set(parts.flatMap((part) => part.enum ?? []))];
    const forms = [...new Set(parts.map(formOf))];
    // The many codes of a decree stand in the schema.
    const listed = values.length > 0 && values.length <= 8 ? `: ${values.map(quoted).join(', ')}` : '';
    return [quoted(name), `${forms.join(' or ')}${listed}`, fieldWords[name]?.en ?? ''];
  });
  return tableOf(['Field', 'JSON', 'Means'], rows);
}

const quoted = (text: string): string => `\`${text}\``;

function formOf({ type, format, items, properties, minLength }: JsonSchema): string {
  if (items !== undefined) return items.properties ? 'list of objects' : `list of ${formOf(items)}s`;
  if (properties !== undefined) return `object: ${Object.keys(properties).map(quoted).join(', ')}`;
  if (minLength !== undefined) return 'agency code';
  const named = { uuid: 'UUID', date: 'YYYY-MM-DD', 'date-time': 'instant' };
  return named[format as keyof typeof named] ?? (type === 'string' ? 'text' : String(type));
}

/** By what ways a fact can reach a side. The axis carries documents, and no facts yet. */
const ways = ['`PUBLIC`', 'webhook', 'axis', 'SSE'] as const;

interface Told {
  readonly fact: string;
  readonly side: string;
  readonly by: readonly (typeof ways)[number][];
}

/** Which side hears of which fact by which way: what no row says nobody is told. */
export function whoIsTold(): readonly Told[] {
  const leaving = new Map(publicTypes().map(({ fact, said }) => [fact, sidesOf(said)]));
  const facts = new Set([...leaving.keys(), ...Object.keys(liveFacts)]);
  return [...facts].flatMap((fact) => {
    const stream = leaving.get(fact) ?? [];
    // A document is its sender's.
    const live: readonly string[] = (liveFacts[fact] ?? []).map((side) =>
      side === 'sender' && stream.includes(parties.agency) ? parties.agency : parties[ends[side]],
    );
    return [...new Set([...stream, ...live])].map((side) => ({
      fact,
      side,
      by: [
        // A webhook is sent its agency's part of the stream.
        ...(stream.includes(side) ? (['`PUBLIC`', 'webhook'] as const) : []),
        ...(live.includes(side) ? (['SSE'] as const) : []),
      ],
    }));
  });
}

const ends = { sender: 'from', recipient: 'to' } as const;

/** The table fact × side × way. */
export const whoIsToldMarkdown = (): string =>
  tableOf(
    ['Fact', 'Side', ...ways],
    whoIsTold().map(({ fact, side, by }) => [
      ...[quoted(fact), side, ...ways.map((way) => (by.includes(way) ? 'yes' : '–'))],
    ]),
  );

/** Every fact that stays inside, with its reason: the other half of deny by default. */
export function insideMarkdown(): string {
  const ofKinds = Object.entries(kinds).map(([prefix, { inside }]) => [prefix.slice(0, -1), inside] as const);
  const rows = [...ofKinds, ...Object.entries(staysInside)].flatMap(([stream, facts]) =>
    Object.entries(facts).map(([fact, reason]) => [stream, quoted(fact), reasons[reason]]),
  );
  return tableOf(['Stream', 'Fact', 'Stays inside because'], rows);
}
