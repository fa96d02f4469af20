import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Row } from '../bench';
import { agencies, House } from '../house';
import { answerTo, sendOne } from '../http-load';
import { memoryOf, memoryOfFamily } from '../machine';
import { Seeds } from '../seeds';
import { type Line, number } from '../table';

const offersPerSecond = 24;
const issuesPerSecond = 4;
const writers = 32;
const samples = 10;
const mebibyte = 1024 ** 2;
const heapLimitMs = 10_000;
const arrivesWithinMs = 60_000;

type Agency = (typeof agencies)[number];

/** What one process holds at one moment, MB. */
interface Held {
  readonly rss: number;
  /** Its own: heap, buffers, stacks. */
  readonly own?: number;
  /** JavaScript's, buffers included, after its garbage was collected. */
  readonly heap?: number;
}

type Process =
  'all services in one process' | 'embedded event store' | 'PostgreSQL with its processes' | 'nats-server';

/**
 * What each process of a house holds while it offers and issues at a steady pace, and how fast that grows in the second
 * half of the time: MB a minute, the slope of the straight line that fits best. Every offer is accepted and every
 * delivery refused: what waits for somebody is held in memory by whoever watches over it, some 700 bytes for each.
 */
export const steadyMemory: Row = async (bench) => {
  const heaps = await mkdtemp(join(tmpdir(), 'lienthong-heaps-'));
  const house = await watched(heaps, bench.given);
  try {
    const ms = (bench.sizes.minutes ?? (bench.isQuick ? 1 : 10)) * 60_000;
    const load = new Steady(house);
    const loading = load.during(ms);
    loading.catch(() => undefined);
    const seen: Record<Process, Held>[] = [];
    const startedMs = performance.now();
    for (let n = 1; n <= samples; n++) {
      await Promise.race([pause(startedMs + (n * ms) / samples - performance.now()), ended(loading)]);
      seen.push(await sample(house, heaps));
      bench.say(`  steady-memory: ${number((n * ms) / samples / 60_000)} min, ${said(seen.at(-1))}`);
    }
    await loading;
    await house.settled();
    const everyMinutes = ms / samples / 60_000;
    const rates = `${offersPerSecond} offers, accepted, and ${issuesPerSecond} issues to 5, refused, a second`;
    const what = `${number(ms / 60_000)} min of ${rates}`;
    const value = `${number(load.offered / (ms / 1_000))} and ${number(load.issued / (ms / 1_000))} accepted a second`;
    return [{ row: 'steady-memory', what, value }, ...linesOf(seen, everyMinutes)];
  } finally {
    await house.stop();
    await rm(heaps, { recursive: true, force: true });
  }
};

