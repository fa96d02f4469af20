import type { EventStore } from '@adapters/event-store';
import type { KeyStore } from '@adapters/key-store';
import { type KnownWebhook } from '@domain/webhook';
import type { CloudEvent } from '@formats/cloudevents';
import { atMost, type Clock, type Log } from '@runtime';
import type { AgencyFeed, FeedEntry } from '../agency-feed';
import type { KnownWebhooks } from '../known-webhooks';
import type { Sender, SendOutcome } from '../sending/sender';
import { isTaken, type Tries, triesByDefault, waitMs, wordsFor } from '../sending/tries';
import type { WebhookMetrics } from '../webhook-metrics';
import type { CursorRow, WebhookRows } from '../webhook-rows';
import { FairQueue, type Slots } from './fair-queue';
import { record } from './house-commands';
import { Lane, trialsWanted } from './lane';
import { challengeOf, isGivenBack, isWanted, send, SigningKeyLost, trialEvent } from './sending';
import { noteTaken, standingOf } from './standing';

export interface DispatcherParts {
  /** Of the installation. */
  readonly storeId: string;
  readonly store: EventStore;
  readonly feed: AgencyFeed;
  readonly known: KnownWebhooks;
  readonly rows: WebhookRows;
  readonly sender: Pick<Sender, 'post'>;
  readonly keys: Pick<KeyStore, 'find'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: WebhookMetrics;
  readonly limits?: Partial<DispatchLimits>;
}

export interface DispatchLimits {
  readonly tries: Tries;
  /** Of a challenge or a test. */
  readonly trialTries: number;
  readonly slots: Slots;
  /** Who is waited for longer holds no turn of the others, milliseconds. */
  readonly slowMs: number;
  /** How often the store is told what was taken last, milliseconds. */
  readonly noteMs: number;
}

const limitsByDefault: DispatchLimits = {
  tries: triesByDefault,
  trialTries: 4,
  slots: { all: 512, perHost: 8, suspects: 128 },
  slowMs: 1_000,
  noteMs: 60_000,
};

/** Messages read ahead for one webhook; one that fails holds none. */
const readAhead = 16;
const againMs = 1_000;
const notesAtOnce = 4;
const keyMissesMax = 5;

/**
 * Sends every webhook its messages, each in the order of its numbers, one at a time. What is idle costs no timer: one
 * timer wakes the first of those that wait. What cannot be written down ends it, so that nothing is sent that would be
 * forgotten; what was sent and not written down is sent again with the same id.
 */
export class Dispatcher {
  private readonly limits: DispatchLimits;
  private readonly lanes = new Map<string, Lane>();
  private readonly queue: FairQueue<Lane>;
  /** Those that wait for their instant. */
  private readonly later = new Set<Lane>();
  private timer: NodeJS.Timeout | undefined;
  private rowsAtStart = new Map<string, CursorRow>();
  private readonly ended = new AbortController();
  private fail: (error: unknown) => void = () => undefined;
  private readonly working = new Set<Promise<void>>();

  constructor(private readonly parts: DispatcherParts) {
    this.limits = { ...limitsByDefault, ...parts.limits };
    this.queue = new FairQueue(this.limits.slots);
  }

  /** Until the signal aborts. @throws what cannot be written down or read; whoever keeps it running begins again. */
  async run(signal: AbortSignal): Promise<void> {
    const { known, feed, rows, metrics } = this.parts;
    this.rowsAtStart = new Map((await rows.cursors()).map((row) => [row.webhookId, row]));
    const stopListening = [
      known.listen((webhook) => this.learn(webhook)),
      feed.listen((agencies) => this.heard(agencies)),
    ];
    const noting = setInterval(() => void this.noteAll(), this.limits.noteMs);
    metrics.watch(() => this.counts());
    try {
      await new Promise<void>((resolve, reject) => {
        this.fail = reject;
        const end = (): void => {
          // Before what is under way hears of it: what comes of that is not noted any more.
          this.ended.abort();
          resolve();
        };
        signal.addEventListener('abort', end, { once: true });
        if (signal.aborted) return end();
        for (const webhook of known.all) this.learn(webhook);
      });
    } finally {
      this.ended.abort();
      for (const stop of stopListening) stop();
      clearInterval(noting);
      clearTimeout(this.timer);
      await Promise.allSettled([...this.working]);
      await rows.settled();
    }
  }

