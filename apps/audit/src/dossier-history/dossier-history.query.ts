import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { EventStore } from '@adapters/event-store';
import { type DossierHistory, type HistoryQuery, operations, type QueryReply, refusedBy } from '@contracts';
import { fold } from '@domain/decider';
import { dossier, dossierStream } from '@domain/dossier';
import { ask, type Question } from '@runtime';
import { bytesOf, eventsAfter, eventsByDefault, replyBytesMax } from '../history/history-page';
import { momentOf, upTo } from '../history/moment';
import { readWhole } from '../history/read-stream';
import { malformedCursor, oneMomentOnly, revisionNotReached } from '../history/refusals';

class DossierHistoryOf extends Query<QueryReply<DossierHistory>> {
  constructor(
    readonly dossierId: string,
    readonly question: HistoryQuery,
  ) {
    super();
  }
}

@QueryHandler(DossierHistoryOf)
class DossierHistoryHandler implements IQueryHandler<DossierHistoryOf> {
  constructor(private readonly store: EventStore) {}

  async execute({ dossierId, question }: DossierHistoryOf): Promise<QueryReply<DossierHistory>> {
    const moment = momentOf(question);
    if (moment === 'one-moment-only') return oneMomentOnly();
    const position = positionOfCursor(question.cursor);
    if (position === undefined) return malformedCursor();

    const stream = await readWhole(this.store, dossier.codec, dossierStream(dossierId));
    const newest = stream.at(-1);
    if (newest === undefined) return refusedBy('dossier', 'not-found');
    if (moment.by === 'revision' && moment.revision > newest.stored.revision) return revisionNotReached();

    const shown = upTo(moment, stream);
    const state = fold(
      dossier.decider,
      shown.map(({ event }) => event),
    );
    const { limit = eventsByDefault } = question;
    const merged = shown.map(({ stored }) => stored);
    const room = { limit, bytesMax: replyBytesMax - bytesOf(state) };
    const { events, more } = eventsAfter(position, merged, room);
    const next = more ? { next: events.at(-1)?.position ?? '' } : {};
    return { ok: true, answer: { state: { ...state }, events, ...next } };
  }
}

/** A cursor is the position of the last event that was shown. */
function positionOfCursor(cursor: string | undefined): bigint | undefined {
  if (cursor === undefined) return -1n;
  return /^\d{1,20}$/.test(cursor) ? BigInt(cursor) : undefined;
}

export const question: Question = {
  asks: [
    ask(operations.getDossierHistory, ({ target, body }) => new DossierHistoryOf(target.dossierId, body)),
  ],
  handlers: [DossierHistoryHandler],
};
