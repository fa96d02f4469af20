import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { EventStore, KeptStates, stateOf } from '@adapters/event-store';
import {
  type DossierHistory,
  type HistoryEvent,
  type HistoryQuery,
  operations,
  type QueryReply,
  refusedBy,
} from '@contracts';
import { fold } from '@domain/decider';
import { activitiesOf, dossier, type DossierState, dossierStream } from '@domain/dossier';
import { ask, type Question } from '@runtime';
import { historyEvent } from '../history/history-event';
import { bytesOf, eventsByDefault, fitting, replyBytesMax } from '../history/history-page';
import { type Moment, momentOf, upTo } from '../history/moment';
import { decoded, readWhole } from '../history/read-stream';
import { malformedCursor, oneMomentOnly, revisionNotReached } from '../history/refusals';

class DossierHistoryOf extends Query<QueryReply<DossierHistory>> {
  constructor(
    readonly dossierId: string,
    readonly question: HistoryQuery,
  ) {
    super();
  }
}

/** A dossier up to a moment: its state, and the revision of the last event there; -1 before the first. */
interface Shown {
  readonly state: DossierState;
  readonly last: bigint;
}

interface Beginning {
  readonly page: readonly HistoryEvent[];
  /** Absent where there may be more than the page. */
  readonly whole?: Shown;
}

@QueryHandler(DossierHistoryOf)
class DossierHistoryHandler implements IQueryHandler<DossierHistoryOf> {
  constructor(
    private readonly store: EventStore,
    private readonly kept: KeptStates<DossierState>,
  ) {}

  async execute({ dossierId, question }: DossierHistoryOf): Promise<QueryReply<DossierHistory>> {
    const moment = momentOf(question);
    if (moment === 'one-moment-only') return oneMomentOnly();
    const after = revisionOfCursor(question.cursor);
    if (after === undefined) return malformedCursor();

    const stream = dossierStream(dossierId);
    const { limit = eventsByDefault } = question;
    const first = moment.by === 'now' && after < 0n ? await this.beginning(stream, limit) : undefined;
    const shown = first?.whole ?? (await this.shown(moment, stream));
    if (shown === undefined) return refusedBy('dossier', 'not-found');
    if (moment.by === 'revision' && moment.revision > shown.last) return revisionNotReached();

    const state = toldOf(shown.state);
    const left = Number(shown.last - after);
    const read = first?.page ?? (left < 1 ? [] : await this.page(stream, after + 1n, Math.min(limit, left)));
    const events = fitting(read, limit, replyBytesMax - bytesOf(state));
    const next = events.length < left ? { next: cursorAt(after + BigInt(events.length)) } : {};
    return { ok: true, answer: { state: { ...state }, events, ...next } };
  }

  /** The first page, and the whole dossier where that is all of it: most are read by one question to the store. */
  private async beginning(stream: string, max: number): Promise<Beginning> {
    const { events } = await this.store.readStream(stream, { max });
    const page = events.map(historyEvent);
    const last = events.at(-1)?.revision;
    if (last === undefined || events.length === max) return { page };
    const facts = events.map((stored) => decoded(dossier.codec, stored).event);
    return { page, whole: { state: fold(dossier.decider, facts), last } };
  }

  /** Nothing when there is no such stream. Only for an instant it is read whole: a revision can be folded on to. */
  private async shown(moment: Moment, stream: string): Promise<Shown | undefined> {
    if (moment.by === 'now' || moment.by === 'revision') {
      const through = moment.by === 'revision' ? { through: moment.revision } : {};
      const { state, revision } = await stateOf(this.store, dossier, stream, { kept: this.kept, ...through });
      return revision === 'absent' ? undefined : { state, last: revision };
    }
    const whole = await readWhole(this.store, dossier.codec, stream);
    if (whole.length === 0) return undefined;
    const shown = upTo(moment, whole);
    const state = fold(
      dossier.decider,
      shown.map(({ event }) => event),
    );
    return { state, last: shown.at(-1)?.stored.revision ?? -1n };
  }

  private async page(stream: string, from: bigint, max: number) {
    const { events } = await this.store.readStream(stream, { from, max });
    return events.map(historyEvent);
  }
}

/** Of the work that was recorded only how much: each piece is among the events, and there may be any number. */
const toldOf = (state: DossierState) =>
  state.status === 'absent' ? state : { ...state, activities: activitiesOf(state).length };

const cursorAt = (revision: bigint): string => `r${revision}`;

/** A cursor is the revision of the last event that was shown. */
function revisionOfCursor(cursor: string | undefined): bigint | undefined {
  if (cursor === undefined) return -1n;
  const revision = /^r(\d{1,16})$/.exec(cursor)?.[1];
  return revision === undefined ? undefined : BigInt(revision);
}

export const question: Question = {
  asks: [
    ask(operations.getDossierHistory, ({ target, body }) => new DossierHistoryOf(target.dossierId, body)),
  ],
  handlers: [DossierHistoryHandler],
};
