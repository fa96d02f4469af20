import { randomUUID } from 'node:crypto';
import { type Caller, callerHeader, type Operation, operations, subjects } from '@contracts';
import type { Role } from '@domain/codes';
import { problemType } from '../../apps/gateway/src/edge/problem';
import { type Answer, Edge, problemIn, type Sent, type Visitor } from './edge';
import { type Province, startProvince } from './province';

const agency = 'H99.1';
const canary = 'BIMAT-4d1c7a';

let province: Province;
let edge: Edge;
/** Agencies whose refusals were counted, and what else came to any service. */
const counted: string[] = [];
const heard: string[] = [];
const visitors = new Map<Role, Visitor>();

/** Listens in the place of every service. */
function listen(): void {
  for (const subject of Object.values(subjects).filter((each) => each !== subjects.officerStanding)) {
    province.context.connection.subscribe(subject, {
      callback: (_error, wire) => {
        const { id } = wire.json<{ id: string }>();
        const caller = JSON.parse(wire.headers?.get(callerHeader) ?? '{}') as Caller;
        if (subject === subjects.countRefusedSecret) counted.push(caller.actor.agency);
        else if (subject !== subjects.recordLooks) heard.push(subject);
        const response = {
          ok: true,
          answer: { agencies: [{}], rows: [] },
          position: `${province.storeId}.7`,
        };
        wire.respond(Buffer.from(JSON.stringify({ id, response, isDisposed: true })));
      },
    });
  }
}

const closed = Object.entries<Operation>(operations).filter(
  ([, { kind }]) => kind !== 'open' && kind !== 'public',
);
const takesJson = ({ kind }: Operation): boolean => kind === 'command' || kind === 'batch';
const commands = closed.filter(([, operation]) => takesJson(operation));
const roleOf = ({ allow }: Operation): Role => (allow === 'any' ? 'Clerk' : (allow[0] as Role));

beforeAll(async () => {
  const settings = { LIENTHONG_PORT: '0', LIENTHONG_LOG_LEVEL: 'trace' };
  province = await startProvince({ services: ['directory'], settings });
  await province.found();
  listen();
  edge = await Edge.start(province.context);
  for (const role of new Set(closed.map(([, operation]) => roleOf(operation))))
    visitors.set(role, await edge.as(agency, role));
});
afterAll(async () => {
  await edge.stop();
  await province.stop();
});
beforeEach(() => [counted, heard].forEach((each) => each.splice(0)));

const id = '6fa459ea-ee8a-5ca4-894e-db77e160355e';
const example: Readonly<Record<string, string>> = {
  ...{ sha256: 'a'.repeat(64), agency: 'H99.5', year: '2026' },
};
const pathOf = ({ path }: Operation): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => example[name] ?? id);

function send(
  operation: Operation,
  body: string | undefined,
  headers: Sent = {},
  query = '',
): Promise<Answer> {
  const { method } = operation;
  const visitor = visitors.get(roleOf(operation)) as Visitor;
  return visitor.send(
    method,
    pathOf(operation) + query,
    method === 'GET' || method === 'HEAD' ? undefined : body,
    {
      'content-type': takesJson(operation) ? 'application/json' : '',
      'idempotency-key': method === 'POST' ? randomUUID() : '',
      ...headers,
    },
  );
}

/** Refused, counted for the asker's agency, and nobody but the counter heard of it. */
function expectRefused(answers: readonly Answer[], context: 'content' | 'document'): void {
  for (const answer of answers) {
    expect(answer.status).toBe(422);
    expect(answer.text).not.toContain(canary);
  }
  const told = answers.filter(({ text }) => text !== '').map((answer) => problemIn(answer).type);
  expect(new Set(told)).toEqual(new Set(told.map(() => problemType(`${context}:secret-content`))));
  expect(counted).toEqual(answers.map(() => agency));
  expect(heard).toEqual([]);
}

const marks: readonly Sent[] = [
  { 'content-secrecy': 'mat' },
  { 'content-secrecy': 'none, toi-mat' },
  { 'content-secrecy': 'None' },
  { 'upload-metadata': `sha256 eA==,secrecy ${Buffer.from('Tối mật').toString('base64')}` },
];

it.each(closed)('a header that marks what is sent as secret is seen: %s', async (_, operation) => {
  const answers: Answer[] = [];
  for (const mark of marks) answers.push(await send(operation, '{}', { ...mark, 'x-subject': canary }));
  answers.push(await send(operation, '{}', {}, '?Secrecy=mat'));
  expectRefused(answers, 'content');
});

const rest = `"subject":"${canary}"`;
const marked: readonly string[] = [
  `{"secrecy":"Mật",${rest}}`,
  `{${rest},"a":{"b":[1,{"c":[[{"secrecy":"mat"}]]}]}}`,
  `{"secrecy":"mat",${rest},"secrecy":"none"}`,
  `{"secrecy":"none",${rest},"secrecy":"mat"}`,
  `{"a":{"secrecy":"mat","secr\\u0065cy":"none"},${rest}}`,
  `{"SECRECY" : "mat",${rest}}`,
  `[{"\uff53ecrecy":1,${rest}}]`,
  `{"secrecy":{},${rest}}`,
  `{"secrecy":[],${rest}}`,
  `{"secrecy":false,${rest}}`,
  `{"secrecy":"toi-mat",${rest}`,
  `{"secrecy":"toi-mat`,
  `${'['.repeat(40)}{"secrecy":"mat"}${']'.repeat(40)}`,
];

it.each(commands)('a mark in a body is seen wherever it stands: %s', async (_, operation) => {
  const answers: Answer[] = [];
  for (const body of marked) answers.push(await send(operation, body));
  expectRefused(answers, 'document');
});

const unmarked: readonly string[] = [
  '{"secrecy":"none"}',
  '{"secrecy":null}',
  '{"secrecy":""}',
  '{"subject":"secrecy"}',
  '{"subject":"\\"secrecy\\":\\"mat\\""}',
  '{"secrecies":"mat"}',
];

it.each(commands)('what bears no mark is not counted as secret: %s', async (_, operation) => {
  for (const body of unmarked) {
    const answer = await send(operation, body, { 'content-secrecy': 'none' });
    expect(answer.text).not.toContain('secret-content');
  }
  expect(counted).toEqual([]);
});

it('leaves nothing of it in the log', () => {
  expect(province.log.length).toBeGreaterThan(100);
  expect(province.log.join('\n')).not.toContain(canary);
});
