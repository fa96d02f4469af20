import { type Operation, type OperationName, operations, positionToken } from '@contracts';
import type { Role } from '@domain/codes';
import { deliveryStream } from '@domain/delivery';
import { atMost } from '@runtime';
import { type Answer, bodyOf, placeOf, type problemIn, type Visitor } from './edge';
import type { Described, Field, Mutant } from './mutants';
import { fieldsOf, fits, mutantsOf, Oddities, resolved, shown, valueAt, withValue } from './mutants';
import { officerId } from './province';
import { plantedFact, type Twin, type Twins, ValidBodies } from './valid-bodies';

jest.setTimeout(180_000);

const requestsAtOnce = 16;
/** Each makes an object of its own first, and those cost more than what is tried with them. */
const attemptsAtOnce = 2;

let house: ValidBodies;
let page: Page;
/** Who waits until a fact is where everybody reads it. */
let reader: Visitor;

interface Page {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Route>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
}
type Told = NonNullable<ReturnType<typeof problemIn>['errors']>[number];
interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: Described & { readonly example?: string };
}
interface Route {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: unknown }>> };
}

beforeAll(async () => {
  house = await ValidBodies.start();
  page = bodyOf(await house.edge.withToken(undefined).get<Page>('/openapi.json'));
  reader = await house.edge.as('H99.1', 'Clerk');
});
afterAll(() => house.stop());

const routeOf = ({ method, path }: Operation): Route => page.paths[path]?.[method.toLowerCase()] ?? {};

/** What the page says of a command's body. */
function bodyOfRoute(operation: Operation): Described {
  const schema = routeOf(operation).requestBody?.content['application/json']?.schema;
  if (schema === undefined) throw new Error(`${operation.path} has no body on the API page`);
  return resolved(schema, page.components.schemas);
}

const visitors = new Map<string, Promise<Visitor>>();
function visitorOf(agency: string, role: Role): Promise<Visitor> {
  const name = `${agency}/${role}`;
  const visitor = visitors.get(name) ?? house.edge.as(agency, role);
  visitors.set(name, visitor);
  return visitor;
}

async function send({ agency, role, path }: Twin, method: string, body: unknown): Promise<Answer<unknown>> {
  const visitor = await visitorOf(agency, role);
  return method === 'PUT' ? visitor.put<unknown>(path, body) : visitor.post<unknown>(path, body);
}

/** What is wrong with a refusal of a field with this value, in a word; nothing when it is right. */
function faultOf({ status, body }: Answer<unknown>, { pointer, described }: Field, value: unknown) {
  const { type, errors = [] } = body as { type?: string; errors?: readonly Told[] };
  if (type === 'urn:lienthong:problem:request:malformed') {
    const at = `/body${pointer}`;
    const isTold = errors.some(
      (error) => `${placeOf(error)}/`.startsWith(`${at}/`) || at.startsWith(`${placeOf(error)}/`),
    );
    return status === 422 && isTold ? undefined : `${status}, told at ${errors.map(placeOf).join()}`;
  }
  if (type?.endsWith(':secret-content') && pointer.endsWith('/secrecy')) return undefined;
  if (status >= 500 || type === undefined) return `${status}`;
  // What has its form may be refused by a rule, by its own name.
  return value !== undefined && !fits(described, value)
    ? `${status} ${type} for what has no form`
    : undefined;
}

/** What is wrong when the fact is not read by everybody, in a word. */
async function faultOfReading(
  { path, fromOutside }: Twin,
  { body }: Answer<unknown>,
): Promise<string | undefined> {
  const { position, ...told } = body as { position: string; documentId?: string; dossierId?: string };
  const seen = await reader.get(`/inbox/counts?after=${position}`);
  if (seen.status !== 200) return `not read: ${seen.text}`;
  const ready = await reader.get('/health/ready');
  if (ready.status !== 200) return `not ready: ${ready.text}`;
  const [, kind, id = told.documentId ?? told.dossierId] =
    /^\/(documents|inbox|carrier\/deliveries|dossiers)(?:\/([0-9a-f-]{36}))?/.exec(path) ?? [];
  if (kind === undefined || fromOutside) return undefined;
  const isDossier = kind === 'dossiers';
  const auditor = await visitorOf(isDossier ? 'H99' : 'H99.1', 'Auditor');
  const history = await auditor.get(`/audit/${isDossier ? 'dossiers' : 'documents'}/${id}/history`);
  return history.status === 200 ? undefined : `no history: ${history.text}`;
}

/** For each body the fields that it has and none before it had. */
function shareOut(fields: readonly Field[], bodies: readonly object[]): readonly (readonly Field[])[] {
  const left = new Set(fields);
  return bodies.map((body) =>
    [...left].filter((field) => valueAt(body, field.pointer) !== undefined && left.delete(field)),
  );
}

