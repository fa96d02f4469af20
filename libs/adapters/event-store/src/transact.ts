import type { Metadata } from '@contracts';
import type { Decider, Fact, Refusal } from '@domain/decider';
import { BackOff } from './back-off';
import { eventId } from './event-id';
import type { EventStore, NewEvent, StoredEvent } from './event-store';
import { StoreUnavailable, StreamMoved } from './failures';
import type { FoldOf } from './folded';
import { foldedAfter, foldedOver, type History, historyInHand, historyOf, keepAppended } from './history';
import type { StreamCache } from './stream-cache';

/** One kind of stream: how it decides and how its facts are stored. Domain libs export one per decider. */
export interface StreamOf<
  C extends { readonly at: string },
  E extends Fact,
  S,
  R extends string,
> extends FoldOf<E, S> {
  readonly decider: Decider<C, E, S, R>;
}

/** An accepted command. */
export interface Transacted<E, S> {
  /** Of this command, now or when it was first accepted; none when all it says was recorded already. */
  readonly events: readonly E[];
  /** After those events; a repeat is answered from the same state as the first time. */
  readonly state: S;
  /**
   * At or shortly behind the last of those events, else the stream's last event; 0 when there is nothing to wait
   * for.
   */
  readonly position: bigint;
  /** Revision of that event; -1 when there is none. */
  readonly revision: bigint;
  /** The command had been recorded before this answer. */
  readonly replayed: boolean;
}

export const transactRefusals = ['idempotency-key-reused', 'occurred-before-history'] as const;
export type TransactRefusal = (typeof transactRefusals)[number];

/**
 * Makes the command from the state just read, or refuses: for what has to be gathered from other streams and services.
 * Called again with the newer state when the stream moved, and never for a command that was recorded before. What it
 * throws is thrown to the caller at once, without a retry; nothing was written then.
 */
export type Gather<C, S, Q> = (state: S, lastAt: string | undefined) => Promise<C | Q>;

interface Refusing {
  readonly refused: string;
}

export interface TransactOptions<S> {
  /**
   * For long streams whose decider absorbs repeats by itself: the stream is then not searched for the command's
   * id.
   */
  readonly cache?: StreamCache<S>;
  /**
   * All facts of the stream, from the first, as far as the caller has them in hand; none of a stream that it begins.
   * They are decided on without reading, and the stream is read when it holds more.
   */
  readonly begun?: readonly StoredEvent[];
  /** How often a decision may be taken before the failure is given up to the caller. Default 100, within 4 s. */
  readonly attemptsMax?: number;
}

/**
 * The only write path: load, fold, gather, decide, append with the expected revision. A command is recorded once per
 * `meta.commandId` and answered the same ever after. Its events carry its `at`, which never falls within a stream:
 * a clock that ran back takes the last one. A stream that moved is read and decided again; after an append without
 * an answer the stream is read again before anything is said.
 * @throws UnreadableHistory when the stream holds an event the codec cannot read; nothing was written.
 * @throws StoreUnavailable when the store stays away: the outcome is unknown, a repeat of the same command finds
 * out.
 * @throws StreamMoved after `attemptsMax` lost races; nothing was written.
 */
export async function transact<
  C extends { readonly at: string },
  E extends Fact,
  S,
  R extends string,
  Q extends Refusing = never,
>(
  store: EventStore,
  kind: StreamOf<C, E, S, R>,
  stream: string,
  command: C | Gather<C, S, Q>,
  meta: Metadata,
  options: TransactOptions<S> = {},
): Promise<Transacted<E, S> | Refusal<R | TransactRefusal> | Q> {
  const gather = typeof command === 'function' ? command : () => Promise.resolve(command);
  const { cache } = options;
  const asked: Asked<C, S, Q> = { gather, meta };
  const write = (group: readonly Asked<C, S, Q>[]) => writeGroup(store, kind, stream, group, options);
  if (cache !== undefined) return cache.inTurn(stream, asked, write);
  const [answer] = await write([asked]);
  return answer as Answer<E, S, R, Q>;
}