/** A house whose processes tell their heaps. */
async function watched(heaps: string, given: string | undefined): Promise<House> {
  const probe = join(__dirname, '..', 'peers', 'heap-after-gc.main.js');
  const told = { NODE_OPTIONS: `--require ${probe}`, BENCH_HEAPS: heaps };
  const before = Object.fromEntries(Object.keys(told).map((name) => [name, process.env[name]]));
  Object.assign(process.env, told);
  try {
    return await House.start(given);
  } finally {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}

/** Only ever rejects: a load that fails ends the wait for the next sample. */
const ended = (loading: Promise<void>): Promise<never> =>
  new Promise((_, reject) => {
    loading.catch(reject);
  });

async function sample(house: House, heaps: string): Promise<Record<Process, Held>> {
  const ofNode = async (pid: number): Promise<Held> => {
    const { rss, anonymous } = await memoryOf(pid);
    return { rss, own: anonymous, heap: await heapAfterGc(heaps, pid) };
  };
  const { rss: nats, anonymous: natsOwn } = await memoryOf(house.nats.pid);
  return {
    'all services in one process': await ofNode(house.process.pid),
    'embedded event store': house.node === undefined ? { rss: 0 } : await ofNode(house.node.pid),
    'PostgreSQL with its processes': { rss: await memoryOfFamily(house.rows.pid) },
    'nats-server': { rss: nats, own: natsOwn },
  };
}

async function heapAfterGc(heaps: string, pid: number): Promise<number> {
  const file = join(heaps, `${pid}.json`);
  await rm(file, { force: true });
  process.kill(pid, 'SIGUSR2');
  for (const askedMs = performance.now(); performance.now() < askedMs + heapLimitMs; await pause(20)) {
    const text = await readFile(file, 'utf8').catch(() => undefined);
    if (text === undefined) continue;
    const { heapUsed, external } = JSON.parse(text) as NodeJS.MemoryUsage;
    return (heapUsed + external) / mebibyte;
  }
  throw new Error(`process ${pid} did not tell its heap within ${heapLimitMs} ms`);
}

function linesOf(seen: readonly Record<Process, Held>[], everyMinutes: number): Line[] {
  const kinds = [
    ['rss', 'in memory'],
    ['own', 'its own'],
    ['heap', 'heap after GC'],
  ] as const;
  return (Object.keys(seen[0] ?? {}) as Process[]).flatMap((process) =>
    kinds.flatMap(([kind, name]) => {
      const values = seen.flatMap((held) => held[process][kind] ?? []);
      if (values.length < seen.length || values.every((value) => value === 0)) return [];
      const slope = slopeOf(values.slice(values.length / 2)) / everyMinutes;
      const value = `${values.map(number).join(' ')} MB`;
      const ratio = `**${number(slope)}** MB/min in the second half`;
      return [{ row: 'steady-memory', what: `${process}: ${name}`, value, ratio, wanted: 'no growth' }];
    }),
  );
}

/** Of the straight line with the least squares, per step. */
function slopeOf(values: readonly number[]): number {
  const mean = (numbers: readonly number[]) => numbers.reduce((sum, each) => sum + each, 0) / numbers.length;
  const [middle, height] = [(values.length - 1) / 2, mean(values)];
  const up = values.map((value, at) => (at - middle) * (value - height));
  return mean(up) / mean(values.map((_, at) => (at - middle) ** 2));
}

const said = (held: Record<Process, Held> | undefined): string =>
  Object.entries(held ?? {})
    .map(
      ([name, { rss, heap }]) => `${name} ${number(rss)}${heap === undefined ? '' : ` (${number(heap)})`} MB`,
    )
    .join(', ');

/** Commands at their turn, each on something of its own that is seeded just before. */
class Steady {
  offered = 0;
  issued = 0;
  private readonly seeds: Seeds;

  constructor(private readonly house: House) {
    this.seeds = new Seeds(house.store);
  }

  /** A turn that is late waits for a writer, and for none that is to come. */
  async during(ms: number): Promise<void> {
    const startedMs = performance.now();
    const perSecond = offersPerSecond + issuesPerSecond;
    const turns = Math.round((ms / 1_000) * perSecond);
    let next = 0;
    const write = async () => {
      for (let turn = next++; turn < turns && performance.now() < startedMs + ms; turn = next++) {
        await pause(Math.max(0, startedMs + (turn * 1_000) / perSecond - performance.now()));
        if (turn % (perSecond / issuesPerSecond) === 0) await this.issue();
        else await this.offer();
      }
    };
    await Promise.all(Array.from({ length: writers }, write));
  }

  private async offer(): Promise<void> {
    const [id] = await this.seeds.dossiers(1);
    const offers = `/dossiers/${id}/handoffs`;
    const [giver, taker] = agencies;
    const offer = { to: taker, reason: 'Chuyển thẩm định' };
    const answer = await this.accepted(giver, 'OneStopOfficer', offers, offer);
    const { handoffId } = JSON.parse(answer) as { handoffId: string };
    await this.accepted(taker, 'OneStopOfficer', `${offers}/${handoffId}/acceptance`, {});
    this.offered++;
  }

  private async issue(): Promise<void> {
    const [id] = await this.seeds.documents(1, this.house.part);
    const [sender, ...recipients] = agencies;
    await this.accepted(sender, 'Clerk', `/documents/${id}/issue`, { recipients });
    await Promise.all(recipients.map((recipient) => this.refuse(id as string, recipient)));
    this.issued++;
  }

  /** A delivery that has not arrived yet is unknown to its recipient. */
  private async refuse(id: string, recipient: Agency): Promise<void> {
    const order = { path: `/inbox/${id}/refusal`, body: { reasonCode: 'mis-sent', reason: 'Gửi nhầm' } };
    const token = await this.house.token(recipient, 'Clerk');
    for (const untilMs = performance.now() + arrivesWithinMs; ; await pause(50)) {
      const { status, text } = await answerTo(this.house.address, token, order);
      if (status === 200) return;
      if (status !== 404 || performance.now() > untilMs)
        throw new Error(`${order.path} was answered ${status}: ${text}`);
    }
  }

  private async accepted(
    agency: Agency,
    role: 'OneStopOfficer' | 'Clerk',
    path: string,
    body: object,
  ): Promise<string> {
    return sendOne(this.house.address, await this.house.token(agency, role), { path, body });
  }
}
