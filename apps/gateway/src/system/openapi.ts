import type { OpenAPIObject } from '@nestjs/swagger';
import {
  type Operation,
  type OperationName,
  operations,
  type ProblemName,
  problems,
  problemsOf,
} from '@contracts';
import { Problem } from '../edge/problem';
import { exampleOf } from './example-of';
import { exampleKey, NamedAnswers } from './named-answers';
import { problemSchema } from './problem-schema';

type PathItem = OpenAPIObject['paths'][string];
type OperationObject = NonNullable<PathItem['get']>;
type ParameterObject = Extract<NonNullable<OperationObject['parameters']>[number], { in: string }>;
type ResponsesObject = OperationObject['responses'];
type ResponseObject = Extract<NonNullable<ResponsesObject[string]>, { description: string }>;

/** Adds to the generated document what the tables of operations and problems say. */
export function described(document: OpenAPIObject): OpenAPIObject {
  const named = new NamedAnswers();
  for (const [name, operation] of Object.entries(operations) as [OperationName, Operation][]) {
    const item = document.paths[operation.path] as Record<string, OperationObject> | undefined;
    const generated = item?.[operation.method.toLowerCase()];
    if (item === undefined || generated === undefined) {
      throw new Error(`${operation.method} ${operation.path} has no handler; give it one or remove its row`);
    }
    item[operation.method.toLowerCase()] = describedOperation(name, operation, generated, named);
  }
  const schemas = { ...closed(document.components?.schemas ?? {}), ...named.schemas, Problem: problemSchema };
  document.components = {
    ...document.components,
    schemas,
    responses: named.responses,
    // Some problems are told over the bus alone.
    examples: Object.fromEntries(
      (Object.keys(problems) as ProblemName[])
        .filter((name) => named.told.has(name))
        .map((name) => [exampleKey(name), { value: new Problem(name).document('/') }]),
    ),
  };
  withExamples(document);
  document.servers = [{ url: '/', description: 'this gateway' }];
  return document;
}

/** One of each body that is sent or answered as JSON and has a name. */
function withExamples({ paths, components }: OpenAPIObject): void {
  const found = (ref: string): object => components?.schemas?.[ref.split('/').at(-1) as string] ?? {};
  for (const operation of Object.values(paths).flatMap((item) => Object.values(item) as OperationObject[])) {
    const bodies = [operation.requestBody, ...Object.values(operation.responses)] as readonly Bodied[];
    for (const json of bodies.flatMap((body) => body?.content?.['application/json'] ?? []))
      if (json.schema !== undefined) json.example = exampleOf(json.schema, found);
  }
}

type Bodied = { readonly content?: ResponseObject['content'] } | undefined;
type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;

/** Bodies take no field that is not described. */
const closed = (schemas: Schemas): Schemas =>
  Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, { ...schema, additionalProperties: false }]),
  );

function describedOperation(
  name: OperationName,
  operation: Operation,
  generated: OperationObject,
  named: NamedAnswers,
): OperationObject {
  const { kind, tag, en, vi, allow } = operation;
  const roles = allow === 'any' ? 'any role of the own agency' : allow.join(', ');
  const others = operation.systems === true ? '; connected systems, with tokens they sign themselves' : '';
  const { tags: _tags, security: _security, ...rest } = generated;
  return {
    ...rest,
    operationId: name,
    tags: [tag],
    summary: `${en} / ${vi}`,
    ...(kind === 'open' || kind === 'public'
      ? { description: 'Anybody may, without a token.', security: [] }
      : { description: `Roles: ${roles}${others}.`, security: [{ token: [] }] }),
    parameters: [...(generated.parameters ?? []).map(said), ...headersOf(operation)],
    ...bodyOf(operation, generated),
    responses: responsesOf(name, operation, named),
  };
}

/** What no class of a target says. */
const said = (parameter: object): ParameterObject =>
  ({ ...parameter, ...ofPaths[(parameter as ParameterObject).name] }) as ParameterObject;
const ofPaths: Readonly<Record<string, Partial<ParameterObject>>> = {
  uploadId: {
    description: 'last part of the `Location` that beginning the upload was answered with',
    schema: { type: 'string', format: 'uuid' },
  },
};

const header = (
  name: string,
  required: boolean,
  description: string,
  form: { readonly pattern?: string; readonly format?: string } = {},
): ParameterObject => ({
  name,
  in: 'header',
  required,
  description,
  schema: { type: 'string', ...form },
});

const acting = header(
  'On-Behalf-Of',
  false,
  'code of a closed agency whose mail goes to the own one, and for which the officer acts',
);

const importing = [
  header('Import-On-Behalf-Of', false, 'role `Importer` only: `<agency>/<officer>` who acted'),
  header(
    'Import-Source',
    false,
    'role `Importer` only: `<percent-encoded file name>#<sha256>`, or `scenario`',
  ),
  header('Import-Occurred-At', false, 'role `Importer` only: instant of RFC 3339 in the past'),
];

