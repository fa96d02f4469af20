import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { EventStore, factIn, stateOf, type StoredEvent, transact } from '@adapters/event-store';
import { deliveryStream } from '@domain/delivery';
import { deliveryCodec } from '@domain/delivery/events';
import { document, type DocumentIn, documentStream } from '@domain/document';
import { atMost, Clock, reactionMeta, Turns } from '@runtime';
import { ReactionRefused } from '../../reaction-refused';
import { type Settled, settlementOf } from './settlement.policy';

type Recalling = DocumentIn<'Recalling'>;

const deliveriesAtOnce = 32;
const recallsMax = 1_000;

/**
 * Settles a recall once every delivery that was asked has its end. A recall may ask 1,000 deliveries, each of whose
 * ends is looked at here: which of them are open is held in memory, so that the deliveries are read once and not at
 * every end.
 */
@Injectable()
export class RecallSettlement {
  /** Deliveries without an end, by document. */
  private readonly open = new LRUCache<string, Set<string>>({ max: recallsMax });

  constructor(
    private readonly store: EventStore,
    private readonly clock: Clock,
    private readonly turns: Turns,
  ) {}

  /** After a fact that may have settled it; `to` is the recipient whose delivery it is about. */
  look(documentId: string, cause: StoredEvent, to?: string): Promise<void> {
    return this.turns.take(documentId, () => this.lookInTurn(documentId, cause, to));
  }

  private async lookInTurn(documentId: string, cause: StoredEvent, to?: string): Promise<void> {
    if (to !== undefined && this.othersAreOpen(documentId, to)) return;
    const { state } = await stateOf(this.store, document, documentStream(documentId));
    if (state.status !== 'Recalling') return;
    const ends = await this.endsOf(state);
    const outstanding = state.recall.recipients.filter((to) => !ends.has(to));
    this.keep(documentId, outstanding);
    if (outstanding.length === 0) await this.settle(state, ends, cause);
  }

  /**
   * After the end of one delivery. Another order of recall looks at its deliveries anew, so an older set only waits too
   * long.
   */
  private othersAreOpen(documentId: string, to: string): boolean {
    const open = this.open.get(documentId);
    open?.delete(to);
    return open !== undefined && open.size > 0;
  }

  private async endsOf({ documentId, recall }: Recalling): Promise<ReadonlyMap<string, Settled>> {
    const ends = new Map<string, Settled>();
    await atMost(deliveriesAtOnce, recall.recipients, async (to) => {
      const { events } = await this.store.readStream(deliveryStream({ documentId, to }));
      const facts = events.map((event) => factIn(deliveryCodec, event)).filter((fact) => fact !== undefined);
      const end = settlementOf(facts, recall.at);
      if (end !== undefined) ends.set(to, end);
    });
    return ends;
  }

  private keep(documentId: string, outstanding: readonly string[]): void {
    if (outstanding.length > 0) this.open.set(documentId, new Set(outstanding));
    else this.open.delete(documentId);
  }

  private async settle(
    { documentId, agency, recall }: Recalling,
    ends: ReadonlyMap<string, Settled>,
    cause: StoredEvent,
  ): Promise<void> {
    const endedAs = (end: Settled) => recall.recipients.filter((to) => ends.get(to) === end);
    const { meta, at } = reactionMeta(cause, 'recall-settlement');
    const stream = documentStream(documentId);
    const outcome = { cancelled: endedAs('cancelled'), kept: endedAs('kept'), at: at(this.clock) };
    const settled = await transact(
      this.store,
      document,
      stream,
      { type: 'SettleRecall', agency, ...outcome },
      meta,
    );
    // Withdrawn meanwhile: there is nothing left to settle.
    if ('refused' in settled && settled.refused !== 'not-being-recalled') {
      throw new ReactionRefused('recall-settlement', stream, settled.refused);
    }
  }
}
