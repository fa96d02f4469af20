import type { Clock } from '@runtime';
import { type Asked, lookOf } from './look-of.policy';
import type { Looks } from './looks';

/** Sees every answer before its first byte is sent. */
export class LooksAtEdge {
  constructor(
    private readonly looks: Looks,
    private readonly clock: Clock,
  ) {}

  /** @throws Problem `service:look-not-recorded`: then nothing of the answer may be sent. */
  async see(request: Asked): Promise<void> {
    if (request.holder === undefined) {
      if (request.refusedWith === 'request:not-authenticated') this.looks.nameless();
      return;
    }
    const seen = lookOf(request, this.clock.now());
    if (seen?.when === 'first') await this.looks.recorded(seen.look);
    else if (seen !== undefined) this.looks.note(seen.look);
  }
}
