import { setTimeout as pause } from 'node:timers/promises';
import { HistoryLost, standingPlace } from '@adapters/event-store';
import { TablesAhead, type Turn } from '@adapters/read-store';
import { passesByWaiting } from '@contracts';
import { type History } from '@runtime';
import { Projector, type ProjectorParts } from './projector';
import { noteEpoch, openedStand, RowsMoved, rowsStand, startOver } from './rows-stand';

/** How often who does not write looks how far the rows have come, milliseconds. */
const lookMs = 200;
/** Whoever lost the turn lets the others ask first, milliseconds. */
const retryMs = 2_000;

export interface RowsWriterParts extends ProjectorParts {
  /** Folder of the migrations that this program knows. */
  readonly migrations: string;
  /** Has the owner of the installation record that a history was lost; resolves once that is recorded. */
  readonly history: Pick<History, 'lost' | 'epoch'>;
  /** Ends the process: it may not go on with these tables. */
  readonly end: (error: Error) => void;
}

export type WriterState = 'waiting' | 'standing-by' | 'catching-up' | 'live' | 'stopped';

/**
 * Which process makes the tables and writes the rows: whoever has the turn. The others answer from the rows, as far as
 * these have come, and stand by; a program that needs other tables than there are answers nothing before its turn.
 */
export class RowsWriter {
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private current: WriterState = 'waiting';
  private problem: string | undefined;
  private hasOpened = false;

  private readonly projector: Projector;

  constructor(private readonly parts: RowsWriterParts) {
    this.projector = new Projector(parts);
  }

  /** Resolves when questions can be answered. @throws TablesAhead, MigrationChanged, RowsOfAnotherStore */
  async start(): Promise<void> {
    await new Promise<void>((opened, refused) => {
      const once = () => {
        this.hasOpened = true;
        opened();
      };
      this.running = this.run(once).catch((error: Error) => {
        refused(error);
        this.fail(error);
      });
    });
  }

  /** Finishes the batch it is writing and gives the turn up. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  get state(): { readonly state: WriterState; readonly problem?: string } {
    const { current: state, problem } = this;
    return problem === undefined ? { state } : { state, problem };
  }

  /** Of whoever writes here; 0 while another process does. */
  get lagMs(): number {
    return this.projector.lag.lagMs;
  }

  private async run(opened: () => void): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        await this.oneTurn(opened);
      } catch (error) {
        if (signal.aborted) return;
        if (!passes(error) && (!this.hasOpened || error instanceof TablesAhead)) throw error;
        this.interrupted(error as Error);
        await pause(retryMs, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  private async oneTurn(opened: () => void): Promise<void> {
    const turn = await this.turnOnceFree(opened);
    if (turn === undefined) return;
    try {
      this.current = 'catching-up';
      await turn.migrate(this.parts.migrations);
      await this.write(AbortSignal.any([this.stopping.signal, turn.lost]), opened);
    } finally {
      this.parts.news.end();
      await turn.end();
    }
    if (turn.lost.aborted) throw new TurnLost();
  }

  /** Nothing when the process stops first. */
  private async turnOnceFree(opened: () => void): Promise<Turn | undefined> {
    const over = new AbortController();
    const signal = AbortSignal.any([this.stopping.signal, over.signal]);
    const asked = this.parts.reads.turn(signal);
    const standing = this.standBy(opened, signal);
    try {
      return await Promise.race([asked, standing.then(() => asked)]);
    } catch (error) {
      void asked.then((turn) => turn?.end()).catch(() => undefined);
      throw error;
    } finally {
      over.abort();
      await standing.catch(() => undefined);
    }
  }

  /** Answers from the rows that another process writes, once they stand in the tables that this program knows. */
  private async standBy(opened: () => void, signal: AbortSignal): Promise<void> {
    const { reads, migrations, storeId, visibility } = this.parts;
    while (!signal.aborted) {
      if ((await reads.tablesAgainst(migrations)) === 'behind') this.current = 'waiting';
      else {
        const { last, isLive } = await rowsStand(reads, storeId);
        if (signal.aborted) return;
        visibility.moveTo(last?.position ?? -1n);
        this.current = isLive ? 'standing-by' : 'catching-up';
        opened();
      }
      await pause(lookMs, undefined, { signal }).catch(() => undefined);
    }
  }

  private async write(signal: AbortSignal, opened: () => void): Promise<void> {
    const { store, storeId, reads, visibility, news, history } = this.parts;
    let renewed: number | undefined;
    while (!signal.aborted) {
      const { last, epoch } = await openedStand(reads, storeId);
      // In which the last event was read: by the time it is missed the history may be known to be another.
      let readIn = epoch ?? history.epoch;
      try {
        if (last !== undefined) await standingPlace(store, last);
        readIn = renewed ?? history.epoch;
        await noteEpoch(reads, readIn);
        visibility.moveTo(last?.position ?? -1n);
        news.begin(visibility.position);
        opened();
        this.current = 'catching-up';
        await this.projector.follow(last, signal, () => this.isLive());
      } catch (error) {
        if (!(error instanceof HistoryLost)) throw error;
        renewed = await this.startOver(error, readIn, signal);
      }
    }
  }

  private isLive(): void {
    this.current = 'live';
    this.problem = undefined;
  }

  /** The rows tell of a history that is gone. */
  private async startOver(
    lost: HistoryLost,
    epoch: number,
    signal: AbortSignal,
  ): Promise<number | undefined> {
    const { history, reads, projections, log, visibility } = this.parts;
    this.current = 'catching-up';
    // First of all: whoever asks after a place is not answered from what is about to be thrown away.
    visibility.moveTo(-1n);
    log.error({ err: lost }, 'the rows tell of a history that is gone: they are built again');
    const renewed = await history.lost(lost, { epoch, signal });
    if (!signal.aborted) await startOver(reads, projections);
    return renewed;
  }

  /** It goes on with the next turn: told once when only somebody's hand can mend it. */
  private interrupted(error: Error): void {
    if (passes(error)) {
      this.current = 'waiting';
      this.parts.log.warn({ err: error }, 'the rows are not written for now; the turn is taken again');
    } else if (this.problem !== error.message) this.standsStill(error);
    else this.current = 'stopped';
  }

  private standsStill(error: Error): void {
    this.current = 'stopped';
    this.problem = error.message;
    this.parts.log.error({ err: error }, 'the read models stand still until this is mended');
  }

  private fail(error: Error): void {
    this.standsStill(error);
    if (error instanceof TablesAhead) this.parts.end(error);
  }
}

/** Another process may write by now. */
class TurnLost extends Error {
  override readonly name = 'TurnLost';
  constructor() {
    super('the turn to write rows was lost with its connection');
  }
}

/** What asking for the turn again mends. */
const passes = (error: unknown): boolean =>
  error instanceof TurnLost || error instanceof RowsMoved || passesByWaiting(error);
