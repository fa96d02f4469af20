import { Checkpoint, type EventPlace, type EventStore, placeOf } from '@adapters/event-store';
import type { KnownWebhook } from '@domain/webhook';
import type { Log } from '@runtime';
import type { AgencyFeed } from '../agency-feed';
import type { CursorRow } from '../webhook-rows';
import { trialsWanted } from './lane';

export interface StandingParts {
  readonly store: EventStore;
  readonly feed: AgencyFeed;
  readonly log: Pick<Log, 'warn'>;
}

/** Each beginning at a number has one of its own, for a checkpoint never goes back. */
const checkpointOf = ({ webhookId, start }: KnownWebhook): string => `webhook-${webhookId}-${start.times}`;

/**
 * Where a webhook stands: as its row says while the message of that number is still the same one; else after the last
 * one that the store itself was told of, whose history it shares; else where it began.
 * @throws what the store or the feed throws
 */
export async function standingOf(
  parts: StandingParts,
  webhook: KnownWebhook,
  row: CursorRow | undefined,
): Promise<CursorRow> {
  const { webhookId, start, runs } = webhook;
  const trials = row?.trials ?? (webhook.isProven ? trialsWanted(webhook) : 0);
  const fresh = { webhookId, starts: start.times, runs, tries: 0, failingSince: null, nextAt: null, trials };
  if (row !== undefined && row.starts === start.times && (await isSame(parts, webhook, row)))
    return row.runs === runs ? row : { ...row, ...fresh };
  const noted = await lastNoted(parts, webhook);
  if (row !== undefined && row.starts === start.times) {
    const { number, eventId } = row;
    const goesOnAfter = noted?.number ?? start.afterNumber ?? 0;
    parts.log.warn(
      { webhookId, number, eventId, goesOnAfter },
      'a webhook was sent what the store lost since',
    );
  }
  return { ...fresh, number: noted?.number ?? start.afterNumber ?? 0, eventId: noted?.eventId ?? null };
}

async function isSame({ feed }: StandingParts, { agency }: KnownWebhook, row: CursorRow): Promise<boolean> {
  if (row.eventId === null) return true;
  return (await feed.after(agency, row, 1)) !== 'lost';
}

async function lastNoted({ store, feed, log }: StandingParts, webhook: KnownWebhook) {
  if (webhook.start.times === 0) return undefined;
  const { after } = await Checkpoint.open(store, checkpointOf(webhook), log);
  if (typeof after !== 'object') return undefined;
  const number = await feed.numberOf(webhook.agency, after);
  return number === undefined ? undefined : { number, eventId: after.id };
}

/** @throws what the store throws; the next time notes as much. */
export async function noteTaken(store: EventStore, webhook: KnownWebhook, taken: EventPlace): Promise<void> {
  const checkpoint = await Checkpoint.open(store, checkpointOf(webhook));
  await checkpoint.save(placeOf(taken));
}
