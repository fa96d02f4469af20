import type { Schema } from '@domain/decider';
import { forms, schemaName, typeOf } from '@formats/cloudevents';
import { type Kind, kinds } from './copies';
import { extensionAttributes } from './extension-attributes';
import { fieldWords, type Form } from './field-words';
import type { JsonSchema } from './json-schema';

type Said = NonNullable<Kind['facts'][string]>;

/** One type of messages with its schemas. */
export interface DescribedType {
  /** `vn.lienthong.<context>.<fact>.v<n>`. */
  readonly type: string;
  /** Name of the domain's fact, such as `DocumentArrived`. */
  readonly fact: string;
  readonly said: Pick<Said, 'en' | 'vi' | 'about'>;
  /** Of `data`. */
  readonly data: JsonSchema;
  /** Of the whole message. */
  readonly message: JsonSchema;
}

/** One public type with all that is said of it. */
export interface PublicType extends DescribedType {
  readonly kind: Kind;
  readonly said: Said;
}

const uuid = '^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$';

/** Both schemes of codes, without looking ahead: some readers of schemas cannot. */
const agency = '^([A-Y][0-9]{2}([.][A-Z0-9]+)*|[0-9]{3}[.][0-9]{2}[.][0-9]{2}[.][A-Z][0-9]{2})$';

