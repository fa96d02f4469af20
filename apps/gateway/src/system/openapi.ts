import type { OpenAPIObject } from '@nestjs/swagger';
import type {
  OperationObject,
  ParameterObject,
  ResponseObject,
  ResponsesObject,
} from '@nestjs/swagger/dist/interfaces/open-api-spec.interface';
import { operations, problemsOf, type Operation } from '../edge/operations';
import { Problem, problemMediaType, problemType } from '../edge/problem';
import { problems, type ProblemName } from '../edge/problems';

const exampleKey = (name: ProblemName): string => name.replace(':', '.');

/** Adds to the generated document what the tables of operations and problems say. */
export function described(document: OpenAPIObject): OpenAPIObject {
  for (const [name, operation] of Object.entries<Operation>(operations)) {
    const item = document.paths[operation.path] as Record<string, OperationObject> | undefined;
    const generated = item?.[operation.method.toLowerCase()];
    if (item === undefined || generated === undefined) {
      throw new Error(`${operation.method} ${operation.path} has no handler; give it one or remove its row`);
    }
    item[operation.method.toLowerCase()] = describedOperation(name, operation, generated);
  }
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, Problem: problemSchema },
    examples: Object.fromEntries(
      Object.keys(problems).map((name) => [
        exampleKey(name as ProblemName),
        { value: new Problem(name as ProblemName).document('/') },
      ]),
    ),
  };
  return document;
}

function describedOperation(name: string, operation: Operation, generated: OperationObject): OperationObject {
  const { kind, tag, en, vi, allow } = operation;
  const roles = allow === 'any' ? 'any role of the own agency' : allow.join(', ');
  const { tags: _tags, security: _security, ...rest } = generated;
  return {
    ...rest,
    operationId: name,
    tags: [tag],
    summary: `${en} / ${vi}`,
    ...(kind === 'open' ? {} : { description: `Roles: ${roles}.`, security: [{ token: [] }] }),
    parameters: [...(generated.parameters ?? []), ...headersOf(operation)],
    ...bodyOf(operation, generated),
    responses: responsesOf(operation, generated),
  };
}

const header = (name: string, required: boolean, description: string): ParameterObject => ({
  name,
  in: 'header',
  required,
  description,
  schema: { type: 'string' },
});

const importing = [
  header('Import-On-Behalf-Of', false, 'role `Importer` only: `<agency>/<officer>` who acted'),
  header(
    'Import-Source',
    false,
    'role `Importer` only: `<percent-encoded file name>#<sha256>`, or `scenario`',
  ),
  header('Import-Occurred-At', false, 'role `Importer` only: instant YYYY-MM-DDTHH:mm:ss.sssZ in the past'),
];

function headersOf({ kind, method }: Operation): ParameterObject[] {
  const correlation = header('Correlation-Id', false, 'UUID of the journey; given when left out');
  if (kind === 'command') {
    const key = header(
      'Idempotency-Key',
      true,
      '1 to 128 of A-Z a-z 0-9 . _ : -; the same command keeps its key',
    );
    return [...(method === 'POST' ? [key] : []), correlation, ...importing];
  }
  if (kind === 'upload') {
    const secrecy = header('Content-Secrecy', true, '`none`; content that bears a secrecy mark never enters');
    return [secrecy, correlation, ...importing];
  }
  return [correlation];
}

function bodyOf({ kind }: Operation, generated: OperationObject): Partial<OperationObject> {
  if (kind === 'upload') {
    const schema = { type: 'string', format: 'binary' } as const;
    return { requestBody: { required: true, content: { 'application/octet-stream': { schema } } } };
  }
  return generated.requestBody === undefined ? {} : { requestBody: generated.requestBody };
}

function responsesOf(operation: Operation, generated: OperationObject): ResponsesObject {
  const responses: ResponsesObject = { [operation.status]: succeeded(operation, generated) };
  if (operation.kind === 'upload') responses[200] = { description: 'The bytes were here already' };
  if (operation.kind === 'download') responses[304] = { description: 'Unchanged' };
  for (const name of problemsOf(operation)) {
    const { status, title } = problems[name];
    const response = (responses[status] ??= problemResponse()) as ResponseObject;
    const content = (response.content ??= problemResponse().content ?? {})[problemMediaType];
    response.description = [response.description, `${title} (\`${problemType(name)}\`)`]
      .filter(Boolean)
      .join('; ');
    content!.examples = {
      ...content!.examples,
      [name]: { $ref: `#/components/examples/${exampleKey(name)}` },
    };
  }
  return responses;
}

const problemResponse = (): ResponseObject => ({
  description: '',
  content: { [problemMediaType]: { schema: { $ref: '#/components/schemas/Problem' } } },
});

function succeeded({ kind, status }: Operation, generated: OperationObject): ResponseObject {
  const existing = generated.responses[status] as ResponseObject | undefined;
  if (kind === 'download') {
    const schema = { type: 'string', format: 'binary' } as const;
    return { description: 'The bytes', content: { '*/*': { schema } } };
  }
  const position = {
    description: '`<storeId>.<position>`, for `?after=`',
    schema: { type: 'string' },
  } as const;
  return {
    ...existing,
    description: status === 201 ? 'Recorded' : 'Answered',
    ...(kind === 'command' ? { headers: { 'Lienthong-Position': position } } : {}),
  };
}

const problemSchema = {
  type: 'object' as const,
  required: ['type', 'title', 'status', 'detail', 'detailVi', 'instance', 'retry'],
  properties: {
    type: { type: 'string', enum: Object.keys(problems).map((name) => problemType(name as ProblemName)) },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    detailVi: { type: 'string', description: 'bằng tiếng Việt' },
    instance: { type: 'string', description: 'path that was asked for' },
    retry: { type: 'string', enum: ['never', 'later', 'after-change'] },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'detail'],
        properties: { pointer: { type: 'string' }, detail: { type: 'string' } },
      },
    },
  },
};
