import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { dossierStream } from '@domain/dossier/events';
import type { Row } from '../bench';
import type { House } from '../house';
import { number } from '../table';

const writers = 16;
/** Of a province at its busiest, commands per second. */
const steadily = 150;
const [requestLimitMs, retryMs] = [15_000, 100] as const;

/**
 * Officers who open dossiers while somebody breaks the store: the longest time in which no command of anybody was
 * accepted, and what is lost or doubled of all that were.
 */
export const outage: Row = async (bench) => {
  const [house, ms] = [await bench.house(), bench.isQuick ? 15_000 : 60_000];
  bench.say(`${writers} officers open dossiers for ${ms / 1_000} s: freeze, kill or cut off the store now`);
  return worked('outage', house, ms);
};

/** The same at a steady pace and with nothing broken, and how many subscriptions the store ended meanwhile. */
export const steady: Row = async (bench) => {
  const [house, ms] = [await bench.house(), bench.isQuick ? 15_000 : 120_000];
  const before = await endsOfSubscriptions(house);
  const lines = await worked('steady', house, ms, steadily);
  const ends = (await endsOfSubscriptions(house)) - before;
  const what = `subscriptions ended in ${ms / 1_000} s at ${steadily} commands a second`;
  return [...lines, { row: 'steady', what, value: number(ends), wanted: '≤ 1 a minute' }];
};

async function worked(row: string, house: House, ms: number, perSecond = Infinity) {
  const after = await house.store.headPosition();
  const work = new Work(house);
  await work.during(ms, perSecond);
  const stoppedMs = performance.now();
  await house.settled();
  const shown = number((performance.now() - stoppedMs) / 1_000);
  const stored = await house.store.readAll({ after, max: Number.MAX_SAFE_INTEGER - 1 });
  const opened = stored.flatMap(({ type, stream }) => (type === 'DossierOpened.v1' ? [stream] : []));
  const recorded = new Set(opened);
  const lost = work.opened.filter((id) => !recorded.has(dossierStream(id))).length;
  const doubled = opened.length - (work.opened.length - lost);
  const { opened: all, failed } = work;
  return [
    {
      row,
      what: `longest silence of ${writers} writers in ${ms / 1_000} s`,
      value: `${number(work.longestSilenceMs / 1_000)} s`,
      wanted: '≤ 12 s',
    },
    {
      row,
      what: `of ${all.length} accepted commands (${failed} requests sent again)`,
      value: `${lost} lost, ${doubled} doubled; all shown ${shown} s after the last`,
      wanted: '0 lost, 0 doubled',
    },
  ];
}

/** Of all its processes since they started. */
async function endsOfSubscriptions(house: House): Promise<number> {
  const authorization = `Bearer ${await house.token('H98', 'Operator')}`;
  const answer = await fetch(`${house.address}/metrics`, { headers: { authorization } });
  if (!answer.ok) throw new Error(`/metrics answered ${answer.status}`);
  const text = await answer.text();
  const counted = [...text.matchAll(/^lienthong_subscription_ends_total\{.*\} (\d+)$/gm)];
  return counted.reduce((total, [, count]) => total + Number(count), 0);
}

const headersFor = (token: string) => ({
  authorization: `Bearer ${token}`,
  'content-type': 'application/json',
  'idempotency-key': randomUUID(),
});

class Work {
  readonly opened: string[] = [];
  failed = 0;
  longestSilenceMs = 0;
  private acceptedAtMs = performance.now();
  private applicantRef = '';

  constructor(private readonly house: House) {}

  /** Each writer finishes what it has begun by then. */
  async during(ms: number, perSecond: number): Promise<void> {
    const token = await this.house.token('H98', 'OneStopOfficer');
    this.applicantRef = await this.applicant(token);
    const begunMs = performance.now();
    let begun = 0;
    const write = async () => {
      while (performance.now() < begunMs + ms) {
        const turnMs = begunMs + (begun++ * 1_000) / perSecond;
        await pause(Math.max(0, turnMs - performance.now()));
        this.opened.push(await this.accepted(token));
      }
    };
    await Promise.all(Array.from({ length: writers }, write));
  }

  /** Whose dossiers they are. */
  private async applicant(token: string): Promise<string> {
    const body = JSON.stringify({ kind: 'citizen', name: 'Trần Thị Thử Nghiệm' });
    const request = { method: 'POST', headers: headersFor(token), body };
    const answer = await fetch(`${this.house.address}/applicants`, request);
    if (!answer.ok) throw new Error(await answer.text());
    return ((await answer.json()) as { applicantRef: string }).applicantRef;
  }

  /** One dossier; sent again under its key until it is there. */
  private async accepted(token: string): Promise<string> {
    const headers = headersFor(token);
    const body = JSON.stringify({ ...opening, applicantRef: this.applicantRef });
    for (;;) {
      const signal = AbortSignal.timeout(requestLimitMs);
      const request = { method: 'POST', headers, body, signal };
      const answer = await fetch(`${this.house.address}/dossiers`, request).catch(() => undefined);
      if (answer?.ok) {
        this.heard();
        return ((await answer.json()) as { dossierId: string }).dossierId;
      }
      if (answer !== undefined && answer.status < 500) throw new Error(await answer.text());
      this.failed++;
      await pause(retryMs);
    }
  }

  private heard(): void {
    const now = performance.now();
    this.longestSilenceMs = Math.max(this.longestSilenceMs, now - this.acceptedAtMs);
    this.acceptedAtMs = now;
  }
}

const opening = { procedure: '2.000635', channel: 'counter', codes: [] };
