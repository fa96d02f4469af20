import { isUnfollowed, type StoredEvent } from '@adapters/event-store';
import { canonicalize } from '@runtime';
import { Edge } from '../../flows/edge';
import { type Province, startProvince } from '../../flows/province';
import { expectKept, keptLines } from './kept';
import { carried, dayOf, playDay } from './scripted-day';

jest.setTimeout(120_000);

let province: Province;
let edge: Edge;

beforeAll(async () => {
  province = await startProvince({
    services: ['directory', 'exchange', 'dossiers', 'read-models', 'bus', 'audit'],
    clock: dayOf(),
    settings: { LIENTHONG_PORT: '0', LIENTHONG_CARRIED_AGENCIES: carried },
  });
  edge = await Edge.start(province.context);
});
afterAll(async () => {
  await edge.stop();
  await province.stop();
});

/** Every fact of the streams that anybody follows, by stream and revision. */
async function facts(): Promise<readonly StoredEvent[]> {
  const found: StoredEvent[] = [];
  let after: bigint | undefined;
  for (;;) {
    const page = await province.store.readAll({ ...(after === undefined ? {} : { after }), max: 1_000 });
    const last = page.at(-1);
    if (last === undefined) break;
    after = last.position;
    found.push(...page.filter(({ stream }) => !isUnfollowed(stream)));
  }
  return found.sort((a, b) =>
    a.stream < b.stream ? -1 : a.stream > b.stream ? 1 : Number(a.revision - b.revision),
  );
}

/** What begins with the store itself, by the clock of the machine. */
const ofTheStore = ['installation-1', 'calendar-1'];

/** Persons are sealed under keys that are made anew in each installation. */
function withoutSecrets(stream: string, data: unknown, metadata: Record<string, unknown>) {
  if (!stream.startsWith('applicant-')) return { data, metadata };
  const sealed = { ...(data as object), person: '<sealed>' };
  return { data: sealed, metadata: { ...metadata, commandHash: '<under a key>' } };
}

async function factLines(): Promise<readonly string[]> {
  const all = await facts();
  const known = new Set(all.map(({ id }) => id));
  // What caused a command is the request, which has a new id each time.
  const causeOf = (id: unknown) => (known.has(id as string) ? id : '<request>');
  return all
    .filter(({ stream }) => !ofTheStore.includes(stream))
    .map(({ stream, revision, id, type, data, metadata }) => {
      const { $causationId, ...meta } = metadata as unknown as Record<string, unknown>;
      const told = withoutSecrets(stream, data, { ...meta, $causationId: causeOf($causationId) });
      // A token of a position names the store, which is another one each time.
      const text = canonicalize(told).replace(/[0-9a-f-]{36}\.\d+\.\d+/g, '<position>');
      return `${stream} ${revision} ${id} ${type} ${text}`;
    });
}

it('stores the same facts of the same day', async () => {
  await playDay(province, edge);
  const kept = keptLines('day');
  let lines = await factLines();
  // Reactions follow in their own time; there are as many of them as there were.
  while (kept !== undefined && lines.length < kept.length) lines = await factLines();
  if (kept === undefined) {
    for (let before = -1; before !== lines.length; lines = await factLines()) {
      before = lines.length;
      await new Promise((resolve) => setTimeout(resolve, 2_000));
    }
  }
  expectKept('day', lines);
});
