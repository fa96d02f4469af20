import type { AgencyDetails, Schema } from '@contracts';
import { isAgencyCode } from '@domain/codes';
import { bodyOf, type Visitor } from './edge';

/** Whether answers bear the name of every agency whose code they have. */
export class AgenciesNamed {
  private readonly known = new Map<string, Promise<ReadonlySet<string>>>();

  constructor(private readonly operator: Visitor) {}

  /** Codes of registered agencies without a name of theirs beside them, by JSON pointer; nothing when all is well. */
  async amiss(schema: Schema, value: unknown, at = ''): Promise<string[]> {
    const { properties, items, additionalProperties } = schema;
    if (typeof value !== 'object' || value === null) return [];
    if (Array.isArray(value)) return this.each(items, Object.entries(value as unknown[]), at);
    const row = value as Readonly<Record<string, unknown>>;
    if (properties === undefined) {
      const inside = typeof additionalProperties === 'object' ? additionalProperties : undefined;
      return this.each(inside, Object.entries(row), at);
    }
    const wrong: string[] = [];
    for (const [field, part] of Object.entries(properties)) {
      if (isOfAName(field) || field === asAddressed) continue;
      const found = row[field];
      if (part.type === 'string' || part.items?.type === 'string')
        wrong.push(...(await this.nameless(row, field, found, `${at}/${field}`)));
      else wrong.push(...(await this.amiss(part, found, `${at}/${field}`)));
    }
    return wrong;
  }

  private async each(schema: Schema | undefined, found: [string, unknown][], at: string): Promise<string[]> {
    const wrong: string[] = [];
    if (schema !== undefined)
      for (const [key, value] of found) wrong.push(...(await this.amiss(schema, value, `${at}/${key}`)));
    return wrong;
  }

  private async nameless(
    row: Readonly<Record<string, unknown>>,
    field: string,
    found: unknown,
    at: string,
  ): Promise<string[]> {
    const codes = Array.isArray(found) ? (found as unknown[]) : [found];
    const beside = Array.isArray(found) ? besideList(row, codes.length) : [row[`${field}Name`], row['name']];
    const wrong: string[] = [];
    for (const code of codes) {
      if (typeof code !== 'string' || !isAgencyCode(code)) continue;
      const names = await this.namesOf(code);
      if (names.size > 0 && !beside.some((name) => names.has(name as string)))
        wrong.push(`${at} ${code} has no name`);
    }
    return wrong;
  }

  /** Every name it ever had; none of one that nobody registered. */
  private namesOf(code: string): Promise<ReadonlySet<string>> {
    const names = this.known.get(code) ?? this.asked(code);
    this.known.set(code, names);
    return names;
  }

  private async asked(code: string): Promise<ReadonlySet<string>> {
    const answer = await this.operator.get<AgencyDetails>(`/agencies/${code}`);
    return new Set(answer.status === 404 ? [] : bodyOf(answer).names.map(({ name }) => name));
  }
}

/** Of a look: whatever ids stood in the address. */
const asAddressed = 'object';

const isOfAName = (field: string): boolean => /Names?$/.test(field);

/** Names of a list stand in a list of as many. */
const besideList = (row: Readonly<Record<string, unknown>>, length: number): unknown[] =>
  Object.entries(row).flatMap(([field, value]) =>
    isOfAName(field) && Array.isArray(value) && value.length === length ? (value as unknown[]) : [],
  );
