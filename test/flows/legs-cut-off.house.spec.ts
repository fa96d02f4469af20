import { randomUUID } from 'node:crypto';
import { Test, type TestingModule } from '@nestjs/testing';
import { type EventStore, stateOf, transact } from '@adapters/event-store';
import { subjects } from '@contracts';
import { vietnamCalendar as calendar } from '@domain/calendar';
import { dossier, type DossierCommand, dossierStream } from '@domain/dossier';
import { leg, type LegCommand, legStream } from '@domain/leg';
import { Reactions } from '@runtime';
import { DossiersModule } from '../../apps/dossiers/src/dossiers.module';
import { LegReactor } from '../../apps/dossiers/src/legs/leg.reactor';
import { rules } from '../transitions/staged-examples';
import { Hands } from './hands';
import { accepted, type Province, startProvince } from './province';
import { metaOf } from './scribe';

jest.setTimeout(60_000);

const [oneStop, lead, other] = ['H99', 'H99.1', 'H99.2'] as const;
const at = '2026-11-26T02:00:00.000Z';
const day = { amount: 1, unit: 'working-days' } as const;

/** Appends to legs that get through before the process is gone; all of them while it lives. */
let appendsLeft = Infinity;

/** The same store, as a process uses it that dies between two appends. */
function mortal(given: EventStore): EventStore {
  const append: EventStore['append'] = (stream, ...rest) => {
    if (stream.startsWith('leg-') && appendsLeft-- <= 0)
      return Promise.reject(new Error('the process is gone'));
    return given.append(stream, ...rest);
  };
  return Object.assign(Object.create(given) as EventStore, { append });
}

const clock = new Hands();
clock.set = at;

let province: Province;
let dossiers: TestingModule;

beforeAll(async () => {
  province = await startProvince({ services: ['directory'], storeOver: mortal, clock });
  await province.found();
  // The reactor does not run by itself here: the test gives it its events, in an order of its own.
  dossiers = await Test.createTestingModule({ imports: [DossiersModule.forRoot(province.context)] })
    .overrideProvider(Reactions)
    .useValue({})
    .compile();
  await dossiers.init();
});
afterAll(async () => {
  await dossiers.close();
  await province.stop();
});
afterEach(() => void (appendsLeft = Infinity));

async function recorded(dossierId: string, ...commands: readonly DossierCommand[]): Promise<void> {
  for (const command of commands) {
    const meta = metaOf(oneStop);
    const done = await transact(province.store, dossier, dossierStream(dossierId), command, meta);
    if ('refused' in done) throw new Error(`${command.type} was refused with ${done.refused}`);
  }
}

async function routed(mode: 'parallel' | 'sequential', second: string = other): Promise<string> {
  const dossierId = randomUUID();
  const act = { by: oneStop, officer: 'mc.01', at };
  const components = [
    { key: 'to-khai', sha256: 'a'.repeat(64), originals: 0 },
    { key: 'ban-ve', originals: 2 },
  ];
  await recorded(
    dossierId,
    {
      ...{
        type: 'SubmitDossier',
        dossierId,
        agency: oneStop,
        officer: 'mc.01',
        procedure: '2.000635',
        rules,
      },
      ...{ channel: 'counter', applicantRef: randomUUID(), components, reuseNotFound: [], at },
    },
    { type: 'AcceptDossier', code: { scheme: 'tt01-2018', value: dossierId }, calendar, ...act },
    {
      ...{ type: 'FixRoute', mode, lead, unknownAgencies: [], closed: [], calendar, ...act },
      legs: [lead, second].map((agency) => ({ agency, task: 'Thẩm định', time: day })),
    },
  );
  return dossierId;
}

async function onLeg(dossierId: string, order: number, ...commands: readonly LegCommand[]): Promise<void> {
  for (const command of commands) {
    const stream = legStream({ dossierId, order });
    const done = await transact(province.store, leg, stream, command, metaOf(oneStop));
    if ('refused' in done) throw new Error(`${command.type} was refused with ${done.refused}`);
  }
}

/** Every fact of the dossier and of its legs, oldest first. */
async function storyOf(dossierId: string) {
  const streams = [dossierStream(dossierId), ...[1, 2].map((order) => legStream({ dossierId, order }))];
  const events = await Promise.all(streams.map((stream) => province.store.readStream(stream)));
  return events.flatMap((each) => each.events).sort((a, b) => (a.position < b.position ? -1 : 1));
}
const legsOf = (dossierId: string) =>
  Promise.all([1, 2].map((order) => province.factsOf(legStream({ dossierId, order }))));

const react = async (dossierId: string, times = 1): Promise<void> => {
  const reactor = dossiers.get(LegReactor);
  for (let i = 0; i < times; i += 1) for (const event of await storyOf(dossierId)) await reactor.react(event);
};

