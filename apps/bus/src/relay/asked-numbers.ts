import { setTimeout as pause } from 'node:timers/promises';
import { allHeldBack, type EventStore, FeedHolds, placesOfSkips } from '@adapters/event-store';
import type { Requester } from '@adapters/messaging';
import { type FeedNumbers, type KnownHistory, passesByWaiting, subjects, tokenAt } from '@contracts';
import { houseCaller } from '@runtime';
import { copyTo, type Expected, type KnownNumbers, type Numbers } from './numbering';

export interface AskedNumbersParts {
  readonly requester: Pick<Requester, 'query'>;
  readonly store: Pick<EventStore, 'readStream'>;
  readonly history: Pick<KnownHistory, 'storeId' | 'epoch'>;
  /** Called each time an answer has to be asked for again. */
  readonly onWaiting?: (why: Error) => void;
}

/** Facts are published with their numbers, and the read models do not tell these for now. */
class NumbersNotThereYet extends Error {
  override readonly name = 'NumbersNotThereYet';
  constructor(why: string, options?: ErrorOptions) {
    super(`the read models do not number facts for now (${why}); facts are published once they do`, options);
  }
}

/** The question was wrong: a repeat does not help. */
class NumbersRefused extends Error {
  override readonly name = 'NumbersRefused';
}

const againMs = 500;

/**
 * Asks the read models, again and again until they have come as far. That a fact has no number is believed only where
 * the store says why: rows may be those of a history that is gone.
 */
export class AskedNumbers implements Numbers {
  constructor(private readonly parts: AskedNumbersParts) {}

  async of(expected: readonly Expected[], through: bigint, signal: AbortSignal): Promise<KnownNumbers> {
    for (;;) {
      signal.throwIfAborted();
      const known = await this.known(expected, through);
      if (!(known instanceof NumbersNotThereYet)) return known;
      this.parts.onWaiting?.(known);
      await pause(againMs, undefined, { signal });
    }
  }

  private async known(
    expected: readonly Expected[],
    through: bigint,
  ): Promise<KnownNumbers | NumbersNotThereYet> {
    try {
      const told = await this.ask(expected, through);
      if (told instanceof NumbersNotThereYet) return told;
      const numbers = new Map<string, number>();
      const byId = new Map(expected.map((each) => [each.fact.id, each]));
      for (const { eventId, agency, number } of told.numbers) {
        const fact = byId.get(eventId);
        const copy = fact && copyTo(agency, fact);
        if (copy !== undefined) numbers.set(copy.msgId, number);
      }
      const without = expected.filter(({ copies }) => copies.some(({ msgId }) => !numbers.has(msgId)));
      if (without.length === 0) return { numbers, heldBack: new Set() };
      return await this.explained(without, numbers);
    } catch (cause) {
      if (passesByWaiting(cause)) return new NumbersNotThereYet((cause as Error).message, { cause });
      throw cause;
    }
  }

  private async ask(
    expected: readonly Expected[],
    through: bigint,
  ): Promise<FeedNumbers | NumbersNotThereYet> {
    const { requester, history } = this.parts;
    const positions = expected.map(({ fact }) => String(fact.position));
    const message = { target: {}, body: { positions, through: tokenAt(history, through) } };
    const reply = await requester.query<FeedNumbers>(subjects.feedNumbers, message, houseCaller('bus'));
    if (reply.ok) return reply.answer;
    const refused = `${reply.context}:${reply.refused}`;
    if (reply.context === 'request') throw new NumbersRefused(`${refused} ${JSON.stringify(reply.errors)}`);
    return new NumbersNotThereYet(refused);
  }

  /** A fact without a number is held back, or was skipped; else the rows do not know it yet. */
  private async explained(
    without: readonly Expected[],
    numbers: ReadonlyMap<string, number>,
  ): Promise<KnownNumbers | NumbersNotThereYet> {
    const { store } = this.parts;
    const [news, skips] = await Promise.all([allHeldBack(store), placesOfSkips(store, 'read-models')]);
    const holds = new FeedHolds();
    for (const each of news) holds.note(each);
    const heldBack = new Set<string>();
    for (const { fact } of without) {
      if (skips.has(fact.id)) continue;
      if (holds.countsAt(fact) !== undefined)
        return new NumbersNotThereYet(`${fact.stream}@${fact.revision} has none`);
      heldBack.add(fact.id);
    }
    return { numbers, heldBack };
  }
}
