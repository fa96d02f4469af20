import { setTimeout as pause } from 'node:timers/promises';
import { FollowerLag, HistoryLost, keepRunning, ParkedStreams } from '@adapters/event-store';
import {
  provisionPublicStream,
  PublicStream,
  type PublicStreamLimits,
  publicStreamLimits,
  PublicStreamMissing,
  type PublishAlarm,
  Requester,
} from '@adapters/messaging';
import { parkedDetails, type Readiness, type ServiceContext } from '@runtime';
import { Inboxes } from '../inboxes/inboxes';
import { mayPass } from '../may-pass';
import { ConnectedSystems } from '../systems/connected-systems';
import { AskedNumbers } from './asked-numbers';
import { lastStanding } from './last-standing';
import { LostMessages } from './lost-messages';
import { relay } from './relay';
import { RelayMetrics } from './relay-metrics';
import { StreamWatch } from './stream-watch';

const retryMs = 1_000;
const lookEveryMs = 60 * 60 * 1_000;

type State = 'catching-up' | 'live' | 'waiting' | 'stopped';

/**
 * Keeps stream, inboxes and relay going, from the start to the end of the process; what cannot mend itself holds the
 * relay, shows in its readiness and is tried again now and then.
 */
export class RelayService {
  private readonly stopping = new AbortController();
  private again = new AbortController();
  /** Of the present run. */
  private signal: AbortSignal = this.stopping.signal;
  private ran: () => void = () => undefined;
  private running: Promise<unknown> = Promise.resolve();
  private readonly inboxes: Inboxes;
  private readonly systems: ConnectedSystems;
  private readonly parked: ParkedStreams;
  private readonly watch: StreamWatch;
  private readonly lag = new FollowerLag();
  private readonly metrics: RelayMetrics;
  private readonly requester: Requester;
  private readonly lost: LostMessages;
  private readonly limits: PublicStreamLimits;
  private state: State = 'catching-up';
  private isCaughtUp = false;
  private problem: string | undefined;
  private position = -1n;

  /** @param lookMs how often the whole stream is compared with the store, milliseconds */
  constructor(
    private readonly context: ServiceContext,
    limits: Partial<PublicStreamLimits> = {},
    lookMs = lookEveryMs,
  ) {
    this.limits = { ...publicStreamLimits, ...limits };
    const { store, log, metrics } = context;
    const counted = (follower: string) => (count: number) => metrics.parkedStreams.set({ follower }, count);
    this.inboxes = new Inboxes({ ...context, onParked: counted('inboxes') });
    const { natsUrl, natsKeysDir: keysDir, natsLogFile } = context.configuration;
    this.systems = new ConnectedSystems({
      ...{ ...context, natsUrl, keysDir, natsLogFile, registry: metrics.registry },
      onParked: counted('connected-systems'),
    });
    this.parked = new ParkedStreams(store, 'relay', { log, kept: 'store', onChange: counted('relay') });
    this.watch = new StreamWatch(context.connection);
    this.metrics = new RelayMetrics(context.metrics.registry);
    this.requester = new Requester(context.connection, context.signing.as('bus'));
    this.lost = new LostMessages({
      ...{ context, requester: this.requester, parked: this.parked, lookMs },
      keptSince: () => this.keptSince(),
      onFound: () => this.again.abort(),
    });
  }

