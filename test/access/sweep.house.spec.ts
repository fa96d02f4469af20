import { randomUUID } from 'node:crypto';
import { type Operation, type OperationName, operations, subjects } from '@contracts';
import { type Role, roles } from '@domain/codes';
import { deliveryStream } from '@domain/delivery';
import { wronglyDescribed } from '../flows/described-answers';
import { type Answer, problemIn, type Visitor } from '../flows/edge';
import { accepted, officerId } from '../flows/province';
import { type Twin, ValidBodies } from '../flows/valid-bodies';
import { type Outcome, parties, type Party, type Row, whoMay, whoMayDo, whoReads } from './who-may';

jest.setTimeout(300_000);

let house: ValidBodies;
const visitors = new Map<string, Promise<Visitor>>();
/** What was brought about on the way, in every state that a command needs. */
const documents = new Set<string>();
const dossiers = new Set<string>();

beforeAll(async () => {
  house = await ValidBodies.start();
  const operator = house.province.officer('H99', 'Operator');
  const card = { name: 'Sở Người Ngoài', abbreviation: 'SNN', tier: 'province', parent: 'H99' };
  const target = { agency: parties.stranger };
  accepted(await operator.command(subjects.registerAgency, target, card));
  await house.province.appointOfficers(parties.stranger);
});
afterAll(() => house?.stop());

function visitorOf(agency: string, role: Role): Promise<Visitor> {
  const name = `${agency}/${role}`;
  const visitor = visitors.get(name) ?? house.edge.as(agency, role);
  visitors.set(name, visitor);
  return visitor;
}

const unknownId = '00000000-0000-4000-8000-000000000000';
const ids = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const commands = Object.entries<Operation>(operations).filter(([, { kind }]) => kind === 'command');
const questions = Object.entries<Operation>(operations).filter(
  ([, { kind, path }]) =>
    kind !== 'command' && /\{(documentId|dossierId)\}/.test(path) && !/sha256/.test(path),
);

it('has a cell for every command and every question about one object', () => {
  expect(Object.keys(whoMay).sort()).toEqual(commands.map(([name]) => name).sort());
  expect(Object.keys(whoReads).sort()).toEqual(questions.map(([name]) => name).sort());
});

const send = async ({ path, body }: Twin, method: string, agency: string, role: Role) => {
  const visitor = await visitorOf(agency, role);
  return method === 'PUT' ? visitor.put<unknown>(path, body) : visitor.post<unknown>(path, body);
};

/** How an answer treats the asker; what is neither is told as it is. */
function outcomeOf({ status, text }: Answer<unknown>): Outcome | 'role' | string {
  if (status < 300) return 'may';
  if (status === 404) return 'hidden';
  if (status === 403 && text.includes('request:role-not-allowed')) return 'role';
  return status === 409 || status === 422 || status === 403 ? 'sees' : `${status} ${text}`;
}

/** A refusal says the same of what is hidden as of what never was. */
async function isLikeUnknown(
  twin: Twin,
  method: string,
  agency: string,
  role: Role,
  answer: Answer<unknown>,
) {
  const unknown = { ...twin, path: twin.path.replace(ids, unknownId) };
  const never = await send(unknown, method, agency, role);
  const told = (each: Answer<unknown>) => ({ ...problemIn(each), instance: '' });
  expect([never.status, told(never)]).toEqual([answer.status, told(answer)]);
}

const allowedTo = ({ allow }: Operation, role: Role): boolean =>
  allow === 'any' ? role !== 'AxisAdapter' : allow.includes(role) || role === 'Importer';

type Asked = readonly [name: string, operation: Operation];

async function difference(
  [name, operation]: Asked,
  row: Row | undefined,
  twin: Twin,
  party: Party,
  role: Role,
) {
  const agency = parties[party];
  const cell = row?.isForOperators && role === 'Operator' ? 'may' : row?.[party];
  const isAllowed = allowedTo(operation, role);
  // It would be done, and what comes after could not be tried any more.
  if (isAllowed && cell === 'may') return undefined;
  const answer = await send(twin, operation.method, agency, role);
  const expected = isAllowed ? cell : 'role';
  const found = outcomeOf(answer);
  if (found !== expected) return `${name} by ${role} of ${party}: ${found} instead of ${expected}`;
  if (found === 'hidden') await isLikeUnknown(twin, operation.method, agency, role, answer);
  return undefined;
}

function remember({ path, fromOutside }: Twin): void {
  if (fromOutside) return;
  const [, document] = /\/(?:documents|inbox|deliveries)\/([0-9a-f-]{36})/.exec(path) ?? [];
  const [, dossier] = /\/dossiers\/([0-9a-f-]{36})/.exec(path) ?? [];
  if (document !== undefined) documents.add(document);
  if (dossier !== undefined) dossiers.add(dossier);
}