/** What tus 1.0.0 asks for, by method. */
const ofTus: Readonly<Partial<Record<Operation['method'], readonly ParameterObject[]>>> = {
  POST: [
    header('Content-Secrecy', true, '`none`; content that bears a secrecy mark never enters'),
    header('Upload-Length', true, 'bytes of the whole file'),
    header(
      'Upload-Metadata',
      true,
      'base64 values: `sha256` of the whole file (64 hex digits), `filetype` (its media type) when known',
    ),
  ],
  PATCH: [
    header('Upload-Offset', true, 'bytes that are here already'),
    header('Upload-Checksum', false, '`sha256 <base64>` or `sha1 <base64>` of this part'),
  ],
};

function headersOf({ kind, method }: Operation): ParameterObject[] {
  const correlation = header('Correlation-Id', false, 'UUID of the journey; given when left out', {
    format: 'uuid',
  });
  if (kind === 'command') {
    const key = header(
      'Idempotency-Key',
      true,
      '1 to 128 of A-Z a-z 0-9 . _ : -, with quotes around it (RFC 8941) the same key; the same command keeps its key',
      { pattern: '^("[A-Za-z0-9._:-]{1,128}"|[A-Za-z0-9._:-]{1,128})$' },
    );
    return [...(method === 'POST' ? [key] : []), correlation, acting, ...importing];
  }
  if (kind === 'upload') {
    const secrecy = header('Content-Secrecy', true, '`none`; content that bears a secrecy mark never enters');
    return [secrecy, correlation, ...importing];
  }
  if (kind === 'resumable') {
    const version = header('Tus-Resumable', true, '`1.0.0`');
    return [...(method === 'OPTIONS' ? [] : [version]), ...(ofTus[method] ?? []), correlation];
  }
  if (kind === 'stream') {
    return [header('Last-Event-ID', false, 'id of the last event that was seen'), correlation];
  }
  if (kind === 'download') {
    const range = header(
      'Range',
      false,
      'one range of bytes, `bytes=<first>-<last>`; several are answered whole',
    );
    return [range, header('If-Range', false, 'the ETag the range is of'), correlation];
  }
  return [correlation];
}

const aMessage =
  'one CloudEvents message, at most 512 KiB; `/schemas/<type>/message` says what it holds, `/asyncapi.json` all of them';

function bodyOf({ kind, method }: Operation, generated: OperationObject): Partial<OperationObject> {
  if (kind === 'upload') {
    const schema = { type: 'string', format: 'binary' } as const;
    return { requestBody: { required: true, content: { 'application/octet-stream': { schema } } } };
  }
  if (kind === 'resumable' && method === 'PATCH') {
    const schema = { type: 'string', format: 'binary' } as const;
    return { requestBody: { required: true, content: { 'application/offset+octet-stream': { schema } } } };
  }
  if (kind === 'public' && method === 'POST') {
    const schema = { type: 'object', additionalProperties: true, description: aMessage } as const;
    return { requestBody: { required: true, content: { 'application/json': { schema } } } };
  }
  return generated.requestBody === undefined ? {} : { requestBody: generated.requestBody };
}

function responsesOf(name: OperationName, operation: Operation, named: NamedAnswers): ResponsesObject {
  const answered = succeeded(operation, named.answerOf(name, operation));
  const responses: ResponsesObject = { [operation.status]: answered };
  if (operation.kind === 'upload') {
    responses[200] = { ...answered, description: 'The bytes were here already' };
  }
  if (operation.kind === 'download') {
    responses[206] = { ...answered, description: 'The range asked for' };
    responses[304] = { description: 'Unchanged' };
  }
  const all = problemsOf(operation);
  for (const status of new Set(all.map((problem) => problems[problem].status))) {
    const told = all.filter((problem) => problems[problem].status === status);
    responses[status] = named.refused(name, status, told);
  }
  return responses;
}

function succeeded(
  { kind, status, location }: Operation,
  schema: { readonly $ref: string } | undefined,
): ResponseObject {
  if (kind === 'download') {
    const schema = { type: 'string', format: 'binary' } as const;
    return { description: 'The bytes', content: { '*/*': { schema } } };
  }
  if (kind === 'stream') {
    const schema = { type: 'string', description: 'events with id, name of the fact, and JSON' } as const;
    return {
      description: 'Open until the reader or its token ends',
      content: { 'text/event-stream': { schema } },
    };
  }
  if (kind === 'print') {
    const bytes = { schema: { type: 'string', format: 'binary' } } as const;
    const types = schema === undefined ? bookTypes : formTypes;
    const content = Object.fromEntries(types.map((type) => [type, bytes]));
    const data = schema === undefined ? {} : { 'application/json': { schema } };
    return { description: schema === undefined ? 'The book' : 'The form', content: { ...content, ...data } };
  }
  const position = {
    description: '`<storeId>.<epoch>.<position>`, opaque, for `?after=`',
    schema: { type: 'string' },
  } as const;
  return {
    description: status === 201 ? 'Recorded' : 'Answered',
    ...(schema === undefined ? {} : { content: { 'application/json': { schema } } }),
    ...(kind === 'command' || kind === 'batch'
      ? { headers: { 'Lienthong-Position': position, ...locationHeader(location) } }
      : {}),
  };
}

const formTypes = ['application/pdf'];
const bookTypes = [
  'application/pdf',
  'text/csv',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
];

const locationHeader = (location: string | undefined) =>
  location === undefined ? {} : { Location: { description: location, schema: { type: 'string' } } as const };
