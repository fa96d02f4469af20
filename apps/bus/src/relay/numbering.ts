import type { Delivered, StoredEvent } from '@adapters/event-store';
import { factsOfQuestionMax, type KnownHistory } from '@contracts';
import {
  agencyOf,
  copiesOf,
  type Copy,
  type MappingInForce,
  numbered,
  type NumberedCopy,
} from '@formats/public-facts';

/** A public fact, and its copies that are to have numbers. */
export interface Expected {
  readonly fact: StoredEvent;
  readonly copies: readonly Copy[];
}

/** What is known of some facts. */
export interface KnownNumbers {
  /** By message id. A fact that nobody counts, because it was skipped, has none. */
  readonly numbers: ReadonlyMap<string, number>;
  /** Ids of facts that do not count yet, for their streams are held back. */
  readonly heldBack: ReadonlySet<string>;
}

/** Who knows which of the facts of an agency each is. */
export interface Numbers {
  /**
   * Of at most 64 facts, once everything up to `through` is counted; waits as long as it takes.
   * @throws the signal's reason when it aborts first.
   */
  of(expected: readonly Expected[], through: bigint, signal: AbortSignal): Promise<KnownNumbers>;
}

/** The read models could not read its stream, so that it has no number and nobody is told of it before they can. */
export class UnnumberedFact extends Error {
  override readonly name = 'UnnumberedFact';
  constructor({ type, stream, revision }: StoredEvent) {
    super(
      `${type} in ${stream}@${revision} has no number: the read models hold its stream back. It is published once ` +
        'they have taken it up again',
    );
  }
}

export interface NumberingParts {
  readonly history: Pick<KnownHistory, 'storeId'>;
  readonly numbers: Numbers;
  readonly mapping: MappingInForce;
  /** Whether its stream is set aside from it on: it is asked for once it is taken up. */
  readonly isHeld: (fact: StoredEvent) => boolean;
  /** ISO instant: nothing that was recorded before is published. */
  readonly oldest: string;
  readonly signal: AbortSignal;
}

interface Asked extends Expected {
  readonly through: bigint;
  readonly answered: (known: KnownNumbers) => void;
  readonly failed: (error: unknown) => void;
}

/** While one row goes out the next is asked for. */
const questionsAtOnce = 2;

/**
 * The copies of facts with their numbers. It asks for them as soon as facts are read, for many at once, so that
 * publishing does not wait for questions but at its beginning.
 */
export class Numbering {
  private readonly begun = new Map<bigint, Promise<readonly NumberedCopy[]>>();
  private readonly waiting: Asked[] = [];
  private underWay = 0;
  private isDue = false;

  constructor(private readonly parts: NumberingParts) {}

  /** Passes everything on, and asks for the numbers of what passes. */
  async *ahead(delivered: AsyncIterable<Delivered>): AsyncGenerator<Delivered> {
    for await (const each of delivered) {
      if ('stream' in each) this.see(each);
      yield each;
    }
  }

  /**
   * The copies that are to be published; `through` is everything that was read.
   * @throws UnreadableFact, UnnumberedFact
   */
  of(fact: StoredEvent, through: bigint): Promise<readonly NumberedCopy[]> {
    const known = this.begun.get(fact.position);
    // What was set aside meanwhile is not asked for any more.
    for (const position of this.begun.keys()) {
      if (position > fact.position) break;
      this.begun.delete(position);
    }
    return known ?? this.begin(fact, through);
  }

  private see(fact: StoredEvent): void {
    const { mapping, isHeld } = this.parts;
    mapping.note(fact);
    if (!isHeld(fact)) this.begun.set(fact.position, this.begin(fact, fact.position));
  }

  private begin(fact: StoredEvent, through: bigint): Promise<readonly NumberedCopy[]> {
    const copies = this.numbered(fact, through);
    // It is told to whoever takes the fact.
    copies.catch(() => undefined);
    return copies;
  }

  private async numbered(fact: StoredEvent, through: bigint): Promise<readonly NumberedCopy[]> {
    const { history, mapping, oldest } = this.parts;
    if (fact.recordedAt < oldest) return [];
    const copies = copiesOf(fact, history).filter(({ cloudEvent }) =>
      mapping.includes(cloudEvent.type, fact.position),
    );
    if (copies.length === 0) return [];
    const known = await new Promise<KnownNumbers>((answered, failed) => {
      this.waiting.push({ fact, copies, through, answered, failed });
      this.askSoon();
    });
    if (known.heldBack.has(fact.id)) throw new UnnumberedFact(fact);
    return numberedCopies(copies, known);
  }

  /** What is read in one turn is one question. */
  private askSoon(): void {
    if (this.isDue) return;
    this.isDue = true;
    setImmediate(() => {
      this.isDue = false;
      while (this.underWay < questionsAtOnce && this.waiting.length > 0)
        void this.ask(this.waiting.splice(0, factsOfQuestionMax));
    });
  }

  private async ask(asked: readonly Asked[]): Promise<void> {
    const { numbers, signal } = this.parts;
    this.underWay += 1;
    try {
      const through = asked.reduce((last, each) => (each.through > last ? each.through : last), 0n);
      const known = await numbers.of(asked, through, signal);
      for (const each of asked) each.answered(known);
    } catch (error) {
      for (const each of asked) each.failed(error);
    } finally {
      this.underWay -= 1;
      this.askSoon();
    }
  }
}

/** Those of the copies that have a number. */
export const numberedCopies = (
  copies: readonly Copy[],
  { numbers }: Pick<KnownNumbers, 'numbers'>,
): readonly NumberedCopy[] =>
  copies.flatMap((copy) => {
    const number = numbers.get(copy.msgId);
    return number === undefined ? [] : [numbered(copy, { number, previous: number - 1 })];
  });

/** The copy of a fact that its row in the feed of an agency stands for. */
export const copyTo = (agency: string, { copies }: Expected): Copy | undefined =>
  copies.find((copy) => agencyOf(copy) === agency);