/** What can be wrong at once: the same value in fields of which none holds another one. */
function together(mine: readonly Mutant[]): readonly (readonly Mutant[])[] {
  const groups = new Map<string, Mutant[]>();
  for (const mutant of mine) {
    const { field, value } = mutant;
    const depth = field.pointer.split('/').length;
    const isAlone = isMark(mutant) || isLong(value);
    const name = `${isAlone ? field.pointer : depth} ${JSON.stringify(value)}`;
    groups.set(name, [...(groups.get(name) ?? []), mutant]);
  }
  return [...groups.values()];
}

/** Several of them would be more than a body may hold. */
const isLong = (value: unknown): boolean => typeof value === 'string' && value.length > 10_000;

/** A mark of secrecy is answered before anything else is looked at. */
const isMark = ({ field }: Mutant): boolean => field.pointer === '/secrecy';

/** One of each field at a time; no field stands in another one that is tried beside it. */
function roundsOf(fitting: readonly Mutant[]): readonly (readonly Mutant[])[] {
  const rounds: Mutant[][] = [];
  for (const mutant of fitting) {
    const at = `${mutant.field.pointer}/`;
    const disturbs = ({ field: { pointer } }: Mutant): boolean =>
      at.startsWith(`${pointer}/`) || pointer.startsWith(at);
    const round = rounds.find((each) => !each.some(disturbs));
    if (round === undefined) rounds.push([mutant]);
    else round.push(mutant);
  }
  return rounds;
}

const alone = (group: readonly Mutant[]): readonly (readonly Mutant[])[] => group.map((mutant) => [mutant]);

const isFit = ({ field, value }: Mutant): boolean => fits(field.described, value);

const told = (group: readonly Mutant[], fault: string | undefined): readonly string[] =>
  fault === undefined ? [] : [`${group.map(shown).join(', ')}: ${fault}`];

/** What is wrong with taking these values, in a word. */
const faultOfTaking = async (group: readonly Mutant[], twin: Twin, answer: Answer<unknown>) =>
  group.every(isFit) ? faultOfReading(twin, answer) : 'accepted';

const odd = new Oddities();

/** Everything that went otherwise than it must, for one kind of body of one command. */
async function faultsOf(
  method: string,
  first: Twin,
  twins: Twins,
  mine: readonly Mutant[],
): Promise<readonly string[]> {
  // What is refused leaves its object as it is, so that it serves the next one.
  const idle = [first];
  const attempt = async (group: readonly Mutant[]): Promise<readonly string[]> => {
    const twin = idle.pop() ?? (await twins());
    const body = group.reduce<unknown>(
      (each, { field, value }) => withValue(each, field.pointer, value),
      twin.body,
    );
    const answer = await send(twin, method, body);
    if (answer.status < 300) return told(group, await faultOfTaking(group, twin, answer));
    idle.push(twin);
    // A rule that one of them breaks hides the others.
    if (group.length > 1 && group.every(isFit)) return (await atMost(1, alone(group), attempt)).flat();
    return group.flatMap((mutant) => told([mutant], faultOf(answer, mutant.field, mutant.value)));
  };
  const formless = together(mine.filter((mutant) => !isFit(mutant)));
  // Marks of secrecy are counted in one stream, one after the other.
  const marks = formless.filter(([first]) => first !== undefined && isMark(first));
  const others = [...formless.filter((group) => !marks.includes(group)), ...roundsOf(mine.filter(isFit))];
  const faults = [...(await atMost(1, marks, attempt)), ...(await atMost(attemptsAtOnce, others, attempt))];
  const untouched = await atMost(attemptsAtOnce, idle, async (twin) => {
    const answer = await send(twin, method, twin.body);
    const fault = answer.status < 300 ? await faultOfReading(twin, answer) : answer.text;
    return fault === undefined ? [] : [`the body as it is, after all that was refused: ${fault}`];
  });
  return [...faults, ...untouched].flat();
}

const commands = (Object.entries(operations) as [OperationName, Operation][]).filter(
  ([, { kind }]) => kind === 'command',
);

it.each(commands)('%s takes each field in its form or tells which has none', async (name, operation) => {
  const kinds = house.table[name] ?? [];
  if (kinds.length === 0) throw new Error(`no valid body of ${name}; add its row in valid-bodies.ts`);
  const whole = bodyOfRoute(operation);
  const firsts = await Promise.all(kinds.map((twins) => twins()));
  const fields = fieldsOf(whole);
  const shares = shareOut(
    fields,
    firsts.map(({ body }) => body),
  );
  const walked = shares.flat().map(({ pointer }) => pointer);
  expect(walked.sort()).toEqual(fields.map(({ pointer }) => pointer).sort());
  const faults = await Promise.all(
    firsts.map((first, index) =>
      faultsOf(operation.method, first, kinds[index] as Twins, mutantsOf(shares[index] ?? [], odd)),
    ),
  );
  expect(faults.flat()).toEqual([]);
});

