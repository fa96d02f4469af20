import { randomUUID } from 'node:crypto';
import { stateOf, type StreamOf, transact } from '@adapters/event-store';
import { type OperationName, operations } from '@contracts';
import type { Role } from '@domain/codes';
import type { Fact } from '@domain/decider';
import { delivery, type DeliveryCommand, deliveryStream } from '@domain/delivery';
import { document, type DocumentCommand, documentStream } from '@domain/document';
import { atMost } from '@runtime';
import { examples, ways } from '../transitions/delivery-examples';
import { documentWays } from '../transitions/document-examples';
import {
  type ActOf,
  deliveryAnswers,
  documentAnswers,
  type Refusal,
  theHouse,
  type Transition,
} from '../transitions/transitions';
import { Edge, problemIn } from './edge';
import { Hands } from './hands';
import { officerId, type Province, startProvince } from './province';
import { metaOf } from './scribe';

jest.setTimeout(120_000);

const from = 'H99.1';
/** Works in a system of its own: its deliveries arrive when their carrier says so, not by themselves. */
const to = 'H99.4';
const rowsAtOnce = 8;

let province: Province;
let edge: Edge;

beforeAll(async () => {
  const clock = new Hands();
  clock.set = '2026-11-22T02:00:00.000Z';
  province = await startProvince({
    services: ['directory', 'exchange'],
    clock,
    settings: { LIENTHONG_PORT: '0', LIENTHONG_CARRIED_AGENCIES: to },
  });
  await province.found();
  edge = await Edge.start(province.context);
});
afterAll(async () => {
  await edge.stop();
  await province.stop();
});

/** An example of the table, as it comes up on this document between these agencies. */
function onDocument<C>(documentId: string, command: C): C {
  const names: Readonly<Record<string, string>> = {
    '3f0c4b1e-7c9d-5a51-9f55-0a4c7e6a1d10': documentId,
    'H26.1': from,
    'H26.2': to,
    'H26.3': to,
    'cv.02': officerId('Specialist', to),
    'cv.03': officerId('Leader', to),
    'ld.01': officerId('Leader', from),
    'vt.01': officerId('Drafter', from),
    'cv.04': officerId('Clerk', from),
  };
  return JSON.parse(JSON.stringify(command), (_, value: unknown) =>
    typeof value === 'string' ? (names[value] ?? value) : unique(value),
  ) as C;
}

const unique = (value: unknown): unknown => (Array.isArray(value) ? [...new Set<unknown>(value)] : value);

/** As the house does it: the same deciders, the same way to the store. */
async function recorded<C extends { readonly at: string }, E extends Fact, S>(
  kind: StreamOf<C, E, S, string>,
  stream: string,
  command: C,
): Promise<string | undefined> {
  const outcome = await transact(province.store, kind, stream, command, metaOf(from));
  return 'refused' in outcome ? outcome.refused : undefined;
}

async function walked<C extends { readonly at: string; readonly type: string }, E extends Fact, S>(
  kind: StreamOf<C, E, S, string>,
  stream: string,
  way: readonly C[],
): Promise<void> {
  for (const command of way) {
    const refused = await recorded(kind, stream, command);
    if (refused !== undefined) throw new Error(`${command.type} on the way: ${refused}`);
  }
}

/** A document that came to one state; once issued it lies at its one recipient, or waits for its carrier. */
async function documentIn(state: string, arrives = true): Promise<string> {
  const documentId = randomUUID();
  const part = await province.upload(from);
  for (const command of documentWays[state as keyof typeof documentWays]) {
    const own = onDocument(documentId, command);
    const drafted = own.type === 'DraftDocument' ? { ...own, contents: [part], dueDate: '2026-12-10' } : own;
    // A number is one of the book's, or it could not be voided.
    if (own.type === 'NumberDocument') await acted('numberDocument', from, documentId, {});
    else await walked(document, documentStream(documentId), [drafted]);
    if (own.type !== 'IssueDocument') continue;
    const stream = deliveryStream({ documentId, to });
    await province.waitFor(stream, 'DeliveryRequested');
    if (arrives) await walked(delivery, stream, [onDocument(documentId, examples.RecordArrival)]);
  }
  return documentId;
}

