/**
 * One fact as the outside reads it: CloudEvents 1.0 in JSON
 * (https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md), structured mode, JSON data only.
 */
export interface CloudEvent<Data = unknown> {
  readonly specversion: '1.0';
  /** Id of the stored event: the same in every copy, and in every copy sent again. */
  readonly id: string;
  /** `urn:lienthong:installation:<storeId>:<owner>`: the installation, and in it the service that owns the fact. */
  readonly source: string;
  /** `vn.lienthong.<context>.<fact>.v<n>`. */
  readonly type: string;
  /** What the fact is about, such as a document id. */
  readonly subject: string;
  /** When it occurred: ISO 8601 UTC with milliseconds. */
  readonly time: string;
  readonly datacontenttype: 'application/json';
  /** `urn:lienthong:schema:<type>`: the JSON Schema of the data. */
  readonly dataschema: string;
  readonly data: Data;
}

export interface CloudEventParts<Data> {
  readonly id: string;
  /** Id of the store of the installation: a lower-case UUID, the same after every restore. */
  readonly storeId: string;
  readonly owner: string;
  readonly context: string;
  /** Kebab case: `document-arrived`. */
  readonly fact: string;
  readonly version: number;
  readonly subject: string;
  readonly time: string;
  readonly data: Data;
}

/** An envelope that would not be one. A retry does not help: the caller gave a wrong part. */
export class MalformedCloudEvent extends Error {
  override readonly name = 'MalformedCloudEvent';
  constructor(readonly problems: readonly string[]) {
    super(`not a CloudEvent: ${problems.join('; ')}`);
  }
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const about = /^[A-Za-z0-9.-]{1,128}$/;
const extension = /^[a-z0-9]{1,20}$/;

/** Forms of the attributes, as patterns that every dialect of regular expressions reads. */
export const forms = {
  id: uuid.source,
  source: `^urn:lienthong:installation:${uuid.source.slice(1, -1)}:[a-z][a-z-]{0,63}$`,
  type: '^vn\\.lienthong(\\.[a-z][a-z0-9-]{0,63}){2}\\.v[1-9][0-9]{0,3}$',
  subject: about.source,
  time: '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z$',
  extension: extension.source,
} as const;
const source = new RegExp(forms.source);
const type = new RegExp(forms.type);
const instant = new RegExp(forms.time);

/** Names the schema of the data of a type; it is told by a gateway under `/schemas/<this name>`. */
export const schemaName = (ofType: string): string => `urn:lienthong:schema:${ofType}`;

/** @throws MalformedCloudEvent naming every wrong part. */
export function cloudEvent<Data extends object>(parts: CloudEventParts<Data>): CloudEvent<Data> {
  const typed = typeOf(parts);
  const event: CloudEvent<Data> = {
    specversion: '1.0',
    id: parts.id,
    source: `urn:lienthong:installation:${parts.storeId}:${parts.owner}`,
    type: typed,
    subject: parts.subject,
    time: parts.time,
    datacontenttype: 'application/json',
    dataschema: schemaName(typed),
    data: parts.data,
  };
  const problems = problemsOf(event);
  if (problems.length > 0) throw new MalformedCloudEvent(problems);
  return event;
}

export const typeOf = ({
  context,
  fact,
  version,
}: Pick<CloudEventParts<unknown>, 'context' | 'fact' | 'version'>): string =>
  `vn.lienthong.${context}.${fact}.v${version}`;

/** Reads an envelope of ours back, or says what is wrong with it. Attributes we do not know may stand beside ours. */
export function parseCloudEvent(value: unknown): CloudEvent | { readonly problems: readonly string[] } {
  if (typeof value !== 'object' || value === null) return { problems: ['it is not a JSON object'] };
  const problems = problemsOf(value);
  return problems.length > 0 ? { problems } : (value as CloudEvent);
}

function problemsOf(event: object): string[] {
  const attributes = event as Readonly<Record<string, unknown>>;
  const wrong = (name: string, holds: (value: unknown) => boolean, wanted: string): string[] =>
    holds(attributes[name]) ? [] : [`${name} is ${JSON.stringify(attributes[name])}, wanted ${wanted}`];
  const matches = (pattern: RegExp) => (value: unknown) => typeof value === 'string' && pattern.test(value);
  return [
    ...wrong('specversion', (value) => value === '1.0', '1.0'),
    ...wrong('id', matches(uuid), 'a lower-case UUID'),
    ...wrong('source', matches(source), 'urn:lienthong:installation:<storeId>:<owner>'),
    ...wrong('type', matches(type), 'vn.lienthong.<context>.<fact>.v<n>'),
    ...wrong('subject', matches(about), '1 to 128 of A-Z a-z 0-9 . -'),
    ...wrong('time', isInstant, 'an ISO 8601 UTC instant with milliseconds'),
    ...wrong('datacontenttype', (value) => value === 'application/json', 'application/json'),
    ...wrong(
      'dataschema',
      (value) => value === schemaName(String(attributes['type'])),
      'the schema of its type',
    ),
    ...wrong('data', isRecord, 'a JSON object'),
    ...Object.keys(attributes)
      .filter((name) => !ours.includes(name))
      .flatMap((name) =>
        extension.test(name)
          ? wrong(name, isPlain, 'a text, a number or a flag')
          : [`${JSON.stringify(name)} is no name of an attribute, wanted 1 to 20 of a-z 0-9`],
      ),
  ];
}

const ours: readonly string[] = [
  ...['specversion', 'id', 'source', 'type', 'subject', 'time', 'datacontenttype', 'dataschema', 'data'],
];

const isPlain = (value: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof value);

const isInstant = (value: unknown): boolean =>
  typeof value === 'string' && instant.test(value) && !Number.isNaN(Date.parse(value));

const isRecord = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
