import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { type Book, registerStream } from '@domain/register';

/** About 100 bytes each. */
const rememberedMax = 10_000;

interface Numbered extends Book {
  readonly number: number;
  /** Id of the document or the delivery. */
  readonly of: string;
}

/**
 * Numbers that a command of this process recorded where they belong: nothing is left to complete of them. What it does
 * not know is looked up.
 */
@Injectable()
export class RecordedNumbers {
  private readonly recorded = new LRUCache<string, true>({ max: rememberedMax });

  add(numbered: Numbered): void {
    this.recorded.set(nameOf(numbered), true);
  }

  has(numbered: Numbered): boolean {
    return this.recorded.has(nameOf(numbered));
  }
}

const nameOf = ({ number, of, ...book }: Numbered): string => `${registerStream(book)} ${number} ${of}`;
