import { randomUUID } from 'node:crypto';
import { type EmbeddedNode, EventStoreDbStore, startEmbeddedNode, transact } from '@adapters/event-store';
import { Terms, vietnamCalendar } from '@domain/calendar';
import { dossier, type DossierCommand, dossierStream } from '@domain/dossier';
import { leg, type LegCommand, legStream } from '@domain/leg';
import { Clock, configuration } from '@runtime';
import { metaOf } from '../../../../test/flows/scribe';
import { legs } from '../../../../test/transitions/leg-examples';
import { linked } from '../../../../test/transitions/linked-examples';
import { rules, staged, submittedFor } from '../../../../test/transitions/staged-examples';
import { legWatch } from './leg-watch';

jest.setTimeout(60_000);

/** Stands still until a test moves it on. */
class HandClock extends Clock {
  at = '2026-11-26T03:00:00.000Z';
  now(): string {
    return this.at;
  }
}

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const { open, take, pause, resume, restart, revised, recompute, declare } = legs;

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

/** The first leg of a dossier that came so far, once this happened to the leg. */
async function legAfter(
  commands: readonly LegCommand[],
  ofDossier: readonly DossierCommand[] = [],
): Promise<string> {
  const dossierId = randomUUID();
  for (const command of [...submittedFor(rules), linked.fix, ...ofDossier]) {
    const own = command.type === 'SubmitDossier' ? { ...command, dossierId } : command;
    const done = await transact(store, dossier, dossierStream(dossierId), own, metaOf(legs.oneStop));
    if ('refused' in done) throw new Error(`${command.type} was refused: ${done.refused}`);
  }
  const stream = legStream({ dossierId, order: 1 });
  await onLeg(stream, ...commands.map((each) => (each.type === 'OpenLeg' ? { ...each, dossierId } : each)));
  return stream;
}

async function onLeg(stream: string, ...commands: readonly LegCommand[]): Promise<void> {
  for (const command of commands) {
    const done = await transact(store, leg, stream, command, metaOf(legs.oneStop));
    if ('refused' in done) throw new Error(`${command.type} was refused: ${done.refused}`);
  }
}

const factsOf = async (stream: string): Promise<readonly string[]> =>
  (await store.readStream(stream)).events.map(({ type }) => type.replace(/\.v\d+$/, ''));

async function untilTold(stream: string, fact: string): Promise<void> {
  while (!(await factsOf(stream)).includes(fact));
}

function watching(terms: Terms) {
  const end = new AbortController();
  const ended = legWatch({ store, clock, log: silent, terms, everyMs: 5 }).run(end.signal);
  return () => {
    end.abort();
    return ended;
  };
}

it('charges no agency whose dossier stands still, also where the leg has not followed yet', async () => {
  const behind = await legAfter([open, take], [linked.ask]);
  const [submit, agree] = [staged.submit, staged.agree].map((each) => ({ ...each, at: resume.at }));
  const waited = [{ ...linked.ask, at: pause.at }, submit, agree] as readonly DossierCommand[];
  const followed = await legAfter([open, take, pause], waited);
  clock.at = declare.at;
  const late = await legAfter([open, take]);
  const stop = watching(Terms.of(configuration({})));
  await untilTold(late, 'LegOverdueDeclared');
  await onLeg(followed, restart);
  clock.at = '2026-12-05T02:00:00.000Z';
  await untilTold(followed, 'LegOverdueDeclared');
  await stop();
  expect(await factsOf(followed)).toEqual([
    ...['LegOpened', 'LegAccepted', 'LegPaused', 'LegResumed', 'LegDeadlineRecomputed', 'LegOverdueDeclared'],
  ]);
  expect(await factsOf(behind)).not.toContain('LegOverdueDeclared');
});

it('computes the ends of legs again once the calendar is revised, once', async () => {
  const calendars = {
    now: vietnamCalendar,
    revision: { version: 1, source: '' },
    of: () => (calendars.revision.version > 1 ? revised : vietnamCalendar),
  };
  const terms = new Terms(calendars, configuration({}));
  const running = await legAfter([open, take]);
  const done = await legAfter([open, take, legs.deliver]);
  const stop = watching(terms);
  calendars.revision = recompute.revision;
  await untilTold(running, 'LegDeadlineRecomputed');
  await stop();
  // Begun by a process that has not heard of the revision yet; and the watch starts anew.
  const late = await legAfter([open]);
  const stopAgain = watching(terms);
  await untilTold(late, 'LegDeadlineRecomputed');
  await stopAgain();
  const { events } = await store.readStream(running);
  expect(events.slice(2).map(({ data }) => data)).toEqual([
    expect.objectContaining({
      before: declare.dueAt,
      dueAt: '2026-12-01T16:59:59.999Z',
      revision: recompute.revision,
    }),
  ]);
  expect(await factsOf(done)).not.toContain('LegDeadlineRecomputed');
});