const questions = (Object.entries(operations) as [OperationName, Operation][]).filter(([, { kind }]) =>
  ['query', 'print'].includes(kind),
);
const oddWords = [
  ...['', '0', '-1', '0x5', '0.5', '1e308', 'null', 'x'.repeat(1_000), ' ', '\u0000', 'a\nb', '\u200b'],
  ...['0001-01-01', '9999-12-31', '2026-11-20T17:00:00+07:00', '0001-01-01T00:00:00Z'],
];

/** What is wrong with the answer to a question with something odd in it, in a word. */
function faultOfAnswer({ status, body }: Answer<unknown>, name: string): string | undefined {
  if (status === 200) return undefined;
  const { type = '', errors = [] } = body as { type?: string; errors?: readonly Told[] };
  if (status >= 500 || type === '') return String(status);
  const isTold = errors.some((error) => placeOf(error) === `/query/${name}`);
  return isTold || !type.endsWith('request:malformed') ? undefined : `told at ${JSON.stringify(errors)}`;
}

it.each(questions)('%s answers, or tells which word has no form', async (_, operation) => {
  const documentId = await house.clerks.arrived('H99.1', 'H99.2');
  const { path: dossiers } = (await house.table.recordActivity?.[0]?.()) as Twin;
  const { path: applicants } = (await house.table.changeApplicant?.[0]?.()) as Twin;
  // An agency has few of them.
  const system = operation.path.includes('{systemId}') ? await house.table.approveSystem?.[0]?.() : undefined;
  const webhook = operation.path.includes('{webhookId}') ? await house.table.endWebhook?.[0]?.() : undefined;
  const path = operation.path
    .replace('{documentId}', documentId)
    .replace('{systemId}', system?.path.split('/')[2] ?? '')
    .replace('{webhookId}', webhook?.path.split('/')[2] ?? '')
    .replace('{dossierId}', dossiers.split('/')[2] as string)
    .replace('{slipId}', dossiers.split('/')[2] as string)
    .replace('{applicantRef}', applicants.split('/')[2] as string)
    .replace('{form}', 'control-slip')
    .replace('{procedure}', '2.000635')
    .replace('{officer}', officerId('Specialist', 'H99.1'))
    .replace('{agency}', 'H99.1')
    .replace('{sha256}', 'a'.repeat(64))
    .replace('{year}', '2026');
  const role = operation.allow === 'any' ? 'Clerk' : (operation.allow[0] as Role);
  const visitor = await house.edge.as(/dossiers|applicants/.test(path) ? 'H99' : 'H99.1', role);
  const names = (routeOf(operation).parameters ?? []).filter((each) => each.in === 'query');
  const asked = names.flatMap(({ name }) => [
    ...oddWords.map((word) => [name, `${name}=${encodeURIComponent(word)}`] as const),
    [name, `${name}=1&${name}=2`] as const,
  ]);
  const needed = names.filter(({ required }) => required);
  const whole = needed.map(
    ({ name, schema }) => [name, `${name}=${schema.example ?? schema.enum?.[0]}`] as const,
  );
  const strangers = ['toString=1', '__proto__=1'].map(
    (word) => [word.split('=')[0] as string, word] as const,
  );
  const faults = await atMost(requestsAtOnce, [...asked, ...strangers], async ([name, word]) => {
    const rest = whole.filter(([other]) => other !== name).map(([, each]) => each);
    const fault = faultOfAnswer(await visitor.get(`${path}?${[word, ...rest].join('&')}`), name);
    return fault === undefined ? [] : [`${word.slice(0, 60)}: ${fault}`];
  });
  expect(faults.flat()).toEqual([]);
});

/** A command with other fields in its body: its answer, and what was wrong by pointer. */
async function sent(name: OperationName, change: object, kind = 0) {
  const twin = (await house.table[name]?.[kind]?.()) as Twin;
  const answer = await send(twin, operations[name].method, { ...twin.body, ...change });
  const { errors = [] } = answer.body as { errors?: readonly Told[] };
  return {
    twin,
    answer,
    status: answer.status,
    pointers: [...new Set(errors.map(placeOf))],
  };
}

