import { type Operation, operations, problems, problemsOf, problemsOverBus } from '@contracts';
import { describedApi } from './described-api';
import { inlinedAnswers } from './inlined-answers';

interface Part {
  readonly description?: string;
  readonly properties?: Record<string, Part>;
  readonly items?: Part;
  readonly additionalProperties?: boolean | Part;
}
interface Response {
  readonly content?: Record<string, { schema?: Part; examples?: Record<string, { $ref: string }> }>;
}
interface Described {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: string[];
  readonly security?: object[];
  readonly parameters: { name: string; in: string; required: boolean; description?: string }[];
  readonly requestBody?: { content: Record<string, { schema: { $ref?: string } }> };
  readonly responses: Record<string, Response>;
}
interface OpenApi {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, Described>>;
  readonly components: {
    schemas: Record<string, Part>;
    examples: Record<string, { value: object }>;
  };
}
let served: Promise<OpenApi> | undefined;
const read = (): Promise<OpenApi> =>
  (served ??= describedApi().then((page) => inlinedAnswers(page as unknown as OpenApi)));
const rows = Object.entries<Operation>(operations);
const ofTus: Partial<Record<Operation['method'], readonly string[]>> = {
  POST: ['Tus-Resumable', 'Content-Secrecy', 'Upload-Length', 'Upload-Metadata'],
  HEAD: ['Tus-Resumable'],
  PATCH: ['Tus-Resumable', 'Upload-Offset'],
  DELETE: ['Tus-Resumable'],
  OPTIONS: [],
};

it('has the operations of the table and no others', async () => {
  const { openapi, paths } = await read();
  expect(openapi).toMatch(/^3\./);
  const described = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, { operationId }]) => `${operationId} ${method.toUpperCase()} ${path}`,
    ),
  );
  expect(described.sort()).toEqual(
    rows.map(([name, { method, path }]) => `${name} ${method} ${path}`).sort(),
  );
});

it.each(rows)('tells of %s its words, parameters, body and every problem', async (_name, operation) => {
  const { paths, components } = await read();
  const { method, path, en, vi, tag, kind, status } = operation;
  const described = paths[path]?.[method.toLowerCase()] as Described;
  expect(described).toMatchObject({ summary: `${en} / ${vi}`, tags: [tag] });
  expect(described.security).toEqual(kind === 'open' || kind === 'public' ? [] : [{ token: [] }]);
  const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  expect(described.parameters.filter((each) => each.in === 'path').map(({ name }) => name)).toEqual(named);
  const headers = described.parameters.filter((each) => each.in === 'header' && each.required);
  expect(headers.map(({ name }) => name)).toEqual(
    kind === 'upload'
      ? ['Content-Secrecy']
      : kind === 'command' && method === 'POST'
        ? ['Idempotency-Key']
        : kind === 'resumable'
          ? ofTus[method]
          : [],
  );
  if (kind === 'command') {
    const shape = described.requestBody?.content['application/json']?.schema.$ref?.split('/').at(-1);
    expect(components.schemas).toHaveProperty(shape as string);
  }
  expect(described.responses).toHaveProperty(String(status));

  const told = Object.entries(described.responses).flatMap(([code, { content }]) => {
    const examples = content?.['application/problem+json']?.examples ?? {};
    return Object.entries(examples).map(([name, { $ref }]) => {
      const example = components.examples[$ref.split('/').at(-1) as string]?.value;
      expect(example).toMatchObject({ type: `urn:lienthong:problem:${name}`, status: Number(code) });
      return name;
    });
  });
  expect(told.sort()).toEqual([...problemsOf(operation)].sort());
});

it('has an example of every problem of the table that a request meets', async () => {
  const { components } = await read();
  const examples = Object.values(components.examples).map(({ value }) => (value as { type: string }).type);
  expect(examples.sort()).toEqual(
    Object.keys(problems)
      .filter((name) => !problemsOverBus.some((each) => each === name))
      .map((name) => `urn:lienthong:problem:${name}`)
      .sort(),
  );
});

describe('a field', () => {
  /** They say all there is to say, wherever they stand; whatever another name means is said beside it. */
  const plainNames = [
    ...['documentId', 'dossierId', 'handoffId', 'delegationId', 'lendingId', 'eventId'],
    ...['name', 'mediaType', 'reason', 'withdrawnReason', 'note'],
    ...['rows', 'contents', 'freeBytes', 'totalBytes'],
  ];

  type Document = Pick<OpenApi, 'paths' | 'components'>;
  interface Field {
    readonly name: string;
    /** Where it stands: `getInbox.rows[].symbol`. */
    readonly at: string;
    readonly description?: string | undefined;
  }

  /** Every one of a schema, at any depth. */
  const fieldsIn = ({ properties = {}, items, additionalProperties }: Part, at: string): readonly Field[] => [
    ...Object.entries(properties).flatMap(([name, part]) => [
      { name, at: `${at}.${name}`, description: part.description },
      ...fieldsIn(part, `${at}.${name}`),
    ]),
    ...(items === undefined ? [] : fieldsIn(items, `${at}[]`)),
    ...(typeof additionalProperties === 'object' ? fieldsIn(additionalProperties, `${at}{}`) : []),
  ];

  /** Those of bodies, parameters and answers. */
  const fieldsOf = ({ paths, components }: Document): readonly Field[] => [
    ...Object.entries(components.schemas).flatMap(([name, schema]) => fieldsIn(schema, name)),
    ...Object.values(paths)
      .flatMap((methods) => Object.values(methods))
      .flatMap(({ operationId, parameters, responses }) => [
        ...parameters.map((each) => ({ ...each, at: `${operationId}(${each.name})` })),
        ...Object.values(responses).flatMap(({ content }) =>
          fieldsIn(content?.['application/json']?.schema ?? {}, operationId),
        ),
      ]),
  ];
  const undescribed = (document: Document) => fieldsOf(document).filter(({ description }) => !description);
  const unsaid = (document: Document): readonly string[] =>
    undescribed(document).flatMap(({ name, at }) => (plainNames.includes(name) ? [] : [at]));

  it('says what its name does not: unit, limit, legal source, what it means that it is absent', async () =>
    expect(unsaid(await read())).toEqual([]));

  it('is found wherever it stands when nobody described it', () => {
    const late = { properties: { late: {}, note: {}, since: { description: 'first local day' } } };
    const rows = { description: 'oldest first', items: late };
    const parameter = { name: 'after', in: 'query', required: false };
    const question = { operationId: 'getLate', summary: '', tags: [], parameters: [parameter] };
    const answer = { additionalProperties: late };
    const responses = { 200: { content: { 'application/json': { schema: answer } } } };
    const document = {
      paths: { '/late': { get: { ...question, responses } } },
      components: { schemas: { Late: { properties: { rows } } }, examples: {} },
    };
    expect(unsaid(document)).toEqual(['Late.rows[].late', 'getLate(after)', 'getLate{}.late']);
  });

  it('has a plain name only while somewhere nothing is said beside it', async () => {
    const names = undescribed(await read()).map(({ name }) => name);
    expect(plainNames.filter((name) => !names.includes(name))).toEqual([]);
  });
});
