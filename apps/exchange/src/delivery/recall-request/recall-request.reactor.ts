import { Injectable } from '@nestjs/common';
import { EventStore, factIn, type StoredEvent, transact } from '@adapters/event-store';
import { delivery, type DeliveryCommand, deliveryStream } from '@domain/delivery';
import { documentCodec, type DocumentEvent } from '@domain/document/events';
import { atMost, Clock, type ReactionMeta, reactionMeta } from '@runtime';
import { documentNow, issueAmong } from '../../document/issued-document';
import { RecallSettlement } from '../../document/recall-settlement/recall-settlement';
import { ReactionRefused } from '../../reaction-refused';
import { DeliveryRequestReactor } from '../delivery-request/delivery-request.reactor';
import { askBack } from './asking-back.policy';

type Ordered = Extract<DocumentEvent, { type: 'RecallOrdered' }>['data'];
type Withdrawn = Extract<DocumentEvent, { type: 'RecallOrderWithdrawn' }>['data'];

const deliveriesAtOnce = 32;

/**
 * Each question depends on the last answer; a delivery moves at most from queued to dispatched to arrived in between.
 */
const questionsMax = 4;

/**
 * RecallOrdered: every delivery is asked back, what has not left is stopped. RecallOrderWithdrawn: nobody is asked any
 * longer. Both look where the document stands now, so an order that was withdrawn asks nobody.
 */
@Injectable()
export class RecallRequestReactor {
  readonly name = 'recall-request';
  readonly streamPrefixes = ['document-'];

  constructor(
    private readonly store: EventStore,
    private readonly request: DeliveryRequestReactor,
    private readonly settlement: RecallSettlement,
    private readonly clock: Clock,
  ) {}

  async react(event: StoredEvent): Promise<void> {
    const fact = factIn(documentCodec, event);
    if (fact?.type === 'RecallOrdered') await this.ordered(event, fact.data);
    if (fact?.type === 'RecallOrderWithdrawn') await this.withdrawn(event, fact.data);
  }

  private async ordered(
    event: StoredEvent,
    { documentId, agency, officer, reason, at }: Ordered,
  ): Promise<void> {
    const { state, facts } = await documentNow(this.store, documentId);
    if (state.status !== 'Recalling' || state.recall.at !== at) return;
    // A delivery may be asked back only once it exists; its own reactor may be behind.
    const issue = issueAmong(facts);
    const reaction = reactionMeta(event, this.name);
    const by = { by: agency, officer, reason, at: reaction.at(this.clock) };
    const isMissing = await atMost(deliveriesAtOnce, state.recall.recipients, async (to) => {
      const outcome = await this.ask(deliveryStream({ documentId, to }), by, reaction);
      return outcome === 'not-found' ? to : undefined;
    });
    const missing = isMissing.filter((to) => to !== undefined);
    if (missing.length > 0 && issue !== undefined) {
      await this.request.react(issue);
      await atMost(deliveriesAtOnce, missing, (to) =>
        this.ask(deliveryStream({ documentId, to }), by, reaction),
      );
    }
    await this.settlement.look(documentId, event);
  }

  /** Stops what has not left and asks the rest back. */
  private async ask(
    stream: string,
    by: Parameters<typeof askBack>[0],
    { meta }: ReactionMeta,
  ): Promise<string | undefined> {
    let refused: string | undefined;
    for (let question = 0; question < questionsMax; question++) {
      const command = askBack(by, refused, 'formal');
      if (command === undefined) return refused;
      const asked = await transact(this.store, delivery, stream, command, meta);
      if (!('refused' in asked)) return undefined;
      refused = asked.refused;
    }
    throw new ReactionRefused(this.name, stream, refused ?? 'nothing');
  }

  private async withdrawn(
    event: StoredEvent,
    { documentId, agency, officer, reason }: Withdrawn,
  ): Promise<void> {
    const { state, facts } = await documentNow(this.store, documentId);
    if (state.status === 'Recalling') return;
    const before = facts.slice(
      0,
      facts.findIndex(({ stored }) => stored.id === event.id),
    );
    const order = before.findLast(({ event: { type } }) => type === 'RecallOrdered')?.event.data as Ordered;
    const { meta, at } = reactionMeta(event, this.name);
    const act = { by: agency, officer, reason, at: at(this.clock) };
    const command: DeliveryCommand = { type: 'WithdrawRecallRequest', ...act };
    await atMost(deliveriesAtOnce, order.recipients, async (to) => {
      const stream = deliveryStream({ documentId, to });
      const asked = await transact(this.store, delivery, stream, command, meta);
      if ('refused' in asked && !nobodyAsked.includes(asked.refused)) {
        throw new ReactionRefused(this.name, stream, asked.refused);
      }
    });
  }
}

const nobodyAsked: readonly string[] = ['no-recall-pending', 'not-found'];
