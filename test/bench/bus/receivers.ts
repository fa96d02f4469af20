import { setTimeout as pause } from 'node:timers/promises';
import { subjects } from '@contracts';
import { atMost } from '@runtime';
import { accepted, Officer } from '../../flows/province';
import type { Bench, Row } from '../bench';
import { memoryOf } from '../machine';
import { compared, quantile, type Slice, spread } from '../pairs';
import { Seeds } from '../seeds';
import { comparedLine, type Line, number } from '../table';
import { BusHouse } from './bus-house';
import { type Conduct, type Subscribed, subscribed, Systems, type Taken } from './systems';

/** Of all receivers, those that are dead in one kind of slice. */
const deadShare = 10;
/** Each of them a third: who is refused, who is never answered, who is told that it failed. */
const kindsOfDead = ['refuses', 'never answers', 'answers 500'] as const;
const warmSlices = 1;
const commandsAtOnce = 16;
const memoryEveryMs = 250;
const lookEveryMs = 20;
/** What has not come by then never will. */
const latestMs = 90_000;

/** Receivers at hosts of their own. */
export const receivers: Row = (bench) => receiversOf(bench, 'receivers', undefined);

/** All receivers at one host, as one firm that runs the systems of many agencies has them. */
export const oneHost: Row = (bench) => receiversOf(bench, 'one-host', '127.0.0.1');

async function receiversOf(bench: Bench, row: string, host: string | undefined): Promise<readonly Line[]> {
  const [count, perSecond] = bench.isQuick ? ([100, 50] as const) : ([1_000, 100] as const);
  const delays = new Delays();
  const systems = await Systems.listen((taken) => delays.taken(taken));
  const places = placesOf(systems, count, host);
  const origins = new Set(places.map(({ origin }) => origin));
  const house = await BusHouse.start({ LIENTHONG_WEBHOOK_ALLOWED_ORIGINS: [...origins].join(',') });
  try {
    await house.run('read-models');
    const { pid } = await house.run('bus');
    const hooks = await subscribed(house, places);
    const of = (kind: Place['kind']) => hooks.filter((_, index) => places[index]?.kind === kind);
    const told = { house, delays, perSecond, healthy: of('healthy') };
    const dead = of('dead');
    await act(house, dead, 'pause');
    for (const [index, { agency }] of dead.entries()) systems.behave(agency, conductOf(index));
    await systems.refuse();
    const found = { 'none dead': new Found(), dead: new Found() };
    const noneDead: Slice = () => tellAll(told, of('spare'), pid, found['none dead']);
    const someDead: Slice = async () => {
      await act(house, dead, 'resume');
      const p99 = await tellAll(told, dead, pid, found.dead);
      await act(house, dead, 'pause');
      // What is under way still holds its turn.
      while (systems.holding > 0) await pause(lookEveryMs);
      return p99;
    };
    const result = await compared(someDead, noneDead, { ...bench, warmSlices });
    const few = number(count / deadShare);
    const what = `${number(count)} receivers, ${perSecond} messages a second, ${few} receivers dead`;
    // Not of the slices that warmed it up.
    const of50 = (kind: keyof typeof found): string =>
      number(spread(found[kind].p50s.slice(warmSlices)).median);
    return [
      comparedLine(
        { row, what: `${what}: p99 of the others`, unit: 'ms', against: 'none dead', wanted: '≤ 1.2' },
        result,
      ),
      {
        row,
        what: 'the same, p50',
        value: `${of50('dead')} ms`,
        against: `none dead: ${of50('none dead')} ms`,
      },
      {
        row,
        what: 'peak memory of the bus',
        value: `${number(found.dead.peakMb)} MB`,
        against: `none dead: ${number(found['none dead'].peakMb)} MB`,
        ratio: `**${number(found.dead.peakMb / found['none dead'].peakMb)}**`,
      },
    ];
  } finally {
    await house.stop();
    await systems.stop();
  }
}

interface Place {
  readonly agency: string;
  readonly origin: string;
  /** The spare ones are told something in the place of the dead when none is dead. */
  readonly kind: 'healthy' | 'spare' | 'dead';
}

const conductOf = (deadIndex: number): Conduct => {
  const kind = kindsOfDead[deadIndex % kindsOfDead.length];
  return kind === 'never answers' || kind === 'answers 500' ? kind : 'takes';
};