/** What is ordered at the document and comes to its deliveries by the house. */
const atTheDocument: readonly ActOf[] = ['orderRecall', 'updateDocument'];

/** A delivery that came to one state, behind a document where its sender acts there. */
async function deliveryIn(state: string, act: ActOf): Promise<string> {
  const needsDocument = atTheDocument.includes(act);
  const documentId = needsDocument ? await documentIn('Issued', false) : randomUUID();
  const way = ways[state as keyof typeof ways].slice(needsDocument ? 1 : 0);
  const own = way.map((command) => onDocument(documentId, command));
  await walked(delivery, deliveryStream({ documentId, to }), own);
  return documentId;
}

/** What the body of an act says: the command without who acts, and without what the house itself adds. */
function bodyOf({ type, ...command }: DocumentCommand | DeliveryCommand): object {
  const added = [
    'by',
    'agency',
    'officer',
    'at',
    'documentId',
    'form',
    'reply',
    'number',
    'series',
    'symbol',
  ];
  const gathered = [
    'byLeader',
    'bookYear',
    'unknownRecipients',
    'directoryPosition',
    'addedRecipients',
    'removedRecipients',
  ];
  const { changes = {}, ...told } = Object.fromEntries(
    Object.entries(command).filter(([name]) => ![...added, ...gathered].includes(name)),
  ) as { changes?: object };
  return { ...changes, ...told };
}

/** Through the gateway, by an officer who may; the code of the refusal, if it was refused. */
async function acted(
  act: OperationName,
  agency: string,
  documentId: string,
  body: object,
): Promise<string | undefined> {
  const { path, allow } = operations[act];
  const role = act === 'draftDocument' ? 'Drafter' : (allow[0] as Role);
  const target = path.replace(/\{(documentId|officer)\}/, documentId).replace('{agency}', to);
  const answer = await (await edge.as(role === 'AxisAdapter' ? 'H99' : agency, role)).post(target, body);
  if (answer.status < 300) return undefined;
  const { type, errors } = problemIn(answer);
  return `${type.replace('urn:lienthong:problem:', '')}${errors === undefined ? '' : JSON.stringify(errors)}`;
}

interface Row {
  readonly name: string;
  readonly from: string;
}

/** Every row, and what went otherwise than the table says. */
async function wrongIn<R extends Row>(
  rows: readonly R[],
  attempt: (row: R) => Promise<unknown>,
  wanted: (row: R) => unknown,
): Promise<readonly string[]> {
  const told = await atMost(rowsAtOnce, rows, async (row) => {
    const [found, expected] = [JSON.stringify(await attempt(row)), JSON.stringify(wanted(row))];
    return found === expected ? [] : [`${row.from}, ${row.name}: ${found} instead of ${expected}`];
  });
  return told.flat();
}

/** Facts of a stream after its first ones, once there are as many as wanted, and the state they lead to. */
async function after<
  C extends { readonly at: string },
  E extends Fact,
  S extends { readonly status: string },
>(kind: StreamOf<C, E, S, string>, stream: string, before: number, wanted: readonly string[]) {
  const signal = AbortSignal.timeout(10_000);
  const facts: string[] = [];
  const start = before === 0 ? {} : { after: BigInt(before - 1) };
  for await (const { type } of province.store.subscribeStream(stream, { ...start, signal })) {
    if (facts.push(type.replace(/\.v\d+$/, '')) === wanted.length) break;
  }
  const { state } = await stateOf(province.store, kind, stream);
  return { facts, to: state.status };
}

const sideOf = (command: DeliveryCommand): string => ('by' in command && command.by === 'H26.2' ? to : from);
const wantedOf = ({ facts, to: end }: { facts: readonly string[]; to: string }) => ({ facts, to: end });