interface Asked<C, S, Q> {
  readonly gather: Gather<C, S, Q>;
  readonly meta: Metadata;
}
type Answer<E, S, R extends string, Q> = Transacted<E, S> | Refusal<R | TransactRefusal> | Q;

/** Commands on one stream, decided one after the other and recorded in one append: all of them or none. */
async function writeGroup<
  C extends { readonly at: string },
  E extends Fact,
  S,
  R extends string,
  Q extends Refusing,
>(
  store: EventStore,
  kind: StreamOf<C, E, S, R>,
  stream: string,
  group: readonly Asked<C, S, Q>[],
  options: TransactOptions<S>,
): Promise<readonly Answer<E, S, R, Q>[]> {
  const { cache, attemptsMax = 100 } = options;
  const attempts = new Attempts(attemptsMax);
  const begun = options.begun ?? (cache === undefined ? store.inHand(stream) : undefined);
  let inHand = historyInHand(kind, stream, { ...options, ...(begun && { begun }) });
  for (;;) {
    const isRead = inHand === undefined;
    const history =
      inHand ??
      (await attempts.make(() => historyOf(store, kind, stream, cache === undefined ? {} : { cache })));
    inHand = undefined;
    if (history === undefined) continue;
    const mayBeRecorded = cache === undefined || attempts.hasFailed;
    const decided = await attempts.apart(() => decideAll(kind, stream, group, history, mayBeRecorded));
    const events = decided.flatMap(({ recorded }) => recorded);
    // What appends nothing is said of the stream as it is now.
    if (decided.some(({ recorded }) => recorded.length === 0) && !isRead) continue;
    if (events.length === 0) return decided.map((each) => answerTo(each, history));
    attempts.assertAnother();
    const appended = await attempts.make(() => store.append(stream, events, history.revision));
    if (appended === undefined) continue;
    if (cache !== undefined) keepAppended(store, cache, stream, foldedAfter(kind, history, events, appended));
    // failpoint(appended-not-answered)
    return decided.map((each) => answerTo(each, history, appended.position));
  }
}

/** What one command came to after those before it; nothing of it is stored yet. */
interface Decided<E, S, R extends string, Q> {
  /** Final, whatever is stored now. */
  readonly answer?: Answer<E, S, R, Q>;
  readonly events: readonly E[];
  readonly recorded: readonly NewEvent[];
  readonly state: S;
  /** Of its last event, once stored; without one, of the last event before it. */
  readonly revision: bigint;
}

async function decideAll<
  C extends { readonly at: string },
  E extends Fact,
  S,
  R extends string,
  Q extends Refusing,
>(
  kind: StreamOf<C, E, S, R>,
  stream: string,
  group: readonly Asked<C, S, Q>[],
  history: History<E, S>,
  mayBeRecorded: boolean,
): Promise<readonly Decided<E, S, R, Q>[]> {
  let { state, lastAt } = history;
  let revision = history.revision === 'absent' ? -1n : history.revision;
  const decide = async ({ gather, meta }: Asked<C, S, Q>): Promise<Decided<E, S, R, Q>> => {
    const as = (answer: Answer<E, S, R, Q>) => ({ answer, events: [], recorded: [], state, revision });
    const earlier = mayBeRecorded ? firstAnswer(kind, history, meta) : undefined;
    if (earlier !== undefined) return as(earlier);
    const command = await gather(state, lastAt);
    if ('refused' in command) return as(command);
    assertInstant(command.at);
    const timed = inOrderOfTime(command, lastAt, meta);
    if (timed === 'occurred-before-history') return as({ refused: timed });
    const decision = kind.decider.decide(timed, state);
    if ('refused' in decision) return as(decision);
    for (const event of decision.events) {
      if (lastAt !== undefined && event.data.at < lastAt) throw new TimeFellBack(stream, event.type, lastAt);
      state = kind.decider.evolve(state, event);
      lastAt = event.data.at;
      revision += 1n;
    }
    const recorded = decision.events.map((event, index) => {
      return { id: eventId(stream, meta.commandId, index), ...kind.codec.encode(event), metadata: meta };
    });
    return { events: decision.events, recorded, state, revision };
  };
  const decided: Decided<E, S, R, Q>[] = [];
  for (const asked of group) decided.push(await decide(asked));
  return decided;
}

