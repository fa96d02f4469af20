import type { EventStore } from '@adapters/event-store';
import { passesByWaiting } from '@contracts';
import { afterWorkingDays, type WorkCalendar } from '@domain/calendar';
import { localDate, type NoticeWay } from '@domain/codes';
import { type ChosenNotices, openWays } from '@domain/notice';
import { atMost, type Clock, idOf, type Log } from '@runtime';
import type { AddressBook } from './address-book';
import { record } from './house-commands';
import type { HouseQuestions } from './house-questions';
import type { KnownNotices } from './known-notices';
import { eraseRetired } from './notice.command-handler';
import type { NoticeMetrics } from './notice-metrics';
import type { NoticeRows, OpenLetter, Untold } from './notice-rows';
import { toTellNow } from './telling/telling-times.policy';
import { type Outcome, untilMs, waitMs } from './telling/tries.policy';
import type { Way } from './ways/way';

export interface NotifierParts {
  readonly store: EventStore;
  readonly known: KnownNotices;
  readonly house: HouseQuestions;
  readonly rows: NoticeRows;
  readonly addresses: AddressBook;
  readonly ways: readonly Way[];
  /** Tells for which agencies there may be something new, until it is ended. */
  readonly listen: (heard: (agencies: readonly string[] | 'all') => void) => () => void;
  readonly calendar: { of(agency: string): WorkCalendar };
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: NoticeMetrics;
  readonly paces?: Partial<Paces>;
}

/** How often what is looked at, milliseconds. */
export interface Paces {
  /** Letters that are to be made or posted. */
  readonly tickMs: number;
  /** Every officer, whatever was heard: what is due is told by nobody, and a lost notice by nobody again. */
  readonly sweepMs: number;
}

const pacesByDefault: Paces = { tickMs: 15_000, sweepMs: 15 * 60_000 };

/** What has waited longer is told of no more. Days. */
const lookBackDays = 30;
const dayMs = 24 * 60 * 60_000;
const looksAtOnce = 4;
const postsAtOnce = 4;
const lettersOfTick = 100;

/**
 * Finds out what waits for the officers who want to hear of it, gathers it into letters, and posts them. What is found
 * and made is written down before the next step: a crash repeats a letter under the same id at most. Letters of one
 * way wait for no other way.
 */
export class Notifier {
  private readonly paces: Paces;
  private readonly toLookAt = new Set<string>();
  private readonly posting = new Map<NoticeWay, Promise<void>>();
  private readonly ended = new AbortController();
  private fail: (error: unknown) => void = () => undefined;
  private ticking: Promise<void> | undefined;
  private tickAgain = false;

  constructor(private readonly parts: NotifierParts) {
    this.paces = { ...pacesByDefault, ...parts.paces };
  }

  /** Until the signal aborts. @throws what cannot be read or written down; whoever keeps it running begins again. */
  async run(signal: AbortSignal): Promise<void> {
    const { known, listen } = this.parts;
    const stopListening = [
      known.listen((noticeId) => this.heardOf(noticeId)),
      listen((agencies) => this.heard(agencies)),
    ];
    const timers = [
      setInterval(() => this.tick(), this.paces.tickMs),
      setInterval(() => this.sweep(), this.paces.sweepMs),
    ];
    try {
      await new Promise<void>((resolve, reject) => {
        this.fail = reject;
        signal.addEventListener('abort', () => resolve(), { once: true });
        if (signal.aborted) return resolve();
        this.sweep();
      });
    } finally {
      this.ended.abort();
      for (const stop of stopListening) stop();
      for (const timer of timers) clearInterval(timer);
      await Promise.allSettled([this.ticking, ...this.posting.values()]);
    }
  }

  private heardOf(noticeId: string): void {
    this.toLookAt.add(noticeId);
    this.tick();
  }

  private heard(agencies: readonly string[] | 'all'): void {
    const told = new Set(agencies === 'all' ? [] : agencies);
    const before = this.toLookAt.size;
    for (const { noticeId, agency } of this.parts.known.chosen)
      if (agencies === 'all' || told.has(agency)) this.toLookAt.add(noticeId);
    if (this.toLookAt.size > before) this.tick();
  }

  private sweep(): void {
    this.heard('all');
    const { rows, clock } = this.parts;
    void rows.clear(clock.now()).catch((error: unknown) => this.fail(error));
    this.tick();
  }

  /** One at a time; what comes up meanwhile is looked at after it. */
  private tick(): void {
    if (this.ended.signal.aborted) return;
    this.tickAgain = true;
    this.ticking ??= this.work()
      .catch((error: unknown) => this.fail(error))
      .finally(() => (this.ticking = undefined));
  }

  private async work(): Promise<void> {
    const { rows, metrics } = this.parts;
    while (this.tickAgain && !this.ended.signal.aborted) {
      this.tickAgain = false;
      const looks = [...this.toLookAt];
      this.toLookAt.clear();
      await atMost(looksAtOnce, looks, (noticeId) => this.look(noticeId));
      await this.writeLetters();
      for (const way of this.parts.ways) this.post(way);
      metrics.waiting(await rows.openLetters());
    }
  }

