import { setTimeout as pause } from 'node:timers/promises';
import {
  type EventPlace,
  type EventStore,
  HistoryLost,
  installationNews,
  knownHistory,
} from '@adapters/event-store';
import type { Requester } from '@adapters/messaging';
import { type HistoryRenewedNow, type KnownHistory, subjects } from '@contracts';
import { houseCaller } from './house-caller';
import type { Log } from './log';

export interface HistoryParts {
  readonly store: EventStore;
  readonly requester: Pick<Requester, 'command'>;
  readonly log: Pick<Log, 'warn' | 'error'>;
}

const againMs = 1_000;

/**
 * Which history of which store this process works on. What a process remembers belongs to one history, so a process
 * that hears of another one ends, to be started again.
 */
export class History implements KnownHistory {
  private readonly ending = new AbortController();
  private following: Promise<void> = Promise.resolve();

  private constructor(
    private readonly parts: HistoryParts,
    private known: KnownHistory,
    private readonly last: EventPlace,
  ) {}

  /** @throws StoreUnavailable, UnreadableHistory; HistoryNotRenewed when the installation was never opened. */
  static async open(parts: HistoryParts): Promise<History> {
    const { history, last } = await knownHistory(parts.store);
    return new History(parts, history, last);
  }

  get storeId(): string {
    return this.known.storeId;
  }

  get epoch(): number {
    return this.known.epoch;
  }

  get renewals(): KnownHistory['renewals'] {
    return this.known.renewals;
  }

  /** Calls `onRenewed` at most once, with a line for the log, when the store has another history than at the start. */
  follow(onRenewed: (what: string) => void): void {
    this.following = this.heard().then((what) => {
      if (what !== undefined) onRenewed(what);
    });
  }

  async close(): Promise<void> {
    this.ending.abort();
    await this.following;
  }

  /**
   * For a reader whose last event is gone: has the owner of `installation-1` record that, and resolves with the epoch
   * from then on. `epoch` is the one in which the reader got that event; without it an earlier renewal is taken to
   * explain the loss when it can. Asks until it is answered; nothing when the signal or the process ends before. A
   * bare position that is lost names no event which could be recorded: it is told only.
   */
  async lost(
    { place }: HistoryLost,
    { epoch, signal }: { readonly epoch?: number; readonly signal?: AbortSignal } = {},
  ): Promise<number | undefined> {
    if (typeof place === 'bigint') {
      this.parts.log.error({ position: String(place), known: this.epoch }, 'a place is none of this store');
      return this.epoch;
    }
    const { stream, revision, id: eventId, position } = place;
    const told = { stream, revision: String(revision), eventId, position: String(position) };
    const lost = { ...told, ...(epoch === undefined ? {} : { epoch }) };
    const { ending, parts } = this;
    const either = signal === undefined ? ending.signal : AbortSignal.any([signal, ending.signal]);
    parts.log.error({ ...lost, known: this.epoch }, 'an event that was read is gone from the store');
    while (!either.aborted) {
      const renewed = await this.ask(lost, eventId);
      if (renewed !== undefined) return renewed;
      await pause(againMs, undefined, { signal: either }).catch(() => undefined);
    }
    return undefined;
  }

  private async ask(lost: object, eventId: string): Promise<number | undefined> {
    const { requester, log } = this.parts;
    const message = { target: {}, body: { lost } };
    try {
      const { renewHistory } = subjects;
      const reply = await requester.command<HistoryRenewedNow>(
        renewHistory,
        message,
        houseCaller('reactor', eventId),
      );
      if (reply.ok) return reply.answer.epoch;
      log.error(
        { reason: `${reply.context}:${reply.refused}` },
        'a lost history was not recorded; asks again',
      );
    } catch (error) {
      log.warn({ err: error as Error }, 'waits to tell of a lost history');
    }
    return undefined;
  }

  /** Asks until the store answers; nothing when the process ends before. */
  private async asItStands(): Promise<KnownHistory | undefined> {
    const { store, log } = this.parts;
    const { signal } = this.ending;
    while (!signal.aborted) {
      try {
        return (await knownHistory(store)).history;
      } catch (error) {
        log.warn({ err: error as Error }, 'waits to learn which history the store has');
      }
      await pause(againMs, undefined, { signal }).catch(() => undefined);
    }
    return undefined;
  }

  /** What is there to say of another history; nothing when this one lasted to the end of the process. */
  private async heard(): Promise<string | undefined> {
    const { store } = this.parts;
    const { signal } = this.ending;
    try {
      for await (const news of installationNews(store, { after: this.last, signal })) {
        const history = await this.asItStands();
        if (history === undefined) return undefined;
        if (history.epoch === this.epoch) continue;
        this.known = history;
        return `epoch ${history.epoch} began at ${news.stream}@${news.revision}, position ${news.position}`;
      }
      return undefined;
    } catch (error) {
      if (!(error instanceof HistoryLost)) throw error;
      await this.lost(error, { epoch: this.epoch });
      return error.message;
    }
  }
}
