/** What judging may cost besides one pass over a file. */
export interface Costs {
  /** Bytes that the streams of a PDF unpack to, and bytes of revocation data. */
  readonly unpackedBytes: number;
  /** Rows of the cross-reference sections of a PDF, and objects in its streams. */
  readonly rows: number;
  /** Entries of revocation lists that are looked through, once for each certificate that is looked for. */
  readonly entries: number;
}

/** An honest file with sixteen signatures and lists of 300,000 certificates stays below. */
const ofFile: Costs = { unpackedBytes: 64 * 1024 * 1024, rows: 1_000_000, entries: 10_000_000 };
const ofCommand: Costs = { unpackedBytes: 256 * 1024 * 1024, rows: 4_000_000, entries: 40_000_000 };

/** What is left to spend; whoever judges several files in one go hands the same allowance to each. */
export class Allowance {
  private constructor(
    private readonly left: { -readonly [Cost in keyof Costs]: Costs[Cost] },
    private readonly around?: Allowance,
  ) {}

  static ofCommand(costs: Partial<Costs> = {}): Allowance {
    return new Allowance({ ...ofCommand, ...costs });
  }

  /** For one file more of the command. */
  ofFile(): Allowance {
    return new Allowance({ ...ofFile }, this);
  }

  /** Whether this much of it was left; spent it is in any case. */
  takes(cost: keyof Costs, amount: number): boolean {
    this.left[cost] -= amount;
    const isLeftAround = this.around?.takes(cost, amount) ?? true;
    return isLeftAround && this.left[cost] >= 0;
  }

  /** What may still be spent. */
  leftOf(cost: keyof Costs): number {
    return Math.max(0, Math.min(this.left[cost], this.around?.leftOf(cost) ?? Infinity));
  }
}