function placesOf(systems: Systems, count: number, host: string | undefined): readonly Place[] {
  const few = count / deadShare;
  return Array.from({ length: count + few }, (_, index) => {
    const kind = index < count - few ? 'healthy' : index < count ? 'spare' : 'dead';
    const isClosable = kind === 'dead' && kindsOfDead[(index - count) % kindsOfDead.length] === 'refuses';
    const where = { isClosable, ...(host === undefined ? {} : { host }) };
    return { agency: `H98.R${index + 1}`, origin: systems.originOf(index, where), kind };
  });
}

async function act(house: BusHouse, hooks: readonly Subscribed[], what: 'pause' | 'resume'): Promise<void> {
  await atMost(commandsAtOnce, hooks, async ({ agency, webhookId }) => {
    const leader = new Officer(house.requester, agency, 'Leader');
    const [subject, body] =
      what === 'pause'
        ? ([subjects.pauseWebhook, { reason: 'Đo' }] as const)
        : ([subjects.resumeWebhook, {}] as const);
    accepted(await leader.command(subject, { webhookId }, body));
  });
}

/** What one kind of slice came to. */
class Found {
  readonly p50s: number[] = [];
  peakMb = 0;
}

/** When facts were stored, and when their receivers had them. */
class Delays {
  private readonly storedMs = new Map<string, number>();
  private readonly takenMs = new Map<string, number>();

  stored(dossierId: string): void {
    this.storedMs.set(dossierId, performance.now());
  }

  /** A repeat changes nothing. */
  taken({ subject, atMs }: Taken): void {
    if (!this.takenMs.has(subject)) this.takenMs.set(subject, atMs);
  }

  /** Milliseconds from stored to taken, ascending; waits until all are. */
  async of(dossierIds: readonly string[]): Promise<readonly number[]> {
    const until = performance.now() + latestMs;
    const isThere = (id: string) => this.takenMs.has(id);
    while (!dossierIds.every(isThere)) {
      const missing = dossierIds.filter((id) => !isThere(id)).length;
      if (performance.now() > until) throw new Error(`${missing} of ${dossierIds.length} did not come`);
      await pause(lookEveryMs);
    }
    // Some come before their own append was answered.
    const each = dossierIds.map((id) =>
      Math.max(0, (this.takenMs.get(id) ?? NaN) - (this.storedMs.get(id) ?? NaN)),
    );
    return each.sort((a, b) => a - b);
  }
}

interface Telling {
  readonly house: BusHouse;
  readonly delays: Delays;
  readonly perSecond: number;
  readonly healthy: readonly Subscribed[];
}

/** One fact for each of them at a steady rate; p99 of those that are healthy in every slice, milliseconds. */
async function tellAll(
  { house, delays, perSecond, healthy }: Telling,
  others: readonly Subscribed[],
  pid: number,
  found: Found,
): Promise<number> {
  const seeds = new Seeds(house.store);
  const ofHealthy: string[] = [];
  const begun: Promise<void>[] = [];
  const tell = async ({ agency }: Subscribed, isHealthy: boolean): Promise<void> => {
    const [dossierId = ''] = await seeds.dossiers(1, 0, agency);
    delays.stored(dossierId);
    if (isHealthy) ofHealthy.push(dossierId);
  };
  const sampling = setInterval(() => {
    void memoryOf(pid).then(({ rss }) => (found.peakMb = Math.max(found.peakMb, rss)));
  }, memoryEveryMs);
  try {
    const started = performance.now();
    for (const [index, { hook, isHealthy }] of mixed(healthy, others).entries()) {
      const dueMs = started + (index * 1_000) / perSecond - performance.now();
      if (dueMs > 0) await pause(dueMs);
      begun.push(tell(hook, isHealthy));
    }
    await Promise.all(begun);
    const times = await delays.of(ofHealthy);
    found.p50s.push(quantile(times, 0.5));
    return quantile(times, 0.99);
  } finally {
    clearInterval(sampling);
  }
}

/** The others evenly among the healthy ones. */
function mixed(healthy: readonly Subscribed[], others: readonly Subscribed[]) {
  const every = Math.floor(healthy.length / others.length);
  return healthy.flatMap((hook, index) => {
    const other = index % every === 0 ? others[index / every] : undefined;
    return [{ hook, isHealthy: true }, ...(other === undefined ? [] : [{ hook: other, isHealthy: false }])];
  });
}