it.each([0, 1])(
  'a process that dies after %i legs began begins the rest once it is back',
  async (appends) => {
    const dossierId = await routed('parallel');
    appendsLeft = appends;
    await expect(react(dossierId)).rejects.toThrow('the process is gone');
    expect((await legsOf(dossierId)).flat()).toHaveLength(appends);
    appendsLeft = Infinity;
    await react(dossierId, 2);
    expect(await legsOf(dossierId)).toEqual([['LegOpened'], ['LegOpened']]);
  },
);

it('a leg whose result was recorded just before the end begins the next, once, however often it comes', async () => {
  const dossierId = await routed('sequential');
  await react(dossierId);
  const act = { by: lead, officer: 'cv.01', at };
  const result = { type: 'DeliverLegResult', sha256: 'b'.repeat(64), ...act } as const;
  await onLeg(dossierId, 1, { type: 'AcceptLeg', ...act }, result);
  appendsLeft = 0;
  await expect(react(dossierId)).rejects.toThrow('the process is gone');
  appendsLeft = Infinity;
  await react(dossierId, 3);
  expect(await legsOf(dossierId)).toEqual([
    ['LegOpened', 'LegAccepted', 'LegResultDelivered'],
    ['LegOpened'],
  ]);
});

it('the end of a dossier ends every leg, also of a process that died between them', async () => {
  const dossierId = await routed('parallel');
  await react(dossierId);
  const stop = { reason: 'Người nộp đã mất', legalBasis: 'Điều 19', by: oneStop, officer: 'ld.01', at };
  await recorded(dossierId, { type: 'StopProcessing', ...stop });
  appendsLeft = 1;
  await expect(react(dossierId)).rejects.toThrow('the process is gone');
  appendsLeft = Infinity;
  await react(dossierId, 2);
  expect(await legsOf(dossierId)).toEqual([
    ['LegOpened', 'LegClosed'],
    ['LegOpened', 'LegClosed'],
  ]);
});

it('legs stand still and go on with their dossier, also of a process that died between them, and nobody is late', async () => {
  const dossierId = await routed('parallel');
  await react(dossierId);
  const [ask, bring] = ['2026-11-26T08:00:00.000Z', '2026-12-02T02:00:00.000Z'];
  const act = { by: lead, officer: 'ld.01', at: ask };
  const wanting = [{ key: 'ban-ve', detail: 'Thiếu một bản' }];
  await recorded(dossierId, { type: 'RequestSupplement', wanting, reason: 'Chưa đủ', calendar, ...act });
  appendsLeft = 1;
  await expect(react(dossierId)).rejects.toThrow('the process is gone');
  appendsLeft = Infinity;
  expect(await legsOf(dossierId)).toEqual([['LegOpened', 'LegPaused'], ['LegOpened']]);
  const late = {
    type: 'DeclareLegOverdue',
    dueAt: '2026-11-27T16:59:59.999Z',
    calendarVersion: 'v',
  } as const;
  const { state } = await stateOf(province.store, dossier, dossierStream(dossierId));
  const stood = state.status === 'absent' ? [] : (state.file?.link?.stood ?? []);
  // The watch looks before the reactor does.
  await onLeg(dossierId, 2, { ...late, stood, at: '2026-11-30T02:00:00.000Z' });
  const counter = { by: oneStop, officer: 'mc.01', at: bring };
  const components = [{ key: 'ban-ve', originals: 2 }];
  await recorded(
    dossierId,
    { type: 'SubmitSupplement', components, reuseNotFound: [], ...counter },
    { type: 'AcceptSupplement', calendar, ...counter },
  );
  for (const appends of [1, 2]) {
    appendsLeft = appends;
    await react(dossierId).catch(() => undefined);
  }
  appendsLeft = Infinity;
  await react(dossierId, 2);
  const followed = ['LegOpened', 'LegPaused', 'LegResumed', 'LegDeadlineRecomputed'];
  expect(await legsOf(dossierId)).toEqual([followed, followed]);
});

it('a leg whose agency is closed when its turn comes goes to who took over, or waits for another one', async () => {
  const [merged, dissolved] = ['H99.3', 'H99.4'];
  const decision = { effectiveDate: '2026-01-01', legalBasis: '1/NQ-HĐND' };
  const close = async (agency: string, body: object) =>
    accepted(
      await province
        .officer(oneStop, 'Operator')
        .command(subjects.closeAgency, { agency }, { ...decision, ...body }),
    );
  const dossiersOf = [await routed('parallel', merged), await routed('parallel', dissolved)] as const;
  await close(merged, { how: 'merged', successors: [other] });
  await close(dissolved, { how: 'dissolved', successors: [] });
  for (const dossierId of dossiersOf) await react(dossierId);
  expect(await legsOf(dossiersOf[0])).toEqual([['LegOpened'], ['LegOpened']]);
  const { events } = await province.store.readStream(legStream({ dossierId: dossiersOf[0], order: 2 }));
  expect(events[0]?.data).toMatchObject({ agency: other });
  expect(await legsOf(dossiersOf[1])).toEqual([['LegOpened'], ['LegNotOpened']]);
});
