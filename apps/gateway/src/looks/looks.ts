import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Requester } from '@adapters/messaging';
import { type Caller, type LookPart, subjects } from '@contracts';
import { houseCaller, type Log, type Metrics } from '@runtime';
import { Problem } from '../edge/problem';
import { EqualRefusals } from './equal-refusals.policy';
import { LookNumbers } from './look-numbers';
import { LookQueue, type Queued } from './look-queue';

/** How long content or a history waits for its look to be recorded. */
const recordWithinMs = 5_000;
/** How often minutes of equal refusals are looked through. */
const minutesOverMs = 1_000;
const againMs = { first: 50, most: 1_000 };
/** After the last answer, of the time the gateway has to stop. */
const stopWithinMs = 1_000;

interface Batch {
  readonly caller: Caller;
  readonly queued: readonly Queued[];
}

/**
 * Has `audit` record who looked at what, in batches of at most 500 looks or one second; at once when somebody waits
 * and no batch is under way. One batch is under way at a time, and is sent again as it is until it is recorded.
 */
export class Looks {
  private readonly queue = new LookQueue();
  private readonly equal = new EqualRefusals();
  private readonly numbers: LookNumbers;
  private readonly minutes: NodeJS.Timeout;
  private readonly stopping = new AbortController();
  private sending: Promise<void> | undefined;
  private soon: NodeJS.Timeout | undefined;
  private isFull = false;
  private inHand = 0;

  constructor(
    private readonly requester: Pick<Requester, 'command'>,
    private readonly log: Log,
    metrics: Metrics,
  ) {
    this.numbers = new LookNumbers(metrics);
    this.minutes = setInterval(() => this.minutesAreOver(), minutesOverMs).unref();
  }

  /** Recorded within a second or when `audit` is there again; who is answered does not wait for it. */
  note(look: LookPart): void {
    const isRefusal = look.outcome !== 'answered';
    if (isRefusal && this.equal.take(look, performance.now()) === 'counted') this.numbers.count('counted');
    else this.add({ look, sinceMs: performance.now() });
  }

  /** A request that nobody can be named for. */
  nameless(): void {
    this.numbers.count('nameless');
  }

  /**
   * Resolves once the look is recorded. One that was under way when its time was over may be recorded nevertheless:
   * what was refused may stand there as answered, beside its refusal.
   * @throws Problem `service:look-not-recorded` after 5 s.
   */
  async recorded(look: LookPart): Promise<void> {
    const outcome = await new Promise<'recorded' | 'lost' | 'late'>((resolve) => {
      const queued: Queued = {
        look,
        sinceMs: performance.now(),
        settle: (settled) => {
          clearTimeout(limit);
          resolve(settled);
        },
      };
      const limit = setTimeout(() => {
        this.queue.remove(queued);
        resolve('late');
      }, recordWithinMs);
      if (!this.add(queued)) queued.settle?.('lost');
    });
    if (outcome === 'recorded') return;
    this.numbers.count('refused');
    throw new Problem('service:look-not-recorded');
  }

  /** Sends what is left; what cannot be recorded now is lost, and told. */
  async stop(): Promise<void> {
    clearInterval(this.minutes);
    for (const row of this.equal.all()) this.add({ look: row, sinceMs: performance.now() });
    const limit = setTimeout(() => this.stopping.abort(), stopWithinMs);
    while (this.queue.length > 0 || this.sending !== undefined) {
      this.send();
      await this.sending;
    }
    clearTimeout(limit);
    clearTimeout(this.soon);
  }

  private minutesAreOver(): void {
    for (const row of this.equal.over(performance.now())) this.add({ look: row, sinceMs: performance.now() });
  }

  private add(queued: Queued): boolean {
    const isTaken = this.queue.add(queued);
    if (isTaken) {
      this.sendWhenDue();
    } else {
      this.numbers.count('lost');
      if (!this.isFull) this.log.error({ waiting: this.queue.length }, 'looks are lost: too many wait');
    }
    this.isFull = !isTaken;
    this.tellWaiting();
    return isTaken;
  }

  private sendWhenDue(): void {
    if (this.sending !== undefined) return;
    const dueInMs = this.queue.dueInMs(performance.now());
    if (dueInMs === undefined) return;
    if (dueInMs === 0) return this.send();
    this.soon ??= setTimeout(() => this.send(), dueInMs).unref();
  }

  private send(): void {
    clearTimeout(this.soon);
    this.soon = undefined;
    if (this.sending !== undefined || this.queue.length === 0) return;
    const queued = this.queue.take();
    this.inHand = queued.length;
    this.sending = this.deliver({ caller: ofThisGateway(), queued }).finally(() => {
      this.sending = undefined;
      this.inHand = 0;
      this.tellWaiting();
      this.sendWhenDue();
    });
  }

  private async deliver(batch: Batch): Promise<void> {
    const startedMs = performance.now();
    let isTold = false;
    for (let waitMs = againMs.first; ; waitMs = Math.min(2 * waitMs, againMs.most)) {
      if (this.stopping.signal.aborted) return this.lost(batch, 'the gateway stops');
      const reason = await this.sendOnce(batch);
      if (reason === undefined) return this.settled(batch, isTold);
      if (reason.startsWith('request:')) return this.lost(batch, reason);
      // A restart of `audit` is nothing to tell of.
      const isLong = performance.now() - startedMs > recordWithinMs;
      if (isLong && !isTold) this.log.warn({ reason }, 'looks wait: they cannot be recorded now');
      isTold ||= isLong;
      await pause(waitMs, undefined, { signal: this.stopping.signal }).catch(() => undefined);
    }
  }

  /** Nothing once it is recorded, else why it is not. */
  private async sendOnce({ caller, queued }: Batch): Promise<string | undefined> {
    const message = { target: {}, body: { looks: queued.map(({ look }) => look) } };
    try {
      const reply = await this.requester.command(subjects.recordLooks, message, caller);
      return reply.ok ? undefined : `${reply.context}:${reply.refused}`;
    } catch (error) {
      return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    }
  }

  private settled({ queued }: Batch, wasTold: boolean): void {
    const nowMs = performance.now();
    if (wasTold) this.log.info({ waiting: this.queue.length }, 'looks are recorded again');
    const isLate = ({ sinceMs, settle }: Queued) => settle === undefined && nowMs - sinceMs > recordWithinMs;
    const late = queued.filter(isLate).length;
    this.numbers.count('late', late);
    this.numbers.count('recorded', queued.length - late);
    for (const { settle } of queued) settle?.('recorded');
  }

  private lost({ queued }: Batch, reason: string): void {
    this.log.error({ looks: queued.length, reason }, 'looks are lost: they could not be recorded');
    this.numbers.count('lost', queued.length);
    for (const { settle } of queued) settle?.('lost');
  }

  private tellWaiting(): void {
    this.numbers.waiting(this.queue.length + this.inHand);
  }
}

/** The key names the batch, however often it is sent. */
const ofThisGateway = (): Caller => houseCaller('http', randomUUID());
