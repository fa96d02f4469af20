const chunkBits = 12;
const chunkLength = 1 << chunkBits;
const firstLength = 32;

type Chunk = Uint32Array | Float64Array;

/** Whole numbers one after the other; a list that grows is never copied whole. */
export class NumberList {
  private readonly chunks: Chunk[] = [];
  private count = 0;

  /** @param bytesOfOne 4 for numbers from 0 and below 2 ** 32, 8 for any. */
  constructor(private readonly bytesOfOne: 4 | 8 = 4) {}

  get length(): number {
    return this.count;
  }

  at(index: number): number {
    return this.chunks[index >>> chunkBits]?.[index & (chunkLength - 1)] ?? NaN;
  }

  set(index: number, value: number): void {
    const chunk = this.chunks[index >>> chunkBits];
    if (chunk !== undefined) chunk[index & (chunkLength - 1)] = value;
  }

  /** @returns its index. */
  add(value: number): number {
    const index = this.count++;
    const [which, place] = [index >>> chunkBits, index & (chunkLength - 1)];
    const chunk = this.chunks[which];
    // What was taken away left its room.
    if (chunk === undefined) this.chunks.push(this.chunk(which === 0 ? firstLength : chunkLength));
    else if (place === chunk.length) {
      const longer = this.chunk(2 * chunk.length);
      longer.set(chunk);
      this.chunks[which] = longer;
    }
    this.set(index, value);
    return index;
  }

  private chunk(length: number): Chunk {
    return this.bytesOfOne === 4 ? new Uint32Array(length) : new Float64Array(length);
  }

  /** Its room stays. */
  clear(): void {
    this.count = 0;
  }

  addAll(others: NumberList): void {
    for (let index = 0; index < others.length; index++) this.add(others.at(index));
  }

  /** Takes away what was added since the list had this length. */
  takeFrom(length: number): NumberList {
    const taken = new NumberList();
    for (let index = length; index < this.count; index++) taken.add(this.at(index));
    this.count = Math.min(this.count, length);
    return taken;
  }
}
