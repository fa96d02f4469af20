/** What keeps events in order: which one of the agency's it is, and which the one before. */
export interface Numbered {
  /** The same in every repeat. */
  readonly id: string;
  readonly feednumber: number;
  /** 0 before the first. */
  readonly feedprevious: number;
}

/**
 * What is to be done with an event: `next` follows what is known; `ahead`: something between is missing; `known`:
 * a repeat; `doubtful`: a repeat, or of another history, which asking for what follows the position tells; `lost`:
 * another event had its number.
 */
export type Judged = 'next' | 'ahead' | 'known' | 'doubtful' | 'lost';

/** Before the first event. */
export const beginning = '0';

const pattern = /^([1-9]\d{0,9})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;
const rememberedMax = 1_000;

/** A position that is none: `<feednumber>.<id>` of an event, or `0` before the first. */
export class NoPosition extends Error {
  override readonly name = 'NoPosition';
  constructor(readonly text: string) {
    super(
      `${JSON.stringify(text)} is no position: \`<feednumber>.<id>\` of the last event, or \`0\` before the first`,
    );
  }
}

export const positionOf = ({ feednumber, id }: Pick<Numbered, 'feednumber' | 'id'>): string =>
  `${feednumber}.${id}`;

/** Where one reader stands in what one agency is told, and which events it took last. */
export class FeedOrder {
  private number = 0;
  private text = beginning;
  private readonly taken = new Map<number, string>();

  /** @throws NoPosition */
  constructor(after: string) {
    this.moveTo(after);
  }

  /** `<feednumber>.<id>` of the last event that is known. */
  get position(): string {
    return this.text;
  }

  judge({ feednumber, feedprevious, id }: Numbered): Judged {
    if (feednumber > this.number) return feedprevious === this.number ? 'next' : 'ahead';
    const known = this.taken.get(feednumber);
    if (known === undefined) return 'doubtful';
    return known === id ? 'known' : 'lost';
  }

  took(event: Numbered): void {
    this.moveTo(positionOf(event));
  }

  /** @throws NoPosition */
  moveTo(position: string): void {
    const [, digits, id] = pattern.exec(position) ?? [];
    if (position !== beginning && (digits === undefined || id === undefined)) throw new NoPosition(position);
    this.number = Number(digits ?? 0);
    this.text = position;
    if (id !== undefined) this.taken.set(this.number, id);
    for (const number of this.taken.keys()) {
      if (this.taken.size <= rememberedMax) break;
      this.taken.delete(number);
    }
  }
}
