import { Injectable } from '@nestjs/common';
import { ContentStore } from '@adapters/content-store';

/**
 * Kept bytes are not those their document names. Retried; then an operator restores them and replays the parked
 * event.
 */
export class ContentNotWhole extends Error {
  override readonly name = 'ContentNotWhole';
  constructor(
    readonly sha256: string,
    readonly verdict: 'missing' | 'damaged',
  ) {
    super(`content ${sha256} is ${verdict}: restore it from a backup, then replay the parked event`);
  }
}

const holdsMs = 60_000;
const looksMax = 10_000;

/**
 * Answers whether kept bytes are whole. A document goes to as many as 1,000 agencies at once and its bytes lie
 * here once, so a good look holds for a minute.
 */
@Injectable()
export class WholeContents {
  private readonly looks = new Map<string, { readonly result: Promise<void>; readonly endsMs: number }>();

  constructor(private readonly contents: ContentStore) {}

  /** @throws ContentNotWhole, ContentMissing when nobody uploaded them, ContentStoreUnavailable. */
  assert(from: string, sha256: string): Promise<void> {
    const nowMs = performance.now();
    const earlier = this.looks.get(sha256);
    if (earlier !== undefined && earlier.endsMs > nowMs) return earlier.result;
    const result = this.look(from, sha256);
    this.looks.delete(sha256);
    this.looks.set(sha256, { result, endsMs: nowMs + holdsMs });
    result.catch(() => this.looks.delete(sha256));
    const [eldest] = this.looks.keys();
    if (this.looks.size > looksMax && eldest !== undefined) this.looks.delete(eldest);
    return result;
  }

  private async look(from: string, sha256: string): Promise<void> {
    const verdict = await this.contents.verify(sha256, from);
    if (verdict === 'whole') return;
    if (verdict === 'damaged') throw new ContentNotWhole(sha256, verdict);
    await this.contents.keep(from, sha256);
    const kept = await this.contents.verify(sha256, from);
    if (kept !== 'whole') throw new ContentNotWhole(sha256, kept);
  }
}
