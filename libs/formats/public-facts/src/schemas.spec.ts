import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020';
import { isAgencyCode } from '@domain/codes';
import type { CloudEvent } from '@formats/cloudevents';
import { copiesOf } from './copies';
import { fieldWords } from './field-words';
import type { JsonSchema } from './json-schema';
import {
  dataDocument,
  type DescribedType,
  messageDocument,
  publicTypes,
  strict,
  webhookTrials,
} from './schemas';

const read = <T>(...path: readonly string[]): T =>
  JSON.parse(readFileSync(join(__dirname, '..', ...path), 'utf8')) as T;
const types = publicTypes().map((each) => [each.type, each] as const);
const ajv = () => new Ajv2020({ strict: true, allowUnionTypes: true, validateFormats: false });
const trials = webhookTrials().map((each) => [each.type, each] as const);
const exampleOf = ({ type }: Pick<DescribedType, 'type'>) =>
  read<{ readonly cloudEvent: CloudEvent<Record<string, unknown>> }>('examples', `${type}.json`).cloudEvent;

describe.each<readonly [string, DescribedType]>([...types, ...trials])('%s', (type, each) => {
  const example = exampleOf(each);

  it('has an example that its schemas let in, strictly, too', () => {
    const checks = [dataDocument(each), strict(each.data)].map((schema) => ajv().compile(schema));
    expect(checks.map((check) => check(example.data))).toEqual([true, true]);
    const whole = [messageDocument(each), strict(each.message)].map((schema) => ajv().compile(schema));
    expect(whole.map((check) => check(example))).toEqual([true, true]);
  });

  it('is named by what identifies its schema', () => {
    expect(example.dataschema).toBe(`urn:lienthong:schema:${type}`);
    expect(dataDocument(each)).toMatchObject({ $id: example.dataschema });
  });

  it('lets a later release add a field and an attribute, and is strict about neither for who checks', () => {
    const later = { ...example, traceparent: 'x', data: { ...example.data, later: { nested: true } } };
    expect(ajv().compile(each.message)(later)).toBe(true);
    expect(ajv().compile(strict(each.message))({ ...example, traceparent: 'x' })).toBe(false);
    expect(ajv().compile(strict(each.data))(later.data)).toBe(false);
  });

  it('requires what every fact of it has, and each field by its form', () => {
    const check = ajv().compile(each.data);
    for (const name of each.data.required ?? []) {
      const { [name]: _, ...rest } = example.data;
      expect(check(rest)).toBe(false);
    }
    for (const name of Object.keys(each.data.properties ?? {}))
      expect(check({ ...example.data, [name]: null })).toBe(false);
  });
});

interface Golden {
  readonly stream: string;
  readonly storedName: string;
  readonly data: object;
}
const golden = join(__dirname, '../../../../test/golden/events');
it.each(readdirSync(golden).filter((file) => file.endsWith('.json')))(
  'lets in what is told of %s, whatever release stored it',
  (file) => {
    const { stream, storedName: type, data } = JSON.parse(readFileSync(join(golden, file), 'utf8')) as Golden;
    const stored = { stream, type, data, id: exampleOf(types[0]![1]).id, revision: 0n, position: 1n };
    const here = { storeId: '0b9f6c0e-2d1f-4c58-9d55-7f1f3e1c2a10' };
    for (const { cloudEvent } of copiesOf(stored, here)) {
      const check = ajv().compile(strict(new Map(types).get(cloudEvent.type)!.message));
      expect([check(cloudEvent), check.errors]).toEqual([true, null]);
    }
  },
);

it('has words for every field in both languages, and for no other', () => {
  const found = new Set<string>();
  const visit = (schema: JsonSchema): void => {
    for (const [name, part] of Object.entries(schema.properties ?? {})) {
      found.add(name);
      expect(part.description).toMatch(/^.+ \/ .*[^ -~]/);
      visit(part.items ?? part);
    }
  };
  for (const [, { data }] of types) visit(data);
  expect([...found].sort()).toEqual(Object.keys(fieldWords).sort());
});

it.each([
  'H26',
  'H26.1',
  '000.00.15.H51',
  'H26.1.AB',
  'Z26',
  'h26',
  'H2',
  '',
  'H26.',
  `H26.${'A'.repeat(32)}`,
])('takes %j for an agency code where the domain does', (code) => {
  const check = ajv().compile(
    types.find(([, { fact }]) => fact === 'DossierOpened')![1].data.properties!['agency']!,
  );
  expect(check(code)).toBe(isAgencyCode(code));
});
