import { NumberList } from './number-list';
import { TooMuchInPdf } from './pdf-objects';

const firstSlots = 16;
const loadMax = 0.8;
/** Numbers that a file spreads evenly meet a few others on their way; those that meet this many were chosen to. */
const stepsMax = 1024;

/**
 * Finds the places of some of the numbers in a list, five to ten bytes for a number: a `Map` takes
 * fifty and more. Several indexes may look into one list. Any method may throw TooMuchInPdf.
 */
export class NumberIndex {
  private slots = new Uint32Array(firstSlots);
  private count = 0;

  constructor(private readonly keys: NumberList) {}

  get size(): number {
    return this.count;
  }

  find(key: number): number | undefined {
    const held = this.slots[this.slotOf(key)] ?? 0;
    return held === 0 ? undefined : held - 1;
  }

  /** @returns whether no number like this one was there. */
  add(place: number): boolean {
    const slot = this.slotOf(this.keys.at(place));
    if (this.slots[slot] !== 0) return false;
    this.slots[slot] = place + 1;
    this.count += 1;
    if (this.count > loadMax * this.slots.length) this.widen();
    return true;
  }

  /** Its room stays. */
  clear(): void {
    this.slots.fill(0);
    this.count = 0;
  }

  /** In no order. */
  each(visit: (place: number) => void): void {
    const { slots } = this;
    for (let slot = 0; slot < slots.length; slot++) {
      const held = slots[slot] as number;
      if (held !== 0) visit(held - 1);
    }
  }

  private widen(): void {
    const before = this.slots;
    this.slots = new Uint32Array(2 * before.length);
    for (let slot = 0; slot < before.length; slot++) {
      const held = before[slot] as number;
      if (held !== 0) this.slots[this.slotOf(this.keys.at(held - 1))] = held;
    }
  }

  /** Where it is, or where it would be. */
  private slotOf(key: number): number {
    const last = this.slots.length - 1;
    let slot = mixed(key) & last;
    for (let steps = 0; steps < stepsMax; steps++) {
      const held = this.slots[slot] ?? 0;
      if (held === 0 || this.keys.at(held - 1) === key) return slot;
      slot = (slot + 1) & last;
    }
    throw new TooMuchInPdf('too many numbers on one place');
  }
}

/** Numbers below 2 ** 32, each once. */
export class NumberSet {
  private readonly numbers = new NumberList();
  private readonly index = new NumberIndex(this.numbers);

  has(number: number): boolean {
    return this.index.find(number) !== undefined;
  }

  add(number: number): void {
    if (!this.has(number)) this.index.add(this.numbers.add(number));
  }
}

/** Numbers that lie at even distances come to lie anywhere (the last steps of MurmurHash3). */
function mixed(key: number): number {
  let bits = (key % 0xfffffffb) | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}