  private async look(noticeId: string): Promise<void> {
    const { known, house, rows, clock, log } = this.parts;
    if (this.ended.signal.aborted) return;
    const chosen = known.get(noticeId);
    if (chosen === undefined || chosen.phase === 'absent') return;
    if (chosen.phase === 'ended') return rows.forget(noticeId);
    const at = clock.now();
    try {
      const roles = await house.rolesOf(chosen, at);
      if (roles === undefined) return;
      if (roles.length === 0) return await this.lapse(chosen, at);
      const from = new Date(Date.parse(at) - lookBackDays * dayMs).toISOString();
      const { agency, officer, kinds } = chosen;
      const asked = { agency, officer, kinds, roles, from, dueBy: this.nextWorkingDay(agency, at) };
      const matters = await house.mattersOf(asked);
      await rows.found(noticeId, openWays(chosen), matters, at);
    } catch (error) {
      if (!passesByWaiting(error)) throw error;
      // The next sweep looks again, and whatever is heard before it.
      log.warn({ err: error as Error, noticeId }, 'what waits for an officer was not found out');
    }
  }

  private async lapse(chosen: ChosenNotices, at: string): Promise<void> {
    const { store, addresses, log } = this.parts;
    await record(store, chosen, { type: 'LapseNotices', at });
    await eraseRetired(store, addresses, chosen.noticeId);
    log.info({ noticeId: chosen.noticeId }, 'an officer who wanted notices is in no post any more');
  }

  /** Decree 61/2018 art. 19(9) warns a day before; where nobody knows the calendar, the calendar day. */
  private nextWorkingDay(agency: string, at: string): string {
    const due = afterWorkingDays(at, 1, 'endOfDay', this.parts.calendar.of(agency));
    return 'refused' in due
      ? localDate(new Date(Date.parse(at) + dayMs).toISOString())
      : localDate(due.dueAt);
  }

  private async writeLetters(): Promise<void> {
    const { rows, known, ways } = this.parts;
    const offered = ways.map(({ way }) => way);
    const byLetter = new Map<string, Untold[]>();
    for (const each of await rows.untold()) {
      if (!offered.includes(each.way)) continue;
      const key = `${each.noticeId} ${each.way}`;
      byLetter.set(key, [...(byLetter.get(key) ?? []), each]);
    }
    for (const waiting of byLetter.values()) {
      const [{ noticeId, way }] = waiting as [Untold];
      const chosen = known.get(noticeId);
      if (chosen?.phase === 'chosen' && openWays(chosen).includes(way))
        await this.writeLetter(chosen, way, waiting);
    }
  }

  private async writeLetter(
    chosen: ChosenNotices,
    way: NoticeWay,
    waiting: readonly Untold[],
  ): Promise<void> {
    const { rows, clock, calendar } = this.parts;
    const { noticeId, agency } = chosen;
    const madeAt = clock.now();
    const last = await rows.lastMadeAt(noticeId, way);
    const told = toTellNow(waiting, chosen, last, madeAt, (date) => calendar.of(agency).isWorked(date));
    if (told.length === 0) return;
    const letterId = idOf(
      'notice-letter',
      noticeId,
      way,
      madeAt,
      told.map(({ matter }) => matter),
    );
    const lines = told.map(({ kind, symbol, path }) => ({ kind, symbol, path }));
    await rows.write({ letterId, noticeId, way, lines, madeAt }, told);
  }

  private post(way: Way): void {
    if (this.posting.has(way.way)) return;
    const work = this.postDue(way)
      .catch((error: unknown) => this.fail(error))
      .finally(() => this.posting.delete(way.way));
    this.posting.set(way.way, work);
  }

  private async postDue(way: Way): Promise<void> {
    const { rows, clock } = this.parts;
    const due = await rows.due(way.way, clock.now(), lettersOfTick);
    await atMost(postsAtOnce, due, (letter) => this.postOne(way, letter));
    if (due.length === lettersOfTick) this.tick();
  }

  private async postOne(way: Way, letter: OpenLetter): Promise<void> {
    if (this.ended.signal.aborted) return;
    const { known, rows, addresses, metrics } = this.parts;
    const chosen = known.get(letter.noticeId);
    const isOpen = chosen?.phase === 'chosen' && openWays(chosen).includes(way.way);
    const to = isOpen ? (await addresses.open(chosen.addresses, chosen.noticeId))[way.way] : undefined;
    if (!isOpen || to === undefined) return rows.tried(letter.letterId, 'not-wanted');
    const { letterId, lines } = letter;
    const outcome = await way.post({ letterId, to, lines });
    // Closed while it was under way: whether it was taken nobody knows, and the next run posts it under the same id.
    if (this.ended.signal.aborted && outcome.came === 'later') return;
    metrics.tried(way.way, outcome);
    await this.settle(chosen, letter, outcome);
  }

  private async settle(chosen: ChosenNotices, letter: OpenLetter, outcome: Outcome): Promise<void> {
    const { store, rows, clock, log, metrics } = this.parts;
    const { letterId, way, noticeId } = letter;
    const at = clock.now();
    if (outcome.came === 'taken') return rows.tried(letterId, 'taken');
    const { came, reason } = outcome;
    if (came === 'address-refused') {
      await record(store, chosen, { type: 'RefuseAddress', way, kid: chosen.addresses.kid, reason, at });
      log.warn({ noticeId, way, reason }, 'the address of an officer takes no notices');
      return rows.tried(letterId, reason);
    }
    const isOver = came === 'letter-refused' || Date.parse(at) - Date.parse(letter.madeAt) >= untilMs;
    if (!isOver) {
      const waits = waitMs(letter.tries + 1, Math.random());
      return rows.tried(letterId, reason, new Date(Date.parse(at) + waits).toISOString());
    }
    metrics.parked(way);
    log.error({ noticeId, way, letterId, reason }, 'a letter to an officer was parked');
    return rows.tried(letterId, reason);
  }
}
