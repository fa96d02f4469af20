import { setTimeout as pause } from 'node:timers/promises';
import { type Consumer, type ConsumerMessages, type JsMsg, type NatsConnection, NatsError } from 'nats';
import { connectAs, type Entry } from './connect-as';
import { FeedOrder, positionOf } from './feed-order';
import { eventIn, isKnownType, type PublicEvent, type TakenEvent } from './public-event';
import { FutureLost, pageAfter } from './reading-on';

export interface Reading extends Entry {
  /** The gateway: `https://…`. */
  readonly gateway: string;
  /** Whose events: one that the system reads for. */
  readonly agency: string;
  /** The position that was stored with the last event; `0` before the first. */
  readonly after: string;
  /**
   * Given each event once, in order, and never the next one before it is done. Store `position` in the transaction
   * that keeps the effect: begun again from what is stored, nothing is missed and nothing comes twice. What it throws
   * ends the reading.
   */
  readonly take: (event: PublicEvent, position: string) => Promise<void> | void;
  /** Told of what is no message of the bus at all; raise an alarm, it is not sent again. */
  readonly setAside?: (text: string) => void;
  readonly signal: AbortSignal;
}

/** The agency is none of those that the system reads for. */
export class NotReadFor extends Error {
  override readonly name = 'NotReadFor';
  constructor(readonly agency: string) {
    super(`the system is not registered to read for ${agency}`);
  }
}

/** Events between are told neither on the stream nor over HTTP: ask the operator of the installation. */
export class GapStays extends Error {
  override readonly name = 'GapStays';
  constructor(
    readonly position: string,
    readonly feednumber: number,
  ) {
    super(
      `what lies between ${position} and ${feednumber} is not told for ${gapTriesMax} s; ask the operator`,
    );
  }
}

const messagesAtOnce = 100;
/** A second apart. */
const gapTriesMax = 300;
/** How long a pull waits; a doubt is cleared at its end. */
const pullMs = 2_000;
const againMs = 1_000;

/**
 * Reads what an agency is told until the signal aborts: from the stream, and over HTTP whatever is missing there.
 * @throws FutureLost, GapStays, ReadingRefused, NoPosition, NoSeed, NotReadFor, what `take` throws, and errors of the
 * connection
 */
export async function readEvents(reading: Reading): Promise<void> {
  const { system, agency, signal } = reading;
  const name = system.consumers.find((each) => each.agency === agency)?.consumer;
  if (name === undefined) throw new NotReadFor(agency);
  const reader = new EventReader(reading);
  const connection = await connectAs(reading);
  try {
    await reader.follow(connection, name);
  } catch (error) {
    // Who ended it is not told that it has ended.
    if (!signal.aborted || reader.isTaking) throw error;
  } finally {
    await connection.close();
  }
}

class EventReader {
  private readonly order: FeedOrder;
  private isDoubtful = false;
  /** What fails meanwhile is what `take` threw. */
  isTaking = false;
  private consumer: Consumer | undefined;
  private pulled: ConsumerMessages | undefined;

  constructor(private readonly reading: Reading) {
    this.order = new FeedOrder(reading.after);
  }

  async follow(connection: NatsConnection, name: string): Promise<void> {
    const { signal } = this.reading;
    // A pull that waits hears neither of these by itself.
    const stop = () => this.pulled?.stop();
    signal.addEventListener('abort', stop, { once: true });
    void connection.closed().then(stop);
    // The consumer may be further than what is stored, where that was restored from a copy.
    await this.readOn();
    while (!signal.aborted) {
      try {
        await this.pull(connection, name);
        if (this.isDoubtful) await this.readOn();
      } catch (error) {
        if (this.isTaking || connection.isClosed() || !(error instanceof NatsError)) throw error;
        // A server that comes back, a stream that is made anew: it may have lost what it kept.
        this.isDoubtful = true;
        await pause(againMs, undefined, { signal });
      }
    }
  }

  private async pull(connection: NatsConnection, name: string): Promise<void> {
    const { system, signal } = this.reading;
    const jetStream = connection.jetstream({ apiPrefix: system.apiPrefix });
    this.consumer ??= await jetStream.consumers.get('PUBLIC', name);
    this.pulled = await this.consumer.fetch({ max_messages: messagesAtOnce, expires: pullMs });
    for await (const message of this.pulled) {
      await this.handle(message);
      if (signal.aborted) return;
    }
  }

  private async handle(message: JsMsg): Promise<void> {
    const text = message.string();
    const event = eventIn(text);
    if (event === undefined) this.reading.setAside?.(text);
    // One without a number was sent before there were numbers: the feed has it with one.
    else if (event.feednumber !== undefined) await this.settle(event as TakenEvent);
    message.ack();
  }

  /** Until the event is taken, or known to be. */
  private async settle(event: TakenEvent): Promise<void> {
    for (let tries = 0; ; tries++) {
      const judged = this.order.judge(event);
      if (judged === 'next') return this.take(event);
      if (judged === 'lost') throw new FutureLost(this.order.position);
      if (judged === 'doubtful') this.isDoubtful = true;
      if (judged !== 'ahead') return;
      const before = this.order.position;
      await this.readOn();
      const { signal } = this.reading;
      if (this.order.position !== before) continue;
      if (tries >= gapTriesMax) throw new GapStays(before, event.feednumber);
      await pause(againMs, undefined, { signal });
    }
  }

  /** All that follows over HTTP; where the position is of another history, that is told here. */
  private async readOn(): Promise<void> {
    const { reading, order } = this;
    const { systemId, audience } = reading.system;
    this.isDoubtful = false;
    for (;;) {
      const { position } = order;
      const { events, next } = await pageAfter(position, { ...reading, systemId, audience });
      for (const found of events) {
        const event = eventIn(found);
        if (event?.feednumber === undefined) reading.setAside?.(JSON.stringify(found));
        // Of another part than the system reads nothing is told: there the numbers have holes.
        else if (['next', 'ahead'].includes(order.judge(event as TakenEvent)))
          await this.take(event as TakenEvent);
      }
      if (next === position) return;
      order.moveTo(next);
    }
  }

  private async take(event: TakenEvent): Promise<void> {
    this.reading.signal.throwIfAborted();
    this.isTaking = true;
    // A type of a later release is passed over, and stays known: it was told.
    if (isKnownType(event)) await this.reading.take(event, positionOf(event));
    this.isTaking = false;
    this.order.took(event);
  }
}
