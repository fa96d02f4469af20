import { Injectable } from '@nestjs/common';

/**
 * One piece of work per key at a time within this process, in order of asking. Two processes may still work on
 * one key: the revisions of the streams decide then.
 */
@Injectable()
export class Turns {
  private readonly lastInLine = new Map<string, Promise<unknown>>();

  async take<T>(key: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.lastInLine.get(key) ?? Promise.resolve()).then(work);
    const settled = turn.catch(() => undefined);
    this.lastInLine.set(key, settled);
    try {
      return await turn;
    } finally {
      if (this.lastInLine.get(key) === settled) this.lastInLine.delete(key);
    }
  }
}
