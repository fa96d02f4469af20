import { randomUUID } from 'node:crypto';
import {
  type EmbeddedNode,
  type EventStore,
  EventStoreDbStore,
  startEmbeddedNode,
  transact,
} from '@adapters/event-store';
import { Terms, vietnamCalendar } from '@domain/calendar';
import { dossier, type DossierCommand, dossierStream } from '@domain/dossier';
import { Clock, configuration } from '@runtime';
import { metaOf } from '../../../../test/flows/scribe';
import { rules, staged, submittedFor } from '../../../../test/transitions/staged-examples';
import { deadlineWatch } from './deadline-watch';

jest.setTimeout(60_000);

/** Stands still until a test moves it on. */
class HandClock extends Clock {
  at = '2026-11-26T03:00:00.000Z';
  now(): string {
    return this.at;
  }
}

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const terms = Terms.of(configuration({}));
const never = new Promise<never>(() => undefined);

let node: EmbeddedNode;
let store: EventStoreDbStore;
let clock: HandClock;

beforeEach(async () => {
  node = await startEmbeddedNode();
  store = EventStoreDbStore.connect(node.url);
  clock = new HandClock();
});
afterEach(async () => {
  await store.close();
  await node.stop();
});

/** In process since 2026-11-26; its appointment ends with 2026-12-01. */
async function inProcess(commands: readonly DossierCommand[] = [staged.assign]): Promise<string> {
  const dossierId = randomUUID();
  const stream = dossierStream(dossierId);
  for (const command of [...submittedFor(rules), ...commands]) {
    const begun = command.type === 'SubmitDossier' ? { ...command, dossierId } : command;
    const done = await transact(store, dossier, stream, begun, metaOf('H26.1'));
    if ('refused' in done) throw new Error(`${command.type} was refused: ${done.refused}`);
  }
  return stream;
}

const factsOf = async (stream: string): Promise<readonly string[]> =>
  (await store.readStream(stream)).events.map(({ type }) => type.replace(/\.v\d+$/, ''));

async function untilTold(stream: string, fact: string): Promise<void> {
  while (!(await factsOf(stream)).includes(fact));
}

interface Running {
  readonly counted: string[];
  /** As a service ends: what it began is finished, and how far it came is noted. */
  readonly stop: () => Promise<void>;
}

function watching(over: EventStore = store, by = terms): Running {
  const counted: string[] = [];
  const onRecorded = ({ type }: { readonly type: string }) => void counted.push(type);
  const parts = { store: over, clock, log: silent, terms: by, onRecorded, everyMs: 5, saveEveryMs: 60_000 };
  const end = new AbortController();
  const ended = deadlineWatch(parts).run(end.signal);
  const stop = () => {
    end.abort();
    return ended;
  };
  return { counted, stop };
}

/** A process that is killed with the first fact of that name: the fact is stored, and nothing comes after it. */
async function killedAt(fact: string): Promise<void> {
  const end = new AbortController();
  await new Promise<void>((killed) => {
    const dying = Object.create(store, {
      append: {
        value: async (...told: Parameters<EventStore['append']>) => {
          const done = await store.append(...told);
          if (!told[1].some(({ type }) => type.startsWith(fact))) return done;
          end.abort();
          killed();
          return never;
        },
      },
    }) as EventStore;
    void deadlineWatch({ store: dying, clock, log: silent, terms, everyMs: 5 }).run(end.signal);
  });
}

it('a watch that is killed after each fact neither loses nor doubles what comes after it', async () => {
  const stream = await inProcess();
  clock.at = '2026-11-27T01:00:00.000Z';
  await killedAt('OverduePredicted');
  clock.at = '2026-11-30T01:00:00.000Z';
  await killedAt('OverduePredicted');
  clock.at = '2026-12-02T01:00:00.000Z';
  await killedAt('OverdueDeclared');
  const [one, other] = [watching(), watching()];
  // A dossier that is late from its beginning on shows that both have looked.
  const marker = await inProcess();
  await untilTold(marker, 'OverdueDeclared');
  await Promise.all([one.stop(), other.stop()]);
  expect((await factsOf(stream)).slice(3)).toEqual([
    'OverduePredicted',
    'OverduePredicted',
    'OverdueDeclared',
  ]);
  expect(await factsOf(marker)).toEqual([
    ...['DossierSubmitted', 'DossierAccepted', 'ProcessorAssigned', 'OverdueDeclared'],
  ]);
});

it('a watch that begins again where it left off knows what is still awaited', async () => {
  const stream = await inProcess([staged.assign, staged.consult]);
  const settled = await inProcess([staged.assign, staged.halt]);
  const before = watching();
  clock.at = '2026-11-27T01:00:00.000Z';
  await untilTold(stream, 'OverduePredicted');
  await before.stop();
  expect(before.counted).toEqual(['OverduePredicted']);
  clock.at = '2026-12-02T01:00:00.000Z';
  const after = watching();
  await untilTold(stream, 'OverdueDeclared');
  await untilTold(stream, 'ConsultationLapsed');
  await after.stop();
  expect([...after.counted].sort()).toEqual(['ConsultationLapsed', 'OverdueDeclared']);
  expect(await factsOf(settled)).not.toContain('OverdueDeclared');
});

it('computes deadlines again once the calendar is revised, of the agency it touches, once', async () => {
  const { counter, revised } = staged;
  const calendars = {
    now: vietnamCalendar,
    revision: { version: 1, source: '' },
    of: (agency: string) =>
      agency === counter.by && calendars.revision.version > 1 ? revised : vietnamCalendar,
  };
  const byThem = new Terms(calendars, configuration({}));
  const [touched, untouched] = [await inProcess(), await inProcess([staged.assign, staged.halt])];
  const watch = watching(store, byThem);
  clock.at = '2026-11-27T01:00:00.000Z';
  await untilTold(touched, 'OverduePredicted');
  calendars.revision = { version: 2, source: '12/QĐ-UBND' };
  await untilTold(touched, 'DeadlineRecomputed');
  // Accepted by a process that has not heard of the revision yet; and the watch starts anew.
  await watch.stop();
  const late = await inProcess();
  const again = watching(store, byThem);
  await untilTold(late, 'DeadlineRecomputed');
  await again.stop();
  const recomputed = (await store.readStream(touched)).events.filter(({ type }) =>
    type.startsWith('DeadlineRecomputed'),
  );
  expect(recomputed.map(({ data }) => data)).toEqual([
    expect.objectContaining({
      ...{ before: '2026-12-01T16:59:59.999Z', dueAt: '2026-12-02T16:59:59.999Z' },
      revision: { version: 2, source: '12/QĐ-UBND' },
    }),
  ]);
  expect(await factsOf(untouched)).not.toContain('DeadlineRecomputed');
});

it('a revision that moves nothing of a dossier hides nothing that is awaited of it', async () => {
  const calendars = {
    now: vietnamCalendar,
    revision: { version: 1, source: '' },
    // Other days of another year, so another version.
    of: () => ({ ...vietnamCalendar, calendarVersion: `vn-${calendars.revision.version}` }),
  };
  const stream = await inProcess();
  const watch = watching(store, new Terms(calendars, configuration({})));
  calendars.revision = { version: 2, source: '13/QĐ-UBND' };
  clock.at = '2026-12-02T01:00:00.000Z';
  await untilTold(stream, 'OverdueDeclared');
  await watch.stop();
  expect(await factsOf(stream)).not.toContain('DeadlineRecomputed');
});
