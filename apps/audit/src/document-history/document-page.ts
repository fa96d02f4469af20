import type { StoredEvent } from '@adapters/event-store';
import type { DocumentHistory, HistoryQuery } from '@contracts';
import type { DeliveryState } from '@domain/delivery';
import type { DocumentState } from '@domain/document';
import { bytesOf, eventsAfter, eventsByDefault, fitting, replyBytesMax } from '../history/history-page';
import { allStatesShown, type DocumentCursor, writeDocumentCursor } from './document-cursor';

/** A whole history up to its moment. */
export interface Told {
  readonly document: DocumentState;
  /** By agency code. */
  readonly deliveries: readonly { readonly to: string; readonly state: DeliveryState }[];
  /** In order of position. */
  readonly events: readonly StoredEvent[];
}

/** What of a history fits into one reply: its states first, at most half of the room, then its events. */
export function documentPage(
  { document, deliveries, events }: Told,
  cursor: DocumentCursor,
  { limit = eventsByDefault }: Pick<HistoryQuery, 'limit'>,
): DocumentHistory {
  const room = replyBytesMax - bytesOf(document);
  const statesLeft = deliveries.filter(({ to }) => to > cursor.agency);
  const states = fitting(statesLeft, statesLeft.length, room / 2);
  const statesBytes = states.reduce((bytes, each) => bytes + bytesOf(each), 0);
  const page = eventsAfter(cursor.position, events, { limit, bytesMax: room - statesBytes });

  const hasMoreStates = states.length < statesLeft.length;
  const next = writeDocumentCursor({
    position: BigInt(page.events.at(-1)?.position ?? cursor.position),
    agency: hasMoreStates ? (states.at(-1)?.to ?? cursor.agency) : allStatesShown,
  });
  return {
    state: {
      document: { ...document },
      deliveries: Object.fromEntries(states.map(({ to, state }) => [to, { ...state }])),
    },
    events: page.events,
    ...(page.more || hasMoreStates ? { next } : {}),
  };
}