/** A command without events says what stands there already, in the stream or by one decided before it. */
function answerTo<E, S, R extends string, Q>(
  { answer, events, state, revision }: Decided<E, S, R, Q>,
  history: History<E, S>,
  appendedAt?: bigint,
): Answer<E, S, R, Q> {
  if (answer !== undefined) return answer;
  const position = appendedAt ?? history.position ?? 0n;
  return { events, state, position, revision, replayed: events.length === 0 };
}

/** What this command was answered when it was recorded; a refusal when its id stands for another content. */
function firstAnswer<C extends { readonly at: string }, E extends Fact, S, R extends string>(
  kind: StreamOf<C, E, S, R>,
  { before, read }: History<E, S>,
  meta: Metadata,
): Transacted<E, S> | { readonly refused: 'idempotency-key-reused' } | undefined {
  const own = read.filter(({ stored }) => stored.metadata.commandId === meta.commandId);
  const last = own.at(-1);
  if (last === undefined) return undefined;
  const { metadata, revision, position } = last.stored;
  if (metadata.commandHash !== meta.commandHash) return { refused: 'idempotency-key-reused' };
  const { state } = foldedOver(kind, before, read.slice(0, read.indexOf(last) + 1));
  return { events: own.map(({ event }) => event), state, position, revision, replayed: true };
}

function inOrderOfTime<C extends { readonly at: string }>(
  command: C,
  lastAt: string | undefined,
  { source }: Metadata,
): C | 'occurred-before-history' {
  if (lastAt === undefined || command.at >= lastAt) return command;
  if (source === 'import' || source === 'scenario') return 'occurred-before-history';
  return { ...command, at: lastAt };
}

const patienceMs = 4_000;

/** How often and how long one command is tried. */
class Attempts {
  private startedMs = performance.now();
  // Whoever loses a race waits little, or the winner would win for ever.
  private readonly afterRace = new BackOff(1, 8);
  private readonly afterSilence = new BackOff(20, 500);
  private made = 0;
  private last: StreamMoved | StoreUnavailable | undefined;

  constructor(private readonly most: number) {}

  get hasFailed(): boolean {
    return this.last !== undefined;
  }

  /** Throws what failed last when there is no attempt left. */
  assertAnother(): void {
    if (this.last !== undefined && this.isOver()) throw this.last;
  }

  /** Gathering may take its time (files are judged): that is none of the time which the store may take. */
  async apart<T>(work: () => Promise<T>): Promise<T> {
    const begunMs = performance.now();
    const done = await work();
    this.startedMs += performance.now() - begunMs;
    return done;
  }

  /** Nothing when it failed and another attempt, waited for already, may mend that; else it throws the failure. */
  async make<T>(step: () => Promise<T>): Promise<T | undefined> {
    try {
      return await step();
    } catch (error) {
      await this.failed(error);
      return undefined;
    }
  }

  private async failed(error: unknown): Promise<void> {
    if (!(error instanceof StreamMoved || error instanceof StoreUnavailable)) throw error;
    // An append without an answer is looked for once more, however long it took.
    const mustLook = error instanceof StoreUnavailable && error.mayHaveWritten;
    if (this.isOver() && !mustLook) throw error;
    this.last = error;
    this.made += 1;
    await (error instanceof StreamMoved ? this.afterRace : this.afterSilence).wait();
  }

  private isOver(): boolean {
    return this.made >= this.most || performance.now() - this.startedMs > patienceMs;
  }
}

/** A decider gave a fact an earlier instant than the stream has reached: a defect, nothing was written. */
class TimeFellBack extends Error {
  override readonly name = 'TimeFellBack';
  constructor(stream: string, type: string, lastAt: string) {
    super(`${type} would go back behind ${lastAt} in ${stream}: facts carry the \`at\` of their command`);
  }
}

/** Instants are compared as text, so they must all be written alike. */
function assertInstant(at: string): void {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/.test(at)) {
    throw new RangeError(`not an instant: ${JSON.stringify(at)}; write YYYY-MM-DDTHH:mm:ss.sssZ`);
  }
}
