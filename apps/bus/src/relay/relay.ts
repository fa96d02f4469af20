import {
  type Delivered,
  type EventStore,
  follow,
  type FollowerLag,
  gathered,
  heldBackNews,
  heldBackStream,
  type Passage,
  type SetAside,
  type StoredEvent,
  type Verdict,
} from '@adapters/event-store';
import { MessageTooLarge, type PublicPlace, type PublicStream, type RowMessage } from '@adapters/messaging';
import type { KnownHistory } from '@contracts';
import { installationStream } from '@domain/installation/events';
import { kinds, type NumberedCopy, UnreadableFact } from '@formats/public-facts';
import { atMost, type Log } from '@runtime';
import { eventPlaceOf } from './last-standing';
import { mappingIn } from './mapping-in';
import { Numbering, type Numbers, UnnumberedFact } from './numbering';

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
  readonly numbers: Numbers;
  /** What the read models had held back of a stream has numbers now. */
  readonly onTakenUp: (stream: string) => void;
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
 * checkpoint is there, and the fact after it is sent whole but for the copies that are there already. Facts go out in
 * rows, of which JetStream holds the first messages and no other, so that this is true of a broken row, too. A stream
 * that was set aside and is taken up again lies behind the end: its copies carry the place of the end.
 * @throws PublicStreamMissing, HistoryLost; what was stored and not published stays to be published.
 */
export async function relay(parts: RelayParts, signal: AbortSignal): Promise<void> {
  const { store, end, log, parked, lag, keptSince, onCaughtUp } = parts;
  const oldest = end === undefined ? keptSince() : '';
  const after =
    end === undefined || end.position === beforeAll ? undefined : (eventPlaceOf(end) ?? end.position);
  const isHeld = (fact: StoredEvent) => parked.holds(fact);
  const mapping = await mappingIn(store);
  const numbering = new Numbering({
    history: parts.history,
    numbers: parts.numbers,
    mapping,
    isHeld,
    oldest,
    signal,
  });
  const publishing = new Publishing(parts, numbering, signal);
  const take = (facts: readonly StoredEvent[], passage: Passage) => publishing.take(facts, passage);
  const streamPrefixes = [...Object.keys(kinds), installationStream, heldBackStream];
  const rows = gathered(factsAtOnce, signal);
  const gather = (delivered: AsyncIterable<Delivered>) => rows(numbering.ahead(delivered));
  await follow(
    store,
    { name: 'relay', after, streamPrefixes, parked, lag, gather, take, judge, onCaughtUp },
    { signal, log },
  );
}

/** A fact, and what of it is to be in the stream. */
interface Due {
  readonly fact: StoredEvent;
  readonly copies: readonly NumberedCopy[];
}

/** In a row; what comes meanwhile waits for the next. */
const factsAtOnce = 64;

/** Where one relay stands, and what it does to go on. */
class Publishing {
  private published: PublicPlace;
  /** Facts to come of which copies may be there: the one that was under way at the last end, and what a row left. */
  private unsure = 1;

  constructor(
    private readonly parts: RelayParts,
    private readonly numbering: Numbering,
    private readonly signal: AbortSignal,
  ) {
    const { storeId, epoch } = parts.history;
    this.published = { position: beforeAll, ...parts.end, history: { storeId, epoch } };
  }

  /** In rows as long as it is known what is there; what may be there is looked up, fact by fact. */
  async take(facts: readonly StoredEvent[], { upTo }: Passage): Promise<void> {
    // Of all of them before the first is sent: one that cannot be read leaves nothing half published.
    const copies = await Promise.all(facts.map((fact) => this.numbering.of(fact, upTo)));
    const due = facts.map((fact, index): Due => ({ fact, copies: copies[index] ?? [] }));
    for (const fact of facts) {
      const news = heldBackNews(fact);
      if (news?.kind === 'taken-up') this.parts.onTakenUp(news.stream);
    }
    for (let taken = 0; taken < due.length;) {
      const left = due.slice(taken);
      if (this.unsure === 0 && !left.some(({ fact }) => this.isBehind(fact))) {
        taken += await this.takeRow(left);
      } else {
        await this.takeOne(left[0] as Due);
        taken += 1;
      }
    }
  }

  private isBehind({ position }: StoredEvent): boolean {
    return position <= this.published.position;
  }

  /** Answers how many of the facts, from the first, it published whole. */
  private async takeRow(due: readonly Due[]): Promise<number> {
    const { messages, ends } = rowOf(due, this.published);
    const { sent, acknowledged } = await this.parts.stream.publishInRow(messages);
    // failpoint(row-published-not-noted)
    const missing = ends.findIndex(({ count }) => count > acknowledged);
    const taken = missing < 0 ? due.length : missing;
    for (const [index, { fact, copies }] of due.slice(0, taken).entries()) {
      this.published = ends[index]?.place ?? this.published;
      this.parts.onRelayed({ position: fact.position, copies: copies.length });
    }
    // Of the facts after the last message that was sent nothing is there.
    const lastBegun = ends.findIndex(({ count }) => count >= sent);
    this.unsure = Math.max(0, lastBegun + 1 - taken);
    return taken;
  }

  private async takeOne({ fact, copies }: Due): Promise<void> {
    const { stream, onRelayed } = this.parts;
    const { published, signal } = this;
    const isBehind = this.isBehind(fact);
    const left = this.unsure > 0 || isBehind ? await notThereYet(stream, copies) : copies;
    const publish = async (copy: NumberedCopy, place: PublicPlace) => {
      await stream.publish(copy.subject, copy.cloudEvent, { ...place, msgId: copy.msgId, signal });
      // failpoint(published-checkpoint-not-stored)
    };
    const last = isBehind ? undefined : copies.at(-1);
    const before = left.filter((copy) => copy !== last);
    allOf(await atMost(copiesAtOnce, before, (copy) => settled(publish(copy, published))));
    // It says that the others are there.
    if (last !== undefined && left.includes(last)) await publish(last, placeAfter(fact, published));
    if (copies.length > 0 && !isBehind) {
      this.published = placeAfter(fact, published);
      this.unsure = Math.max(0, this.unsure - 1);
    }
    onRelayed({ position: isBehind ? published.position : fact.position, copies: left.length });
  }
}

/** All copies in their order, and for each fact how many messages there are with it and where the relay stands then. */
function rowOf(due: readonly Due[], before: PublicPlace) {
  const messages: RowMessage[] = [];
  let place = before;
  const ends = due.map(({ fact, copies }) => {
    const own = copies.length === 0 ? place : placeAfter(fact, place);
    const last = copies.length - 1;
    for (const [index, copy] of copies.entries())
      messages.push({ ...(index === last ? own : place), ...copy });
    place = own;
    return { count: messages.length, place };
  });
  return { messages, ends };
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
  error instanceof UnreadableFact || error instanceof UnnumberedFact || error instanceof MessageTooLarge
    ? 'park'
    : 'stop';

/** The store's first event opens the installation, so nothing public ever stands at this position. */
const beforeAll = 0n;

/**
 * Copies of a fact that was under way when the relay ended: on its subject each of them is the newest message.
 */
async function notThereYet(
  stream: PublicStream,
  copies: readonly NumberedCopy[],
): Promise<readonly NumberedCopy[]> {
  const left: NumberedCopy[] = [];
  for (const copy of copies) {
    if ((await stream.lastMsgIdOn(copy.subject)) !== copy.msgId) left.push(copy);
  }
  return left;
}
