import type { StoredEvent } from '@adapters/event-store';
import {
  evolveSystem,
  noSystem,
  type RegisteredSystem,
  systemCodec,
  systemOfStream,
  type SystemState,
} from '@domain/system/events';
import { UnreadableFact } from '@formats/public-facts';

/** Registered systems as their facts have them so far. */
export class FoldedSystems {
  private readonly states = new Map<string, { readonly state: SystemState; readonly revision: bigint }>();

  /**
   * Id of the system that a fact belongs to; one that is taken again changes nothing.
   * @throws UnreadableFact
   */
  take(stored: StoredEvent): string | undefined {
    const systemId = systemOfStream(stored.stream);
    if (systemId === undefined) return undefined;
    const { state, revision } = this.states.get(systemId) ?? { state: noSystem, revision: -1n };
    if (stored.revision <= revision) return systemId;
    const fact = systemCodec.decode(stored);
    if (fact === 'unknown-version') throw new UnreadableFact(stored);
    const after = fact === 'unknown-fact' ? state : evolveSystem(state, fact);
    this.states.set(systemId, { state: after, revision: stored.revision });
    return systemId;
  }

  get(systemId: string): RegisteredSystem | undefined {
    const state = this.states.get(systemId)?.state;
    return state === undefined || state.status === 'absent' ? undefined : state;
  }

  all(): readonly RegisteredSystem[] {
    return [...this.states.keys()].flatMap((systemId) => this.get(systemId) ?? []);
  }

  /** The system that a key was issued to, whether it is still good or not. */
  withKey(publicKey: string | undefined): RegisteredSystem | undefined {
    return this.all().find(({ keys }) => keys.some((key) => key.publicKey === publicKey));
  }

  clear(): void {
    this.states.clear();
  }
}