  /** The database did not take what was noted. */
  broken(error: unknown): void {
    this.fail(error);
  }

  private isStill(lane: Lane): boolean {
    return !this.ended.signal.aborted && this.lanes.get(lane.webhookId) === lane;
  }

  private counts() {
    const failing = [...this.lanes.values()].filter(({ isSuspect }) => isSuspect).length;
    return { inFlight: this.queue.inFlight, failing };
  }

  private learn(webhook: KnownWebhook): void {
    const { webhookId, phase } = webhook;
    const known = this.lanes.get(webhookId);
    if (phase === 'ended') return this.drop(webhookId);
    const lane = known ?? new Lane(webhook);
    this.lanes.set(webhookId, lane);
    if (known !== undefined && lane.renew(webhook)) {
      if (lane.cursor !== undefined) this.rowsAtStart.set(webhookId, lane.cursor);
      lane.cursor = undefined;
      lane.page = [];
    }
    this.wake(lane);
  }

  private drop(webhookId: string): void {
    const lane = this.lanes.get(webhookId);
    this.lanes.delete(webhookId);
    if (lane !== undefined) {
      this.queue.remove(lane);
      this.later.delete(lane);
    }
    if (lane !== undefined || this.rowsAtStart.has(webhookId)) this.parts.rows.forget(webhookId);
    this.rowsAtStart.delete(webhookId);
  }

  private heard(agencies: readonly string[] | 'all'): void {
    const told = new Set(agencies === 'all' ? [] : agencies);
    for (const lane of this.lanes.values()) {
      if (agencies !== 'all' && !told.has(lane.webhook.agency)) continue;
      lane.hasNews = true;
      this.wake(lane);
    }
  }

  private wake(lane: Lane): void {
    lane.again = true;
    if (this.queue.isBusy(lane)) return;
    if (lane.dueMs > this.nowMs()) return this.waitUntilDue(lane);
    this.later.delete(lane);
    this.queue.add(lane);
    this.pump();
  }

  private pump(): void {
    for (;;) {
      const lane = this.ended.signal.aborted ? undefined : this.queue.take();
      if (lane === undefined) return;
      lane.again = false;
      const work = this.work(lane).finally(() => this.working.delete(work));
      this.working.add(work);
    }
  }

  private async work(lane: Lane): Promise<void> {
    let hasMore = false;
    try {
      hasMore = await this.step(lane);
      lane.keyMisses = 0;
    } catch (error) {
      // One that was rotated away may be gone before the fact that says so is heard here.
      lane.keyMisses = error instanceof SigningKeyLost ? lane.keyMisses + 1 : 0;
      if (lane.keyMisses > keyMissesMax) await this.park(lane, 'signing key lost').catch(this.fail);
      else this.holdOn(lane, error);
    } finally {
      this.queue.free(lane);
      if (this.lanes.get(lane.webhookId) === lane && (hasMore || lane.again || lane.dueMs > this.nowMs()))
        this.wake(lane);
      this.pump();
    }
  }

  /** The store, the feed or the keys do not answer. */
  private holdOn(lane: Lane, error: unknown): void {
    if (this.ended.signal.aborted) return;
    if (lane.dueMs === 0)
      this.parts.log.warn(
        { err: error as Error, webhookId: lane.webhookId },
        'a webhook waits for another part',
      );
    lane.page = [];
    lane.dueMs = this.nowMs() + againMs;
    lane.again = true;
  }

