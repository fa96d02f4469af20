import { type EventStore, keepRunning, type ParkedStreams } from '@adapters/event-store';
import { PostgresReadStore, type ReadStore } from '@adapters/read-store';
import type { Log, Readiness, ServiceContext } from '@runtime';
import type { AgencyEvents } from '../feed/agency-events';
import { turnAtTables, urlOfTables } from './bus-tables';
import { Dispatcher, type DispatchLimits } from './dispatch/dispatcher';
import { HouseFeed } from './house-feed';
import { KnownWebhooks } from './known-webhooks';
import { type AllowedPlaces, allowedPlaces } from './sending/allowed-places';
import { Sender, type SenderParts } from './sending/sender';
import { SigningKeys } from './signing-keys';
import { WebhookMetrics } from './webhook-metrics';
import { WebhookRows } from './webhook-rows';

/** What else of the bus writes its tables: in the same turn, and over when that is. It keeps itself running. */
export type Beside = (reads: ReadStore, over: AbortSignal) => Promise<void>;

/** What a spec does otherwise. */
export interface WebhookOptions extends Partial<Omit<SenderParts, 'allowed'>> {
  readonly limits?: Partial<DispatchLimits>;
}

/** Why nobody sends from here. */
class TurnLost extends Error {
  override readonly name = 'TurnLost';
  constructor() {
    super('the connection that holds the turn to send is gone: it is asked for again');
  }
}

/**
 * Keeps what is known of webhooks and what is sent to them going, from the start to the end of the process. A database
 * that is away holds up sending alone: it goes on where it stood.
 */
export class WebhookService {
  readonly known: KnownWebhooks;
  readonly feed: HouseFeed;
  readonly keys: SigningKeys;
  readonly allowed: AllowedPlaces;
  readonly rows: WebhookRows;
  private readonly reads: ReadStore;
  private readonly metrics: WebhookMetrics;
  private readonly store: EventStore;
  private readonly log: Log;
  private readonly stopping = new AbortController();
  private running: readonly Promise<void>[] = [];
  private state: 'waiting' | 'sending' = 'waiting';
  private readonly problems = new Map<string, string>();

  constructor(
    private readonly context: ServiceContext,
    events: AgencyEvents,
    private readonly options: WebhookOptions = {},
    private readonly beside: Beside = () => Promise.resolve(),
  ) {
    const { store, log, metrics, configuration } = context;
    this.store = store;
    this.log = log;
    const onParked = (count: number) => metrics.parkedStreams.set({ follower: 'webhooks' }, count);
    this.known = new KnownWebhooks({ store, log, onParked });
    this.feed = new HouseFeed({ ...context, events });
    this.keys = new SigningKeys(configuration);
    this.allowed = allowedPlaces(configuration.webhookAllowedOrigins, configuration.webhookAllowedRanges);
    this.reads = PostgresReadStore.open(urlOfTables(configuration.databaseUrl));
    this.rows = new WebhookRows(this.reads);
    this.metrics = new WebhookMetrics(metrics.registry);
  }

  start(): void {
    const { known, feed } = this;
    const { signal } = this.stopping;
    feed.hearOfRows();
    const isKnown = new Promise<void>((resolve) =>
      this.keep('webhooks', () => known.follow(resolve, signal)),
    );
    const isCounted = new Promise<void>((resolve) =>
      this.keep('webhook-feed', () => feed.follow(resolve, signal)),
    );
    const ready = Promise.all([isKnown, isCounted]);
    this.keep('webhook-dispatch', async (ran) => {
      await Promise.race([ready, aborted(signal)]);
      if (!signal.aborted) await this.dispatch(ran);
    });
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.running);
    await this.reads.close();
  }

  get parkings(): readonly ParkedStreams[] {
    return [this.known.parked];
  }

  /** What is not sent yet waits in the store: the bus is as ready as before. */
  get details(): Readiness['details'] {
    const { known, state } = this;
    const phases = [...known.all].map(({ phase }) => phase);
    const problem = [...this.problems.values()][0];
    return {
      ...{ webhooks: known.lag.state, 'webhooks.lagMs': known.lag.lagMs, 'webhooks.dispatch': state },
      'webhooks.sending': phases.filter((phase) => phase === 'sending').length,
      'webhooks.parkedByBus': phases.filter((phase) => phase === 'parked').length,
      ...(problem === undefined ? {} : { 'webhooks.problem': problem }),
    };
  }

  private keep(name: string, work: (ran: () => void) => Promise<void>): void {
    const { log } = this;
    const onStanding = (problem?: string): void => {
      if (problem === undefined) this.problems.delete(name);
      else this.problems.set(name, problem);
    };
    const { signal } = this.stopping;
    this.running = [...this.running, keepRunning(work, { name, signal, log, onStanding })];
  }

  /** Waits for its turn, then sends as long as it has it. */
  private async dispatch(ran: () => void): Promise<void> {
    const { signal } = this.stopping;
    const turn = await turnAtTables(this.reads, signal);
    if (turn === undefined) return;
    const { known, feed, keys, allowed, metrics, store, log } = this;
    const { limits, ...sending } = this.options;
    const sender = new Sender({ allowed, ...sending });
    const ended = new AbortController();
    let beside = Promise.resolve();
    try {
      const rows: WebhookRows = new WebhookRows(this.reads, (error) => dispatcher.broken(error));
      const { storeId } = this.context;
      const parts = {
        storeId,
        store,
        feed,
        known,
        rows,
        sender,
        keys,
        clock: this.context.clock,
        log,
        metrics,
      };
      const dispatcher = new Dispatcher({ ...parts, ...(limits && { limits }) });
      ran();
      this.state = 'sending';
      const over = AbortSignal.any([signal, turn.lost, ended.signal]);
      over.addEventListener('abort', () => sender.close(), { once: true });
      beside = this.beside(this.reads, over);
      await dispatcher.run(over);
    } finally {
      this.state = 'waiting';
      sender.close();
      ended.abort();
      await beside;
      await turn.end();
    }
    if (!signal.aborted) throw new TurnLost();
  }
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