async function onDelivery({ act, command }: { act: ActOf; command: DeliveryCommand }, documentId: string) {
  const own = onDocument(documentId, command);
  if (act === theHouse) return recorded(delivery, deliveryStream({ documentId, to }), own);
  return acted(act, sideOf(command), documentId, bodyOf(own));
}

async function onWhole({ act, command }: { act: ActOf; command: DocumentCommand }, documentId: string) {
  const own = onDocument(documentId, command);
  if (act === theHouse) return recorded(document, documentStream(documentId), own);
  if (own.type === 'HandOverDraft') {
    const { to: heir, reason } = own;
    const refused = await acted(act, from, own.from, { to: heir, documents: [documentId], reason });
    return refused?.replace(/\[.*\]$/, '');
  }
  const told = own.type === 'CorrectDraft' ? { ...own, contents: [await province.upload(from)] } : own;
  return acted(act, from, documentId, bodyOf(told));
}

it('A1: every row of the table happens on the real parts', async () => {
  const { transitions } = documentAnswers();
  // Every other row begins with one.
  const rows = transitions.filter(({ command }) => command.type !== 'DraftDocument');
  const attempt = async (row: Transition<DocumentCommand>) => {
    const documentId = await documentIn(row.from);
    const stream = documentStream(documentId);
    const before = (await province.factsOf(stream)).length;
    const refused = await onWhole(row, documentId);
    return refused ?? (await after(document, stream, before, row.facts));
  };
  expect(await wrongIn(rows, attempt, wantedOf)).toEqual([]);
});

it('A2: every row of the table happens on the real parts', async () => {
  const { transitions } = deliveryAnswers();
  // A request is behind every other row.
  const rows = transitions.filter(({ command }) => command.type !== 'RequestDelivery');
  const attempt = async (row: Transition<DeliveryCommand>) => {
    const documentId = await deliveryIn(row.from, row.act);
    const stream = deliveryStream({ documentId, to });
    const before = (await province.factsOf(stream)).length;
    const refused = await onDelivery(row, documentId);
    return refused ?? (await after(delivery, stream, before, row.facts));
  };
  expect(await wrongIn(rows, attempt, wantedOf)).toEqual([]);
});

/** One document or delivery for each state: a refusal leaves nothing, so all are tried on the same. */
async function refusedEverywhere<C>(
  refusals: readonly Refusal<C>[],
  prefix: string,
  bring: (state: string) => Promise<string>,
  attempt: (row: Refusal<C>, documentId: string) => Promise<string | undefined>,
  streamOf: (documentId: string) => string,
): Promise<readonly string[]> {
  const states = [...new Set(refusals.map((row) => row.from))];
  const wrong = await atMost(rowsAtOnce, states, async (state) => {
    const documentId = await bring(state);
    const before = await province.factsOf(streamOf(documentId));
    const rows = refusals.filter((row) => row.from === state);
    const told = await wrongIn(
      rows,
      (row) => attempt(row, documentId),
      ({ refused, act }) => (act === theHouse ? refused : `${prefix}:${refused}`),
    );
    expect(await province.factsOf(streamOf(documentId))).toEqual(before);
    return told;
  });
  return wrong.flat();
}

it('A1: every refusal of the table is told by its name, and leaves nothing', async () => {
  const { refusals } = documentAnswers();
  expect(
    await refusedEverywhere(refusals, 'document', (state) => documentIn(state), onWhole, documentStream),
  ).toEqual([]);
});

it('A2: every refusal of the table is told by its name, and leaves nothing', async () => {
  // An order at the document passes by the deliveries that cannot follow it.
  const refusals = deliveryAnswers().refusals.filter(({ act }) => !atTheDocument.includes(act));
  const bring = (state: string) => deliveryIn(state, theHouse);
  const streamOf = (documentId: string) => deliveryStream({ documentId, to });
  expect(await refusedEverywhere(refusals, 'delivery', bring, onDelivery, streamOf)).toEqual([]);
});