  /** One message at most, and one that is not wanted is passed over. True when there may be more. */
  private async step(lane: Lane): Promise<boolean> {
    const { feed, rows } = this.parts;
    const { webhook } = lane;
    const { webhookId, agency, phase } = webhook;
    if (lane.cursor === undefined) {
      const cursor = await standingOf(this.parts, webhook, this.rowsAtStart.get(webhookId));
      // What it says by now may begin elsewhere.
      if (lane.webhook !== webhook) return true;
      lane.cursor = cursor;
      this.rowsAtStart.delete(webhookId);
      lane.dueMs = lane.cursor.nextAt === null ? 0 : Date.parse(lane.cursor.nextAt);
      if (lane.dueMs > this.nowMs()) return true;
    }
    if (lane.isTrialDue) return this.tryOut(lane);
    if (phase !== 'sending') return false;
    if (lane.page.length === 0) {
      // What is heard from now on may be behind what is read.
      lane.hasNews = false;
      const page = await feed.after(agency, lane.cursor, lane.isSuspect ? 1 : readAhead);
      if (lane.webhook !== webhook) return true;
      if (page === 'lost') return this.beginAnew(lane, lane.cursor);
      lane.page = page.entries;
      lane.end = page.entries.length === 0 ? 0 : page.end;
    }
    const wanted = lane.page.findIndex(({ message }) => isWanted(webhook, message));
    const passed = wanted < 0 ? lane.page.length : wanted;
    for (const entry of lane.page.slice(0, passed)) lane.moveTo(entry);
    if (passed > 0) rows.note(lane.cursor);
    const [next] = lane.page;
    if (next !== undefined) await this.deliver(lane, next);
    return lane.hasMore;
  }

  /** Where it stands is found out by what the store was told. */
  private beginAnew(lane: Lane, cursor: CursorRow): true {
    this.rowsAtStart.set(lane.webhookId, cursor);
    lane.cursor = undefined;
    return true;
  }

  private async deliver(lane: Lane, entry: FeedEntry): Promise<void> {
    const { message } = entry;
    const { runs } = lane.webhook;
    const outcome = await this.send(lane, message);
    // failpoint(webhook-sent-not-noted)
    const { cursor } = lane;
    // Paused, ended or begun anew meanwhile: what was sent is sent again when sending begins anew.
    if (cursor === undefined || !this.isStill(lane) || lane.webhook.runs !== runs) return;
    const at = this.parts.clock.now();
    const told = {
      ...{ webhookId: lane.webhookId, number: message.feednumber, eventId: message.id, type: message.type },
      ...{ tries: cursor.tries + 1, taken: isTaken(outcome), outcome: wordsFor(outcome) },
      ...{ tookMs: outcome.tookMs, delayMs: Date.parse(at) - Date.parse(entry.recordedAt), at },
    };
    if (told.taken) {
      lane.moveTo(entry);
      this.parts.metrics.taken(told.delayMs);
    } else {
      await this.failed(lane, cursor, outcome, at, entry);
    }
    this.parts.rows.note(lane.cursor ?? cursor, told);
  }

  private async send(lane: Lane, event: CloudEvent): Promise<SendOutcome> {
    const doubting = setTimeout(() => {
      this.queue.doubt(lane);
      this.pump();
    }, this.limits.slowMs);
    try {
      const outcome = await send(this.parts, lane, event);
      this.parts.metrics.tried(outcome);
      return outcome;
    } finally {
      clearTimeout(doubting);
    }
  }

  private async failed(lane: Lane, cursor: CursorRow, outcome: SendOutcome, at: string, entry: FeedEntry) {
    const { store } = this.parts;
    const { tries } = this.limits;
    const failingSince = cursor.failingSince ?? at;
    const count = cursor.tries + 1;
    const dueMs = Date.parse(at) + waitMs(count, outcome, at, Math.random(), tries);
    lane.dueMs = dueMs;
    lane.cursor = { ...cursor, tries: count, failingSince, nextAt: new Date(dueMs).toISOString() };
    lane.page = [entry];
    if ('status' in outcome && outcome.status === 410)
      return record(store, lane.webhook, { type: 'NoteWebhookGone', at });
    if (Date.parse(at) - Date.parse(failingSince) >= tries.untilMs) await this.park(lane, wordsFor(outcome));
  }