it.each<[OperationName, string]>([
  ['openDossier', 'dueAt'],
  ['openDossier', 'startedAt'],
  ['openDossier', 'codes'],
  ['draftDocument', 'paperFollows'],
  ['draftDocument', 'replaces'],
  ['draftDocument', 'secrecy'],
  ['draftDocument', 'copyOf'],
  ['signDocument', 'signatures'],
  ['sealDocument', 'signatures'],
  ['assignProcessing', 'coordinating'],
  ['updateDocument', 'addRecipients'],
  ['updateDocument', 'removeRecipients'],
  ['orderRecall', 'recipients'],
  ['registerAgency', 'parent'],
])('null is not left out: %s with %s', async (name, field) => {
  const { status, pointers } = await sent(name, { [field]: null });
  expect([status, pointers]).toEqual([422, [`/body/${field}`]]);
});

it.each([[[]], [[[]]], [''], [0], [true]])('what a document copies is an object, not %j', async (copyOf) => {
  const { answer, status } = await sent('draftDocument', { copyOf }, 2);
  const { errors } = answer.body as { errors?: unknown };
  expect([status, errors]).toEqual([
    422,
    [{ pointer: '#/copyOf', code: 'object', detail: 'must be an object', detailVi: 'phải là một đối tượng' }],
  ]);
});

it.each(['2026-12-31T10:00:00Z', '2026-12-31T17:00:00+07:00', '2026-12-31T10:00:00.000000Z'])(
  'a deadline written %s is kept in the one form',
  async (dueAt) => {
    const { answer } = await sent('openDossier', { dueAt });
    const { dossierId } = bodyOf(answer) as { dossierId: string };
    const { data } = await house.province.waitFor(`dossier-${dossierId}`, 'DossierOpened');
    expect(data).toMatchObject({ dueAt: '2026-12-31T10:00:00.000Z' });
  },
);

it('ids and hashes are read in any case', async () => {
  const id = await house.clerks.arrived('H99.1', 'H99.2');
  const stream = deliveryStream({ documentId: id, to: 'H99.2' });
  const { position: commit } = await house.province.waitFor(stream, 'DocumentArrived');
  const after = positionToken({ storeId: house.province.storeId, commit });
  const documentId = id.toUpperCase();
  const clerk = await house.edge.as('H99.2', 'Clerk');
  const { contents } = bodyOf(
    await clerk.get<{ contents: readonly { sha256: string }[] }>(`/documents/${documentId}?after=${after}`),
  );
  const part = `/documents/${documentId}/contents/${contents[0]?.sha256.toUpperCase()}`;
  expect((await clerk.get(part)).status).toBe(200);
  expect((await clerk.post(`/inbox/${documentId}/receipt`)).status).toBe(200);
  const { body } = (await house.table.openDossier?.[0]?.()) as Twin;
  const { applicantRef } = body as { applicantRef: string };
  const opened = await sent('openDossier', { applicantRef: applicantRef.toUpperCase() });
  const { dossierId } = bodyOf(opened.answer) as { dossierId: string };
  const { data } = await house.province.waitFor(`dossier-${dossierId}`, 'DossierOpened');
  expect(data).toMatchObject({ applicantRef });
  const { position } = opened.answer.body as { position: string };
  const officer = await house.edge.as('H99', 'OneStopOfficer');
  expect((await officer.get(`/dossiers/${dossierId.toUpperCase()}?after=${position}`)).status).toBe(200);
});

const blanks = [' ', '\u00a0', '\u200b', '\u3164', '\u2800', '\n'];

it.each(blanks.map((text) => [JSON.stringify(text), text]))(
  'nothing to read is no text: %s',
  async (_, text) => {
    const part = { sha256: 'a'.repeat(64), size: 1, mediaType: 'application/pdf', name: text };
    const refused = [
      await sent('draftDocument', { subject: text }),
      await sent('draftDocument', { contents: [part] }),
      await sent('orderRecall', { reason: text }),
      await sent('refuseReceipt', { reason: text }),
    ];
    expect(refused.map(({ status, pointers }) => [status, pointers])).toEqual([
      [422, ['/body/subject']],
      [422, ['/body/contents/0/name']],
      [422, ['/body/reason']],
      [422, ['/body/reason']],
    ]);
  },
);

describe('after all of it', () => {
  it('nobody has parked anything, and nothing was said to be an error', async () => {
    const events = await house.province.store.readAll({ max: 100_000 });
    const ofReactors = events.filter(({ type }) => type.startsWith('EventParked.'));
    expect(ofReactors).toEqual([]);
    const operator = await house.edge.as('H99', 'Operator');
    const { rows } = bodyOf(await operator.get<{ rows: readonly { type: string }[] }>('/operations/parked'));
    expect(rows.filter(({ type }) => type !== plantedFact)).toEqual([]);
    // What was planted to be skipped is told when it is set aside.
    const errors = house.province.log.filter((line) => line.includes('"level":"error"'));
    expect(errors.filter((line) => !line.includes(plantedFact))).toEqual([]);
  });
});
