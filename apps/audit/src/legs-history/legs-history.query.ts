import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { EventStore } from '@adapters/event-store';
import { type HistoryQuery, type LegsHistory, operations, type QueryReply, refusedBy } from '@contracts';
import { fold } from '@domain/decider';
import { dossier, type DossierEvent, dossierStream } from '@domain/dossier';
import { leg, type LegEvent, legStream } from '@domain/leg';
import { ask, type Question } from '@runtime';
import {
  bytesOf,
  eventsAfter,
  eventsByDefault,
  inOrderOfPosition,
  replyBytesMax,
} from '../history/history-page';
import { type Moment, momentOf, upTo } from '../history/moment';
import { type ReadEvent, readWhole } from '../history/read-stream';
import { malformedCursor, oneMomentOnly, revisionNotReached } from '../history/refusals';

class LegsHistoryOf extends Query<QueryReply<LegsHistory>> {
  constructor(
    readonly dossierId: string,
    readonly question: HistoryQuery,
  ) {
    super();
  }
}

/** The streams of all legs of a dossier, merged in the order in which the store took the events; at most 20. */
@QueryHandler(LegsHistoryOf)
class LegsHistoryHandler implements IQueryHandler<LegsHistoryOf> {
  constructor(private readonly store: EventStore) {}

  async execute({ dossierId, question }: LegsHistoryOf): Promise<QueryReply<LegsHistory>> {
    const moment = momentOf(question);
    if (moment === 'one-moment-only') return oneMomentOnly();
    const after = positionOfCursor(question.cursor);
    if (after === undefined) return malformedCursor();
    const whole = await readWhole(this.store, dossier.codec, dossierStream(dossierId));
    const newest = whole.at(-1);
    if (newest === undefined) return refusedBy('dossier', 'not-found');
    if (moment.by === 'revision' && moment.revision > newest.stored.revision) return revisionNotReached();
    const legs = await this.legs(dossierId, moment, upTo(moment, whole));
    const states = legs.map(({ order, events }) => {
      const facts = events.map(({ event }) => event);
      return [String(order), { ...fold(leg.decider, facts) }] as const;
    });
    const state = { legs: Object.fromEntries(states) };
    const merged = inOrderOfPosition(legs.map(({ events }) => events.map(({ stored }) => stored)));
    const { limit = eventsByDefault } = question;
    const { events, more } = eventsAfter(after, merged, { limit, bytesMax: replyBytesMax - bytesOf(state) });
    const last = events.at(-1);
    const next = more && last !== undefined ? { next: `p${last.position}` } : {};
    return { ok: true, answer: { state, events, ...next } };
  }

  private async legs(
    dossierId: string,
    moment: Moment,
    shown: readonly ReadEvent<DossierEvent>[],
  ): Promise<readonly { readonly order: number; readonly events: readonly ReadEvent<LegEvent>[] }[]> {
    const momentOfLegs = forLegs(moment, shown);
    return Promise.all(
      ordersIn(shown).map(async (order) => {
        const history = await readWhole(this.store, leg.codec, legStream({ dossierId, order }));
        return { order, events: upTo(momentOfLegs, history) };
      }),
    );
  }
}

/** A revision is one of the dossier: its legs are shown as they were when that event was recorded. */
function forLegs(moment: Moment, shown: readonly ReadEvent<DossierEvent>[]): Moment {
  if (moment.by !== 'revision') return moment;
  return { by: 'position', position: shown.at(-1)?.stored.position ?? -1n };
}

const ordersIn = (shown: readonly ReadEvent<DossierEvent>[]): readonly number[] =>
  shown.flatMap(({ event }) =>
    event.type === 'RouteFixed' ? event.data.legs.map((_, place) => place + 1) : [],
  );

/** A cursor is the position of the last event that was shown. */
function positionOfCursor(cursor: string | undefined): bigint | undefined {
  if (cursor === undefined) return -1n;
  const position = /^p(\d{1,19})$/.exec(cursor)?.[1];
  return position === undefined ? undefined : BigInt(position);
}

export const question: Question = {
  asks: [ask(operations.getLegsHistory, ({ target, body }) => new LegsHistoryOf(target.dossierId, body))],
  handlers: [LegsHistoryHandler],
};