  private async park(lane: Lane, reason: string): Promise<void> {
    const { store, clock, log, metrics } = this.parts;
    const { webhookId, agency, contact } = lane.webhook;
    const [next] = lane.page;
    const number = (lane.cursor?.number ?? 0) + 1;
    const eventId = next?.message.id ?? '';
    log.error(
      { webhookId, agency, contact, number: next?.message.feednumber ?? number, reason },
      'a webhook is parked: its receiver took nothing until the limit',
    );
    metrics.parked();
    const command = { reason, number: next?.message.feednumber ?? number, eventId, at: clock.now() };
    await record(store, lane.webhook, { type: 'ParkWebhook', ...command });
  }

  /** The challenge of one that is not proven, else a test. True when there may be more to do. */
  private async tryOut(lane: Lane): Promise<boolean> {
    const { clock, store, feed, rows } = this.parts;
    const { webhook, cursor } = lane;
    if (cursor === undefined) return true;
    const isTest = webhook.isProven;
    const challenge = isTest ? undefined : await challengeOf(this.parts, lane);
    const event = trialEvent(this.parts, lane, challenge);
    const outcome = await this.send(lane, event);
    const isGiven = challenge === undefined || isGivenBack(outcome, challenge);
    const taken = isTaken(outcome) && isGiven;
    if (taken && !isTest) {
      const afterNumber = webhook.start.afterNumber ?? (await feed.newest(webhook.agency));
      await record(store, webhook, { type: 'ProveWebhook', afterNumber, at: clock.now() });
    }
    lane.trialTries += 1;
    const tries = lane.trialTries;
    const isOver = taken || tries >= this.limits.trialTries;
    const at = clock.now();
    const row = isOver ? { ...cursor, trials: trialsWanted(webhook) } : cursor;
    if (isOver) lane.trialTries = 0;
    lane.dueMs = isOver ? 0 : Date.parse(at) + waitMs(tries, outcome, at, Math.random(), this.limits.tries);
    // A fact that came meanwhile has it found out anew where the webhook stands.
    if (lane.cursor === cursor) lane.cursor = row;
    else this.rowsAtStart.set(lane.webhookId, row);
    if (!this.isStill(lane)) return false;
    rows.note(row, {
      ...{ webhookId: webhook.webhookId, number: null, eventId: event.id, type: event.type, tries, taken },
      outcome: isTaken(outcome) && !isGiven ? 'challenge not given back' : wordsFor(outcome),
      ...{ tookMs: outcome.tookMs, delayMs: outcome.tookMs, at },
    });
    return isOver;
  }

  private waitUntilDue(lane: Lane): void {
    this.later.add(lane);
    this.setTimer();
  }

  private setTimer(): void {
    clearTimeout(this.timer);
    if (this.later.size === 0 || this.ended.signal.aborted) return;
    const dueMs = Math.min(...[...this.later].map((lane) => lane.dueMs));
    this.timer = setTimeout(() => this.wakeDue(), Math.max(0, dueMs - this.nowMs()));
  }

  private wakeDue(): void {
    const nowMs = this.nowMs();
    for (const lane of [...this.later]) if (lane.dueMs <= nowMs) this.wake(lane);
    this.setTimer();
  }

  private async noteAll(): Promise<void> {
    const moved = [...this.lanes.values()].filter(
      ({ taken, notedId }) => taken !== undefined && taken.id !== notedId,
    );
    await atMost(notesAtOnce, moved, async (lane) => {
      const { taken, webhook } = lane;
      if (taken === undefined || this.ended.signal.aborted) return;
      try {
        await noteTaken(this.parts.store, webhook, taken);
        lane.notedId = taken.id;
      } catch (error) {
        this.parts.log.warn({ err: error as Error, webhookId: webhook.webhookId }, 'a webhook was not noted');
      }
    });
  }

  private nowMs(): number {
    return Date.parse(this.parts.clock.now());
  }
}
