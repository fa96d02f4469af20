import {
  type EventStore,
  follow,
  type FollowerLag,
  type SetAside,
  type StoredEvent,
  type Verdict,
} from '@adapters/event-store';
import { MessageTooLarge, type PublicPlace, type PublicStream } from '@adapters/messaging';
import type { KnownHistory } from '@contracts';
import { atMost, type Log } from '@runtime';
import { copiesOf, type Copy, kinds, UnreadableFact } from '../public-facts/copies';
import { eventPlaceOf } from './last-standing';

export interface RelayParts {
  readonly store: EventStore;
  readonly stream: PublicStream;
  readonly history: Pick<KnownHistory, 'storeId' | 'epoch'>;
  /** Where `PUBLIC` ends: `lastStanding`. */
  readonly end: PublicPlace | undefined;
  readonly log: Pick<Log, 'warn'>;
  /** Streams it does not publish from a fact on that it cannot read. */
  readonly parked: SetAside;
  readonly lag: FollowerLag;
  /** ISO instant: what was recorded before would have left the stream by age, and is not sent again. */
  readonly keptSince: () => string;
  /** After each event of the followed streams: where the relay stands. */
  readonly onRelayed: (progress: { readonly position: bigint; readonly copies: number }) => void;
  readonly onCaughtUp: () => void;
}

/**
 * Carries facts from the store to `PUBLIC` until the signal aborts. Its only checkpoint is the header of the
 * last message in the stream, so whatever JetStream forgets is sent again. While a fact's copies are under way
 * they carry the place of the fact before it, and only the last copy carries its own: all up to the
 * checkpoint is there, and the fact after it is sent whole but for the copies that are there already. A stream that was
 * set aside and is taken up again lies behind the end: its copies carry the place of the end.
 * @throws PublicStreamMissing, HistoryLost; what was stored and not published stays to be published.
 */
export async function relay(parts: RelayParts, signal: AbortSignal): Promise<void> {
  const { store, stream, end, log, parked, lag, keptSince, onRelayed, onCaughtUp } = parts;
  const { storeId, epoch } = parts.history;
  const oldest = end === undefined ? keptSince() : '';
  const after =
    end === undefined || end.position === beforeAll ? undefined : (eventPlaceOf(end) ?? end.position);
  let published: PublicPlace = { position: beforeAll, ...end, history: { storeId, epoch } };
  let mayBeThere = true;

  const take = async ([fact]: readonly StoredEvent[]) => {
    if (fact === undefined) return;
    const copies = fact.recordedAt < oldest ? [] : copiesOf(fact);
    const isBehind = fact.position <= published.position;
    const left = mayBeThere || isBehind ? await notThereYet(stream, copies) : copies;
    const publish = async (copy: Copy, place: PublicPlace) => {
      await stream.publish(copy.subject, copy.cloudEvent, { ...place, msgId: copy.msgId, signal });
      // failpoint(published-checkpoint-not-stored)
    };
    const last = isBehind ? undefined : copies.at(-1);
    const before = left.filter((copy) => copy !== last);
    allOf(await atMost(copiesAtOnce, before, (copy) => settled(publish(copy, published))));
    // It says that the others are there.
    if (last !== undefined && left.includes(last)) await publish(last, placeAfter(fact, published));
    if (copies.length > 0 && !isBehind) {
      published = placeAfter(fact, published);
      mayBeThere = false;
    }
    onRelayed({ position: isBehind ? published.position : fact.position, copies: left.length });
  };
  const streamPrefixes = Object.keys(kinds);
  await follow(
    store,
    { name: 'relay', after, streamPrefixes, parked, lag, take, judge, onCaughtUp },
    { signal, log },
  );
}

/** Of one fact; they go out in their order, and each is acknowledged for itself. */
const copiesAtOnce = 64;

const settled = async (work: Promise<void>): Promise<PromiseSettledResult<void>> =>
  (await Promise.allSettled([work]))[0];

/** After the last one: nothing is under way any more when the first failure is told. */
function allOf(outcomes: readonly PromiseSettledResult<void>[]): void {
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

const placeAfter = ({ stream, revision, id, position }: StoredEvent, before: PublicPlace): PublicPlace => ({
  ...before,
  position,
  event: { stream, revision, id },
});

/** What JetStream or the store say is not the fault of a fact: the relay begins again where the stream ends. */
const judge = (error: unknown): Verdict =>
  error instanceof UnreadableFact || error instanceof MessageTooLarge ? 'park' : 'stop';

/** The store's first event opens the installation, so nothing public ever stands at this position. */
const beforeAll = 0n;

/**
 * Copies of a fact that was under way when the relay ended: on its subject each of them is the newest message.
 */
async function notThereYet(stream: PublicStream, copies: readonly Copy[]): Promise<readonly Copy[]> {
  const left: Copy[] = [];
  for (const copy of copies) {
    if ((await stream.lastMsgIdOn(copy.subject)) !== copy.msgId) left.push(copy);
  }
  return left;
}