it.each(commands)('%s is done by those of its row, and hidden from others', async (name, operation) => {
  const differences: string[] = [];
  for (const [place, bringAbout] of (house.table[name as OperationName] ?? []).entries()) {
    const twin = await bringAbout();
    const row = whoMayDo(name as OperationName, place);
    remember(twin);
    for (const party of Object.keys(parties) as Party[]) {
      for (const role of roles) {
        const found = await difference([name, operation], row, twin, party, role);
        if (found !== undefined) differences.push(found);
      }
    }
    const done = await send(twin, operation.method, twin.agency, twin.role);
    if (done.status >= 300) differences.push(`${name} by its own ${twin.role}: ${done.status} ${done.text}`);
  }
  expect(differences).toEqual([]);
});

/** The sender, and each recipient the document has arrived at. */
async function readersOf(documentId: string): Promise<ReadonlySet<string>> {
  const readers = new Set<string>();
  const { events } = await house.province.store.readStream(`document-${documentId}`);
  const [first] = events;
  if (first !== undefined) readers.add((first.data as { agency: string }).agency);
  for (const agency of Object.values(parties)) {
    const facts = await house.province.factsOf(deliveryStream({ documentId, to: agency }));
    if (facts.includes('DocumentArrived')) readers.add(agency);
  }
  return readers;
}

/** Who opened it, holds or held it, or is offered it; of an interlinked one whoever has a part in it. */
async function partiesOf(dossierId: string): Promise<ReadonlySet<string>> {
  const { events } = await house.province.store.readStream(`dossier-${dossierId}`);
  const named = events.flatMap(({ data }) => {
    const { agency, from, to, lead, legs = [] } = data as Named;
    return [agency, from, to, lead, ...legs.map((leg) => leg.agency)].filter((code) => code !== undefined);
  });
  return new Set(named);
}

type Named = Readonly<Partial<Record<'agency' | 'from' | 'to' | 'lead', string>>> & {
  readonly legs?: readonly { readonly agency: string }[];
};

async function readBy(
  operation: Operation,
  id: string,
  agency: string,
  role: Role,
): Promise<Answer<unknown>> {
  const path = operation.path.replace('{form}', 'control-slip').replace(/\{\w+\}/, id);
  return (await visitorOf(agency, role)).get<unknown>(path);
}

it.each(questions)(
  '%s is answered to parties, and to others as of what never was',
  async (name, operation) => {
    const { position } = await lastWritten();
    await (await visitorOf('H99', 'Clerk')).get(`/inbox?after=${position}`);
    const isOfDossiers = operation.path.includes('dossierId');
    const differences: string[] = [];
    for (const id of isOfDossiers ? dossiers : documents) {
      const readers = isOfDossiers ? await partiesOf(id) : await readersOf(id);
      for (const agency of Object.values(parties)) {
        const byParties = whoReads[name as OperationName] === 'parties';
        const role = byParties ? 'Specialist' : 'Auditor';
        const answer = await readBy(operation, id, agency, role);
        const expected = byParties && !readers.has(agency) ? 404 : 200;
        // A party learns that a form tells of nothing yet.
        const isTold = name === 'getDossierForm' && answer.status === 409 && expected === 200;
        if (answer.status !== expected && !isTold) {
          differences.push(`${name} of ${id} by ${agency}: ${answer.status} instead of ${expected}`);
        } else if (expected === 404) {
          const never = await readBy(operation, unknownId, agency, role);
          expect({ ...problemIn(answer), instance: '' }).toEqual({ ...problemIn(never), instance: '' });
        }
        if (!byParties) expect((await readBy(operation, id, agency, 'Clerk')).status).toBe(403);
      }
    }
    expect(differences).toEqual([]);
  },
);

it('answers as the OpenAPI document describes', async () => {
  const twin = (await house.table.changeApplicant?.[0]?.()) as Twin;
  await (await visitorOf(twin.agency, twin.role)).get(twin.path.replace('/changes', ''));
  const leader = await visitorOf(parties.recipient, 'Leader');
  await leader.get(`/desks/${officerId('Specialist', parties.recipient)}`);
  await leader.get('/desk-handovers');
  expect(await wronglyDescribed(house.edge, 'sweep')).toEqual([]);
});

/** Something of everybody's, so that what came before it is visible when it is. */
async function lastWritten(): Promise<{ readonly position: string }> {
  const visitor = await visitorOf('H99', 'Operator');
  const post = {
    officer: `cv.${randomUUID().slice(0, 8)}`,
    displayName: 'Người Cuối',
    roles: ['Specialist'],
  };
  const { body } = await visitor.post<{ position: string }>('/agencies/H99/officers', post);
  return body;
}
