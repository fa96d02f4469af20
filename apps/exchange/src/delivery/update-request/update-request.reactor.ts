import { Injectable } from '@nestjs/common';
import { EventStore, factIn, type StoredEvent, transact } from '@adapters/event-store';
import { delivery, type DeliveryCommand, deliveryStream } from '@domain/delivery';
import { deliveryCodec, type DeliveryEvent } from '@domain/delivery/events';
import { documentCodec, type DocumentEvent } from '@domain/document/events';
import { atMost, Clock, reactionMeta } from '@runtime';
import { documentNow, issueAmong } from '../../document/issued-document';
import { ReactionRefused } from '../../reaction-refused';
import { requestOf } from '../delivery-request/delivery-request.policy';
import { DeliveryRequestReactor } from '../delivery-request/delivery-request.reactor';
import { askBack } from '../recall-request/asking-back.policy';
import { type Update, updatesAmong } from './updates.policy';

type Updated = Extract<DocumentEvent, { type: 'UpdateIssued' }>['data'];

const deliveriesAtOnce = 32;
const questionsMax = 4;
const documentsMax = 10_000;

/** After these a delivery can be asked what it could not be asked before. */
const askable: readonly DeliveryEvent['type'][] = ['DocumentArrived', 'UpdateAgreed', 'UpdateRefused'];

/**
 * UpdateIssued: deliveries begin for added recipients, removed ones are asked back, the others are asked for the
 * changes. A delivery that cannot be asked yet is asked when it arrives or has answered the update before. Each
 * delivery is asked once for each update.
 */
@Injectable()
export class UpdateRequestReactor {
  readonly name = 'update-request';
  readonly streamPrefixes = ['document-', 'delivery-'];
  /** Which documents had updates when this reactor last looked; it sees every later one itself. */
  private readonly updated = new Map<string, boolean>();

  constructor(
    private readonly store: EventStore,
    private readonly request: DeliveryRequestReactor,
    private readonly clock: Clock,
  ) {}

  async react(event: StoredEvent): Promise<void> {
    if (event.stream.startsWith('document-')) {
      const fact = factIn(documentCodec, event);
      if (fact?.type === 'DocumentIssued') this.noteIssue(fact.data.documentId);
      if (fact?.type === 'UpdateIssued') await this.issued(event, fact.data);
      return;
    }
    const fact = factIn(deliveryCodec, event);
    if (fact !== undefined && askable.includes(fact.type)) await this.askAgain(fact.data);
  }

  private async issued(event: StoredEvent, updated: Updated): Promise<void> {
    const { documentId, addedRecipients, removedRecipients } = updated;
    this.note(documentId, true);
    const { facts, state } = await documentNow(this.store, documentId);
    const issue = issueAmong(facts);
    const issued = facts.find((fact) => fact.stored === issue)?.event;
    if (issue === undefined || issued?.type !== 'DocumentIssued' || !('deliveries' in state)) return;
    const { meta, at } = reactionMeta(event, this.name);
    const updates = updatesAmong(facts);
    const changed = updates.find((update) => update.stored.id === event.id)?.soFar ?? {};
    await atMost(deliveriesAtOnce, addedRecipients, async (to) => {
      const request = requestOf(issued.data, to, at(this.clock), changed);
      await transact(this.store, delivery, deliveryStream(request), request, meta);
    });
    const gone = await atMost(deliveriesAtOnce, removedRecipients, (to) => this.remove(event, updated, to));
    const asked = await atMost(deliveriesAtOnce, state.deliveries, (to) => this.ask(documentId, to, updates));
    if (![...gone, ...asked].includes('not-found')) return;
    // The deliveries of the issue are missing: their own reactor is behind.
    await this.request.react(issue);
    await atMost(deliveriesAtOnce, removedRecipients, (to) => this.remove(event, updated, to));
  }

  /** Stops a delivery that has not left and asks it back otherwise. */
  private async remove(
    event: StoredEvent,
    { documentId, agency, officer, reason }: Updated,
    to: string,
  ): Promise<string | undefined> {
    const { meta, at } = reactionMeta(event, this.name);
    const stream = deliveryStream({ documentId, to });
    const asking = { by: agency, officer, reason, at: at(this.clock) };
    let refused: string | undefined = 'not-arrived-yet';
    for (let question = 0; question < questionsMax; question++) {
      const command = askBack(asking, refused, 'take-back');
      if (command === undefined) return refused;
      const asked = await transact(this.store, delivery, stream, command, meta);
      if (!('refused' in asked)) return undefined;
      refused = asked.refused;
    }
    throw new ReactionRefused(this.name, stream, refused ?? 'nothing');
  }

  /** Asks a delivery for each update it was not asked for, in their order, as far as it can be asked now. */
  private async ask(documentId: string, to: string, updates: readonly Update[]): Promise<string | undefined> {
    const stream = deliveryStream({ documentId, to });
    const added = updates.findIndex(({ data }) => data.addedRecipients.includes(to));
    for (const { stored, data } of updates.slice(added + 1)) {
      if (Object.keys(data.changes).length === 0) continue;
      const { agency: by, officer, changes, reason } = data;
      const { meta, at } = reactionMeta(stored, this.name);
      const command: DeliveryCommand = {
        type: 'RequestUpdate',
        ...{ by, officer, changes, reason, at: at(this.clock) },
      };
      const asked = await transact(this.store, delivery, stream, command, meta);
      if ('refused' in asked) return asked.refused;
    }
    return undefined;
  }

  private async askAgain({ documentId, to }: DeliveryEvent['data']): Promise<void> {
    if (this.updated.get(documentId) === false) return;
    const { facts, state } = await documentNow(this.store, documentId);
    const updates = updatesAmong(facts);
    this.note(documentId, updates.length > 0);
    if (state.status === 'Issued' && state.deliveries.includes(to)) await this.ask(documentId, to, updates);
  }

  /** Every update of a document comes after its issue, also when the issue is heard of again. */
  private noteIssue(documentId: string): void {
    if (!this.updated.has(documentId)) this.note(documentId, false);
  }

  private note(documentId: string, isUpdated: boolean): void {
    this.updated.delete(documentId);
    this.updated.set(documentId, isUpdated);
    const [eldest] = this.updated.keys();
    if (this.updated.size > documentsMax && eldest !== undefined) this.updated.delete(eldest);
  }
}
