import { LRUCache } from 'lru-cache';
import { type Requester, ServiceUnavailable } from '@adapters/messaging';
import { subjects, type SystemOfKey } from '@contracts';
import { houseCaller } from '@runtime';
import { Problem } from './problem';

/** How old a yes may be: who is revoked is cut off within 10 s. Milliseconds. */
const yesKeptMs = 5_000;
const keptMax = 1_000;

/** What connected systems may read, asked of the directory; a yes is remembered for 5 s, a no never. */
export class KeysOfSystems {
  private readonly kept = new LRUCache<string, SystemOfKey>({ max: keptMax, ttl: yesKeptMs });

  constructor(private readonly requester: Pick<Requester, 'answer'>) {}

  /** @throws Problem 503 while the directory is away */
  async of(systemId: string, publicKey: string): Promise<SystemOfKey> {
    const key = `${systemId} ${publicKey}`;
    const known = this.kept.get(key);
    if (known !== undefined) return known;
    const askedMs = performance.now();
    const found = await this.ask(systemId, publicKey);
    // A no, too, in case there was a yes from an earlier question that came late.
    if (found.granted === undefined) this.kept.delete(key);
    else this.kept.set(key, found, { start: askedMs });
    return found;
  }

  private async ask(systemId: string, publicKey: string): Promise<SystemOfKey> {
    const message = { target: { systemId }, body: { publicKey } };
    try {
      return await this.requester.answer<SystemOfKey>(subjects.systemOfKey, message, houseCaller('http'));
    } catch (error) {
      if (error instanceof ServiceUnavailable) throw new Problem('service:unavailable', { cause: error });
      throw error;
    }
  }
}