/** A pattern stands beside each format: who reads a schema need not look at formats. */
const ofForm: Readonly<Record<Extract<Form, string>, JsonSchema>> = {
  uuid: { format: 'uuid', pattern: uuid },
  agency: { minLength: 3, maxLength: 35, pattern: agency },
  officer: { pattern: '^[A-Za-z0-9._-]{1,64}$' },
  date: { format: 'date', pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' },
  instant: { format: 'date-time', pattern: forms.time },
  sha256: { pattern: '^[0-9a-f]{64}$' },
};

function formed(form: Form | undefined): JsonSchema {
  if (form === undefined) return {};
  if (typeof form === 'string') return ofForm[form];
  return 'max' in form ? { maxLength: form.max } : { minimum: form.min };
}

function fieldSchema(name: string, stored: Schema): JsonSchema {
  const words = fieldWords[name];
  if (words === undefined) throw new Error(`the field ${name} leaves without words: add them to fieldWords`);
  return { ...inForm(stored, words.form), description: `${words.en} / ${words.vi}` };
}

function inForm(stored: Schema, form: Form | undefined): JsonSchema {
  if (stored.type === 'array') return { type: 'array', items: inForm(stored.items, form) };
  if ('properties' in stored) return objectOf(stored.properties, stored.required);
  if (stored.type === 'object') return { type: 'object' };
  return { ...stored, ...formed(form) };
}

function objectOf(properties: Readonly<Record<string, Schema>>, required: readonly string[]): JsonSchema {
  const said = Object.entries(properties).map(([name, part]) => [name, fieldSchema(name, part)] as const);
  return {
    type: 'object',
    properties: Object.fromEntries(said),
    ...(required.length === 0 ? {} : { required }),
  };
}

/** Of the fields that leave, what the fact is held to when it is stored. */
function dataSchema({ codec }: Kind, fact: string, fields: readonly string[]): JsonSchema {
  const { schema } = codec.encode({ type: fact, data: { at: '' } });
  const properties: Readonly<Record<string, Schema>> = 'properties' in schema ? schema.properties : {};
  const leaving = fields.map((name) => [name, properties[name] as Schema] as const);
  const required: readonly string[] = 'required' in schema ? schema.required : [];
  return objectOf(
    Object.fromEntries(leaving),
    fields.filter((name) => required.includes(name)),
  );
}

const words = (en: string, vi: string) => ({ description: `${en} / ${vi}` });

const described = (schema: JsonSchema, en: string, vi: string): JsonSchema => ({
  ...{ type: 'string', ...schema },
  ...words(en, vi),
});

/** What every message holds, whatever its type: `ofType` says more of some attributes. */
function envelope(
  ofType: Readonly<Record<'source' | 'type' | 'dataschema' | 'data', JsonSchema>>,
): JsonSchema {
  const { source, type, dataschema, data } = ofType;
  const ours: Readonly<Record<string, JsonSchema>> = {
    specversion: described({ const: '1.0' }, 'of CloudEvents', 'phiên bản CloudEvents'),
    id: described(
      { format: 'uuid', pattern: forms.id },
      'of the fact: the same in every copy, and in every copy sent again',
      'mã dữ kiện: giống nhau trong mọi bản, kể cả khi gửi lại',
    ),
    source: described(
      source,
      'the installation, and the service of it that owns the fact',
      'hệ thống và dịch vụ phát ra dữ kiện',
    ),
    type: described(type, 'what happened, and the version of its data', 'loại và phiên bản của dữ kiện'),
    subject: described({ pattern: forms.subject }, 'what the fact is about', 'đối tượng của dữ kiện'),
    time: described(
      { format: 'date-time', pattern: forms.time },
      'when it occurred, UTC with milliseconds',
      'thời điểm xảy ra, UTC, đến mili giây',
    ),
    datacontenttype: described({ const: 'application/json' }, 'of `data`', 'kiểu của `data`'),
    dataschema: described(dataschema, 'name of the schema of `data`', 'tên lược đồ của `data`'),
    data,
  };
  return {
    type: 'object',
    required: Object.keys(ours),
    properties: { ...ours, ...extensionAttributes },
    propertyNames: { type: 'string', pattern: forms.extension },
    additionalProperties: { type: ['string', 'number', 'boolean'] },
  };
}

const messageSchema = (type: string, owner: string, data: JsonSchema): JsonSchema =>
  envelope({
    source: { pattern: forms.source.replace(/:[^:]*$/, `:${owner}$`) },
    type: { const: type },
    dataschema: { const: schemaName(type) },
    data,
  });

/** What is asked of a message of a type that nobody here knows. */
export const anyMessage: JsonSchema = envelope({
  source: { pattern: forms.source },
  type: { pattern: forms.type },
  dataschema: {},
  data: { type: 'object' },
});

/** Every public type, in the order of the table. */
export function publicTypes(): readonly PublicType[] {
  return Object.values(kinds).flatMap((kind) =>
    Object.entries(kind.facts).flatMap(([fact, said]) => {
      if (said === undefined) return [];
      const type = typeOf({ context: kind.context, fact: said.name, version: said.version });
      const data = { ...dataSchema(kind, fact, said.fields), ...words(said.en, said.vi) };
      return [{ type, fact, kind, said, data, message: messageSchema(type, kind.owner, data) }];
    }),
  );
}

const ofTrials: Readonly<Record<string, JsonSchema>> = {
  webhookId: described({ format: 'uuid', pattern: uuid }, 'the webhook that gets it', 'webhook nhận bản tin'),
  agency: described(ofForm.agency, 'code of its agency', 'mã cơ quan của webhook'),
};

interface SaidOfTrial extends Pick<Said, 'name' | 'en' | 'vi'> {
  readonly fact: string;
  readonly more?: Readonly<Record<string, JsonSchema>>;
}

/** What a webhook is sent beside the facts: no fact, in no feed, with no number. */
function trial({ name, fact, en, vi, more = {} }: SaidOfTrial): DescribedType {
  const type = typeOf({ context: 'webhook', fact: name, version: 1 });
  const properties = { ...ofTrials, ...more };
  const data = { type: 'object', properties, required: Object.keys(properties), ...words(en, vi) };
  const about = (said: object): string => String((said as { readonly webhookId: unknown }).webhookId);
  return { type, fact, said: { en, vi, about }, data, message: messageSchema(type, 'bus', data) };
}

/** The messages by which a webhook is tried; all others are public facts. */
export const webhookTrials = (): readonly DescribedType[] => [
  trial({
    name: 'validation',
    fact: 'WebhookValidation',
    en: 'Give the challenge back, and messages are sent from then on.',
    vi: 'Trả lại mã thử thách để bắt đầu nhận bản tin.',
    more: { challenge: described({ minLength: 1 }, 'to be given back', 'mã cần trả lại') },
  }),
  trial({
    name: 'test',
    fact: 'WebhookTest',
    en: 'Somebody wanted to see whether messages are taken.',
    vi: 'Kiểm tra khả năng nhận bản tin.',
  }),
];

const dialect = 'https://json-schema.org/draft/2020-12/schema';

/** A document of its own: the schema of the data of a type. */
export const dataDocument = ({ type, fact, data }: DescribedType): object => ({
  $schema: dialect,
  $id: schemaName(type),
  title: fact,
  ...data,
});

/** A document of its own: the schema of the whole message of a type. */
export const messageDocument = ({ type, fact, message, said: { en, vi } }: DescribedType): object => ({
  $schema: dialect,
  $id: `${schemaName(type)}:message`,
  title: `${fact}Message`,
  ...words(en, vi),
  ...message,
});

/** The same with nothing let in that is not named: what this release sends, for those who check it. */
export function strict(schema: JsonSchema): JsonSchema {
  const { items, properties, propertyNames: _, ...rest } = schema;
  return {
    ...rest,
    ...(items === undefined ? {} : { items: strict(items) }),
    ...(properties === undefined
      ? {}
      : {
          properties: Object.fromEntries(
            Object.entries(properties).map(([name, part]) => [name, strict(part)]),
          ),
          additionalProperties: false,
        }),
  };
}
