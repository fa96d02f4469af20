import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EventStoreDbStore, MalformedFact, type NewEvent } from '@adapters/event-store';
import type { Codec, Fact, Schema } from '@domain/decider';
import { codecs } from './stored-names';

interface Golden {
  readonly storedName: string;
  readonly data: unknown;
  readonly readAs: Fact;
}

const folder = join(__dirname, 'events');
const facts = readdirSync(folder).map((file): [name: string, Golden, Codec<Fact>] => {
  const golden = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Golden;
  const all = Object.values(codecs).map(({ codec }) => codec);
  const owner = all.find((codec) => codec.decode({ type: golden.storedName, data: {} }) !== 'unknown-fact');
  return [golden.storedName, golden, owner as Codec<Fact>];
});

/** The store is never asked: what does not fit is refused before, and what fits finds nobody there. */
const nowhere = EventStoreDbStore.connect('esdb://127.0.0.1:1?tls=false', { limitMs: 1 });
afterAll(() => nowhere.close());

async function refusal(fact: Omit<NewEvent, 'id' | 'metadata'>, data: unknown): Promise<string | undefined> {
  const event = { ...fact, data, id: 'none', metadata: {} } as unknown as NewEvent;
  const error: unknown = await nowhere.append('none-1', [event], 'absent').catch((thrown: unknown) => thrown);
  return error instanceof MalformedFact ? error.pointer : undefined;
}

/** What a schema lets in, with every key there is; from the example where it has the key. */
function whole(schema: Schema, example: unknown): unknown {
  if ('properties' in schema) {
    const given = (example ?? {}) as Readonly<Record<string, unknown>>;
    const parts = Object.entries(schema.properties);
    return Object.fromEntries(parts.map(([key, part]) => [key, whole(part, given[key])]));
  }
  if (schema.type === 'array') {
    const items = Array.isArray(example) && example.length > 0 ? (example as unknown[]) : [undefined];
    return items.map((item) => whole(schema.items, item));
  }
  if (example !== undefined) return example;
  if ('enum' in schema) return schema.enum[0];
  return { string: 'a', integer: 1, boolean: true, object: {} }[schema.type];
}

type Part = readonly [place: readonly string[], schema: Schema, isRequired: boolean];

/** Every key of a schema, at any depth, the first item standing for a list. */
function partsOf(schema: Schema, place: readonly string[] = []): readonly Part[] {
  if (schema.type === 'array') {
    const first = [...place, '0'];
    return [[first, schema.items, true] as const, ...partsOf(schema.items, first)];
  }
  if (!('properties' in schema)) return [];
  return Object.entries(schema.properties).flatMap(([key, part]) => {
    const here = [...place, key];
    return [[here, part, schema.required.includes(key)] as const, ...partsOf(part, here)];
  });
}

/** The data with one place of it set, or taken away by `undefined`. */
function changed(data: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  if (Array.isArray(data))
    return data.map((item, i) => (String(i) === key ? changed(item, rest, value) : item));
  const { [key]: before, ...others } = data as Record<string, unknown>;
  const after = changed(before, rest, value);
  return after === undefined ? others : { ...others, [key]: after };
}

const wrongFor = ({ type }: Schema): unknown => (type === 'string' ? 1 : 'a');
const pointer = (place: readonly string[]): string => place.map((key) => `/${key}`).join('');

describe.each(facts)('%s', (_, { storedName, data, readAs }, codec) => {
  const stored = codec.encode(readAs);
  const { schema } = stored;
  const full = whole(schema, readAs.data);
  const parts = partsOf(schema);

  it('fits as its golden file has it, and with every key there is', async () => {
    expect([await refusal(stored, readAs.data), await refusal(stored, full)]).toEqual([undefined, undefined]);
  });

  it('is refused with a null, another type or a key too many anywhere, and told where', async () => {
    for (const [place, part] of parts) {
      expect(await refusal(stored, changed(full, place, null))).toBe(pointer(place));
      expect(await refusal(stored, changed(full, place, wrongFor(part)))).toBe(pointer(place));
      if (!('properties' in part)) continue;
      expect(await refusal(stored, changed(full, [...place, 'x'], 1))).toBe(pointer([...place, 'x']));
    }
    expect(await refusal(stored, changed(full, ['x'], 1))).toBe('/x');
    for (const other of [null, [], 'a', 1]) expect(await refusal(stored, other)).toBe('');
  });

  it('is refused without a key that is required, and fits without any other', async () => {
    for (const [place, , isRequired] of parts.filter(([keys]) => keys.at(-1) !== '0'))
      expect(await refusal(stored, changed(full, place, undefined))).toBe(
        isRequired ? pointer(place) : undefined,
      );
  });

  it('is read as if a null of an older release were not there', () => {
    for (const [place, , isRequired] of parts) {
      if (isRequired) continue;
      const poisoned = { type: stored.type, data: changed(full, place, null) };
      expect(codec.decode(poisoned)).toEqual({ ...readAs, data: changed(full, place, undefined) });
    }
    expect(codec.decode({ type: storedName, data })).toEqual(readAs);
  });
});
