import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { refusedBy, type Caller, type QueryReply, type ReplayedEvents } from '@contracts';
import {
  replayParked,
  runReactor,
  type FollowerLag,
  type Reactor,
  type ReactorProgress,
} from '@adapters/event-store';
import { ReadinessProbe, type Readiness } from './health';
import type { ServiceContext } from './service-context';

/** So that the answer fits into a message. */
const [failuresToldMax, reasonCharactersMax] = [100, 500];

/** Work beside the reactors that follows the log from this service's start to its end. */
export interface Follower {
  readonly name: string;
  readonly lag: Pick<FollowerLag, 'state' | 'lagMs'>;
  /** What health tells of it besides. */
  readonly details: Readonly<Record<string, string | number | boolean>>;
  run(signal: AbortSignal): Promise<void>;
}

/**
 * Keeps the reactors and followers of this service running from its start to its end, and tells how far behind they
 * are.
 */
export class Reactions extends ReadinessProbe implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly ended = new AbortController();
  private running: readonly Promise<void>[] = [];
  private readonly progress = new Map<string, ReactorProgress>();
  private readonly broken = new Map<string, string>();
  /** Parked events that were handled since the start: the running reactors know only what they parked. */
  private readonly replayed = new Map<string, number>();

  constructor(
    private readonly context: ServiceContext,
    private readonly reactors: readonly Reactor[],
    private readonly followers: readonly Follower[] = [],
    /** What else of the service has to be ready. */
    private readonly others: readonly ReadinessProbe[] = [],
  ) {
    super();
  }

  onApplicationBootstrap(): void {
    this.running = [
      ...this.reactors.map((reactor) => this.run(reactor)),
      ...this.followers.map((follower) => this.follow(follower)),
    ];
  }

  /** Each reactor finishes the event in its hands and writes how far it came. */
  async onApplicationShutdown(): Promise<void> {
    this.ended.abort();
    await Promise.all(this.running);
  }

  /**
   * A reactor that is behind or has set events aside is told; only one that no longer runs makes the service
   * unready.
   */
  async probe(): Promise<Readiness> {
    const others = await Promise.all(this.others.map((other) => other.probe()));
    const details: Record<string, string | number | boolean> = {};
    for (const known of [...others, ...this.followers]) Object.assign(details, known.details);
    for (const { name, lag } of this.followers) {
      details[name] = lag.state;
      details[`${name}.lagMs`] = lag.lagMs;
    }
    for (const { name } of this.reactors) {
      const { lagMs = 0, parked = 0, caughtUp = false } = this.progress.get(name) ?? {};
      details[name] = caughtUp ? 'live' : 'catching-up';
      details[`${name}.lagMs`] = Math.round(lagMs);
      details[`${name}.parked`] = parked - (this.replayed.get(name) ?? 0);
      details[`${name}.caughtUp`] = caughtUp;
    }
    for (const [name, problem] of this.broken) {
      details[name] = 'stopped';
      details[`${name}.problem`] = problem;
    }
    return { ready: this.broken.size === 0 && others.every(({ ready }) => ready), details };
  }

  /** Gives every event that was set aside to its reactor once more, for an operator. @throws StoreUnavailable */
  async replayParked({ actor }: Caller): Promise<QueryReply<readonly ReplayedEvents[]>> {
    if (actor.role !== 'Operator') return refusedBy('request', 'role-not-allowed');

    const outcomes: ReplayedEvents[] = [];
    for (const reactor of this.reactors) {
      const { replayed, failed } = await replayParked(this.context.store, reactor);
      this.replayed.set(reactor.name, (this.replayed.get(reactor.name) ?? 0) + replayed);
      const failures = failed
        .slice(0, failuresToldMax)
        .map(({ parked: { stream, revision, type }, reason }) => {
          return { stream, revision: String(revision), type, reason: reason.slice(0, reasonCharactersMax) };
        });
      outcomes.push({ reactor: reactor.name, replayed, failed: failed.length, failures });
    }
    return { ok: true, answer: outcomes };
  }

  private async run(reactor: Reactor): Promise<void> {
    const { store, log } = this.context;
    const { name } = reactor;
    const onProgress = (progress: ReactorProgress) => this.note(name, progress);
    try {
      await runReactor(store, reactor, { signal: this.ended.signal, log, onProgress });
    } catch (error) {
      this.broken.set(name, error instanceof Error ? error.message : String(error));
      log.error({ err: error, reactor: name }, `${name} no longer reacts: start this service again`);
    }
  }

  private async follow(follower: Follower): Promise<void> {
    const { name } = follower;
    try {
      await follower.run(this.ended.signal);
    } catch (error) {
      this.broken.set(name, error instanceof Error ? error.message : String(error));
      this.context.log.error(
        { err: error, follower: name },
        `${name} no longer runs: start this service again`,
      );
    }
  }

  private note(reactor: string, progress: ReactorProgress): void {
    const { metrics } = this.context;
    const parkedNow = progress.parked - (this.progress.get(reactor)?.parked ?? 0);
    metrics.reactorLagSeconds.set({ reactor }, progress.lagMs / 1000);
    if (parkedNow > 0) metrics.parked.inc({ reactor }, parkedNow);
    this.progress.set(reactor, progress);
  }
}