  start(): void {
    void this.beginAgainOnReconnect();
    void this.watch.run(this.stopping.signal, () => this.again.abort());
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  /** What an operator may look at, take up again and skip. */
  get parkings(): readonly ParkedStreams[] {
    return [this.parked, this.inboxes.parked, this.systems.parked];
  }

  readiness(): Readiness {
    const { state, position, problem, watch } = this;
    const { count: missing } = this.lost;
    const { count, lag } = this.inboxes;
    const parked = parkedDetails(this.parkings);
    const details = {
      ...{ relay: state, 'relay.lagMs': this.lag.lagMs, position: String(position), missing },
      ...{ inboxes: lag.state, 'inboxes.lagMs': lag.lagMs, 'inboxes.count': count },
      ...this.systems.details,
      ...watch.details,
      ...parked.details,
      ...(problem === undefined ? {} : { problem }),
    };
    return { ready: state === 'live' && watch.isAnswered && parked.ready, details };
  }

  /** What fails in any of its parts ends them all, and all begin again: what an operator mends is found then. */
  private async run(): Promise<void> {
    const { log } = this.context;
    const tell = {
      warn: (fields: object) => log.error(fields, 'the relay stands still until this is mended'),
    };
    const onStanding = (problem?: string) => {
      if (problem === undefined) return;
      this.state = 'stopped';
      this.problem = problem;
    };
    const { signal } = this.stopping;
    await keepRunning((ran) => this.runOnce(ran), { name: 'relay', signal, log: tell, onStanding });
  }

  private async runOnce(ran: () => void): Promise<void> {
    const over = new AbortController();
    this.ran = ran;
    this.signal = AbortSignal.any([this.stopping.signal, over.signal]);
    let inboxes: Promise<void> = Promise.resolve();
    let parts: readonly Promise<unknown>[] = [];
    try {
      await this.untilItHolds(() => provisionPublicStream(this.context.connection, this.limits));
      await this.untilItHolds(async () => void (await this.parked.load()));
      // The consumers of the past are checked before anything is published behind them.
      await new Promise<void>((resolve, reject) => {
        inboxes = this.followAgain((signal) => this.inboxes.follow(resolve, signal));
        inboxes.then(resolve, reject);
      });
      const systems = this.followAgain((signal) => this.systems.follow(signal));
      parts = [inboxes, systems, this.relayAgainAndAgain(), this.lost.look(this.signal)];
      await Promise.all(parts);
    } finally {
      over.abort();
      this.again.abort();
      await Promise.allSettled([inboxes, ...parts]);
    }
  }

  /** From the first fact on again when the store has another history. */
  private async followAgain(follow: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const { signal } = this;
    while (!signal.aborted) {
      const { epoch } = this.context.history;
      try {
        return await follow(signal);
      } catch (error) {
        if (!(error instanceof HistoryLost)) throw error;
        await this.tell(error, epoch);
      }
    }
  }

  private async relayAgainAndAgain(): Promise<void> {
    const { log } = this.context;
    while (!this.signal.aborted) {
      this.again = new AbortController();
      const signal = AbortSignal.any([this.signal, this.again.signal]);
      const { epoch } = this.context.history;
      try {
        await this.relayOnce(signal);
      } catch (error) {
        if (signal.aborted) continue;
        if (error instanceof PublicStreamMissing) {
          log.warn({ err: error }, 'the stream PUBLIC is made anew and filled from the store');
          continue;
        }
        if (error instanceof HistoryLost) {
          await this.tell(error, epoch);
          continue;
        }
        if (!mayPass(error)) throw error;
        log.warn({ err: error as Error }, 'the relay was interrupted; it begins again');
        this.holds(error as Error);
        await pause(retryMs, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  private async relayOnce(signal: AbortSignal): Promise<void> {
    const { store, connection, history, log } = this.context;
    this.isCaughtUp = false;
    if (this.state === 'live') this.state = 'catching-up';
    await provisionPublicStream(connection, this.limits);
    await this.inboxes.provisionAll();
    await this.systems.provisionAll();
    const stream = new PublicStream(connection, { alarm: (alarm) => this.waits(alarm), retryMs });
    const onLost = (lost: HistoryLost) => this.loses(lost);
    const end = await lastStanding({ store, stream, history, onLost }, signal);
    if (end !== undefined) await this.lost.send(stream, end, signal);
    const keptSince = () => this.keptSince();
    const onRelayed = (progress: { position: bigint; copies: number }) => this.relayed(progress);
    const onCaughtUp = () => {
      this.isCaughtUp = true;
      this.goesOn();
    };
    const { parked, lag, requester } = this;
    const numbers = new AskedNumbers({
      ...{ requester, store, history },
      onWaiting: (why) => this.waitsForNumbers(why),
    });
    const onTakenUp = (taken: string) => {
      if (parked.has(taken)) void parked.replay(taken);
    };
    const parts = { store, stream, history, end, log, parked, lag, numbers, keptSince };
    await relay({ ...parts, onRelayed, onCaughtUp, onTakenUp }, signal);
  }

  private keptSince(): string {
    return new Date(Date.parse(this.context.clock.now()) - this.limits.maxAgeMs).toISOString();
  }

  /** An event that was relayed or read is gone. Not ready until the relay has caught up with what is there. */
  private loses(lost: HistoryLost): void {
    this.isCaughtUp = false;
    this.lost.forget();
    this.state = 'waiting';
    this.problem = lost.message;
  }

  private async tell(lost: HistoryLost, epoch: number): Promise<void> {
    this.loses(lost);
    await this.context.history.lost(lost, { epoch, signal: this.signal });
  }

  private relayed({ position, copies }: { position: bigint; copies: number }): void {
    this.position = position;
    this.metrics.position.set(Number(position));
    this.metrics.published.inc(copies);
    this.goesOn();
  }

  private goesOn(): void {
    const next = this.isCaughtUp ? 'live' : 'catching-up';
    this.ran();
    if (next === this.state) return;
    this.context.log.info({ position: String(this.position) }, `the relay is ${next}`);
    this.metrics.waiting.set(0);
    this.metrics.waitingForNumbers.set(0);
    this.problem = undefined;
    this.state = next;
  }

  private waits({ reason, subject, attempt, cause }: PublishAlarm): void {
    const { log } = this.context;
    const what =
      reason === 'full' ? 'PUBLIC is full: raise its limit or make room' : 'JetStream does not answer';
    log[reason === 'full' ? 'error' : 'warn'](
      { err: cause as Error, subject, attempt },
      `the relay waits: ${what}`,
    );
    this.holds(new Error(what));
  }

  private waitsForNumbers(why: Error): void {
    const { log } = this.context;
    if (this.problem !== why.message) log.warn({ err: why }, 'the relay waits for the numbers of facts');
    this.metrics.waitingForNumbers.set(1);
    this.holds(why);
  }

  /** Until something is relayed again, or the end is reached. */
  private holds({ message }: Error): void {
    this.metrics.waiting.set(1);
    this.problem = message;
    this.state = 'waiting';
  }

  private async untilItHolds(work: () => Promise<void>): Promise<void> {
    const { signal } = this;
    for (;;) {
      try {
        return await work();
      } catch (error) {
        if (!mayPass(error)) throw error;
        this.context.log.warn({ err: error as Error }, 'JetStream does not answer yet');
        await pause(retryMs, undefined, { signal });
      }
    }
  }

  /**
   * A server that comes back may have forgotten its newest messages: where to go on is asked of the stream
   * again.
   */
  private async beginAgainOnReconnect(): Promise<void> {
    for await (const { type } of this.context.connection.status()) {
      if (this.stopping.signal.aborted) return;
      if ((type as string) === 'reconnect') this.again.abort();
    }
  }
}
