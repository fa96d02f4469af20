import { keepRunning, type ParkedStreams } from '@adapters/event-store';
import type { ReadStore } from '@adapters/read-store';
import { type NoticeWay, noticeWays } from '@domain/codes';
import type { Configuration, Readiness, ServiceContext } from '@runtime';
import type { AddressBook } from './address-book';
import { AskedHouse } from './house-questions';
import { KnownNotices } from './known-notices';
import { NoticeMetrics } from './notice-metrics';
import { NoticeRows } from './notice-rows';
import { Notifier, type NotifierParts, type Paces } from './notifier';
import { ofTextMessage, ofZalo } from './telling/letter.policy';
import { Connector } from './ways/connector';
import { Mail } from './ways/mail';
import type { Way } from './ways/way';

/** What a spec does otherwise. */
export interface NoticeOptions {
  /** Certificates of authorities of mail servers besides those of this process, PEM. */
  readonly ca?: string;
  readonly limitMs?: number;
  readonly paces?: Partial<Paces>;
}

/**
 * Tells officers what waits for them, as far as the operator has set up a way: without one nothing is followed, looked
 * for or written. What holds it up holds up nothing else.
 */
export class NoticeService {
  readonly known: KnownNotices;
  /** Ways the operator has set up. */
  readonly offered: readonly NoticeWay[];
  private readonly ways: readonly Way[];
  private readonly metrics: NoticeMetrics;
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private state: 'off' | 'waiting' | 'telling';
  private readonly problems = new Map<string, string>();
  private readonly isKnown: Promise<void>;
  private caughtUp: () => void = () => undefined;

  constructor(
    private readonly context: ServiceContext,
    private readonly addresses: AddressBook,
    private readonly listen: NotifierParts['listen'],
    private readonly options: NoticeOptions = {},
  ) {
    const { store, log, metrics, configuration } = context;
    this.ways = waysOf(configuration, options);
    this.offered = noticeWays.filter((way) => this.ways.some((each) => each.way === way));
    this.state = this.ways.length === 0 ? 'off' : 'waiting';
    const onParked = (count: number) => metrics.parkedStreams.set({ follower: 'notices' }, count);
    this.known = new KnownNotices({ store, log, onParked });
    this.metrics = new NoticeMetrics(metrics.registry);
    this.isKnown = new Promise((resolve) => (this.caughtUp = resolve));
  }

  start(): void {
    if (this.state === 'off') return;
    const { signal } = this.stopping;
    this.running = this.kept('notices', () => this.known.follow(this.caughtUp, signal), signal);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    for (const way of this.ways) way.close();
    await this.running;
  }

  /** As long as this process has the turn to write the tables. */
  async tellOver(reads: ReadStore, over: AbortSignal): Promise<void> {
    if (this.state === 'off') return;
    const signal = AbortSignal.any([over, this.stopping.signal]);
    await Promise.race([this.isKnown, aborted(signal)]);
    await this.kept('notices-told', (ran) => this.tell(reads, signal, ran), signal);
    this.state = 'waiting';
  }

  get parkings(): readonly ParkedStreams[] {
    return [this.known.parked];
  }

  /** What is not told stands in the lists of tasks: the bus is as ready as before. */
  get details(): Readiness['details'] {
    const { state, known, offered } = this;
    if (state === 'off') return { notices: state };
    const problem = [...this.problems.values()][0];
    return {
      ...{ notices: state, 'notices.ways': offered.join(', '), 'notices.chosen': known.chosen.length },
      ...(problem === undefined ? {} : { 'notices.problem': problem }),
    };
  }

  private async tell(reads: ReadStore, signal: AbortSignal, ran: () => void): Promise<void> {
    const { known, addresses, ways, listen, metrics, context } = this;
    const { store, calendar, clock, log } = context;
    const house = new AskedHouse(context);
    const rows = new NoticeRows(reads);
    const parts = { store, known, house, rows, addresses, ways, listen, calendar, clock, log, metrics };
    const { paces } = this.options;
    ran();
    this.state = 'telling';
    await new Notifier({ ...parts, ...(paces && { paces }) }).run(signal);
  }

  private kept(name: string, work: (ran: () => void) => Promise<void>, signal: AbortSignal): Promise<void> {
    const { log } = this.context;
    const onStanding = (problem?: string): void => {
      if (problem === undefined) this.problems.delete(name);
      else this.problems.set(name, problem);
    };
    return keepRunning(work, { name, signal, log, onStanding });
  }
}

function waysOf(configuration: Configuration, { ca, limitMs }: NoticeOptions): readonly Way[] {
  const { smtpHost: host, smtpPort: port, smtpTls: tls, mailFrom: from } = configuration;
  const { smtpUser: user, smtpPassword: password, smsUrl, smsToken, zaloUrl, zaloToken } = configuration;
  const consoleUrl = configuration.consoleUrl ?? configuration.publicUrl;
  const limit = limitMs === undefined ? {} : { limitMs };
  const authority = ca === undefined ? {} : { ca };
  const mail =
    host === undefined || from === undefined
      ? []
      : [new Mail({ host, port, tls, user, password, from, consoleUrl, ...limit, ...authority })];
  const connector = (way: NoticeWay, url: string | undefined, token: string | undefined) => {
    const short = way === 'sms' ? ofTextMessage : ofZalo;
    return url === undefined ? [] : [new Connector({ way, url, token, consoleUrl, short, ...limit })];
  };
  return [...mail, ...connector('sms', smsUrl, smsToken), ...connector('zalo', zaloUrl, zaloToken)];
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
