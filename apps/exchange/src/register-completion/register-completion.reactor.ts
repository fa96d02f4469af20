import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { EventStore, factIn, stateOf, type StoredEvent } from '@adapters/event-store';
import type { Caller } from '@contracts';
import { documentSymbol } from '@domain/codes';
import { delivery, deliveryOfId, deliveryStream } from '@domain/delivery';
import { document, type DocumentState, documentStream } from '@domain/document';
import { documentOfKey, paperEntryOfKey, registerCodec, type RegisterEvent } from '@domain/register/events';
import { Clock, type ReactionMeta, reactionMeta, Turns } from '@runtime';
import { DirectDelivery } from '../delivery/delivery.command-handler';
import { Directory } from '../directory';
import { DirectDocument } from '../document/document.command-handler';
import { ReactionRefused } from '../reaction-refused';
import { RecordedNumbers } from '../register/recorded-numbers';
import { DirectRegister } from '../register/register.command-handler';
import { type Completion, completionAtDelivery, completionAtDocument } from './register-completion.policy';

type Allocated = Extract<RegisterEvent, { type: 'NumberAllocated' }>['data'];
type Drafted = Exclude<DocumentState, { status: 'absent' }>;

/**
 * NumberAllocated: the document or delivery gets it, if the command that allocated it did not come that far; a number
 * that stands for nothing is voided. It takes turns with the commands of this process, so it never overtakes one
 * at work.
 */
@Injectable()
export class RegisterCompletionReactor {
  readonly name = 'register-completion';
  readonly streamPrefixes = ['register-'];

  constructor(
    private readonly store: EventStore,
    private readonly commands: CommandBus,
    private readonly directory: Directory,
    private readonly turns: Turns,
    private readonly recorded: RecordedNumbers,
    private readonly clock: Clock,
  ) {}

  async react(event: StoredEvent): Promise<void> {
    const fact = factIn(registerCodec, event);
    // A document on paper was recorded together with its number: nothing is left to do.
    if (fact?.type !== 'NumberAllocated' || paperEntryOfKey(fact.data.key) !== undefined) return;
    const { data } = fact;
    const of = documentOfKey(data.key)?.documentId ?? data.key;
    await this.turns.take(of, async () => {
      if (this.recorded.has({ ...data, of })) return;
      const reaction = reactionMeta(event, this.name);
      if (deliveryOfId(data.key) === undefined) await this.completeDocument(event, data, reaction);
      else await this.completeDelivery(event, data, reaction);
    });
  }

  private async completeDelivery(event: StoredEvent, allocated: Allocated, reaction: ReactionMeta) {
    const key = deliveryOfId(allocated.key) as NonNullable<ReturnType<typeof deliveryOfId>>;
    const { state } = await stateOf(this.store, delivery, deliveryStream(key));
    const { officer, number, bookYear, at } = allocated;
    await this.complete(event, allocated, reaction, completionAtDelivery(allocated, state), () => {
      const entry = { number, bookYear, numberStands: true };
      const acceptance = { type: 'AcceptReceipt', by: key.to, officer, ...entry, at } as const;
      return this.commands.execute(new DirectDelivery(key, acceptance, reaction.meta));
    });
  }

  private async completeDocument(event: StoredEvent, allocated: Allocated, reaction: ReactionMeta) {
    const { key, agency, officer, number, bookYear, series, at } = allocated;
    const place = documentOfKey(key);
    if (place === undefined) throw new ReactionRefused(this.name, event.stream, `no place for ${key}`);
    const { documentId, round } = place;
    const { state } = await stateOf(this.store, document, documentStream(documentId));
    const completion = completionAtDocument({ ...allocated, round }, state);
    await this.complete(event, allocated, reaction, completion, async () => {
      const sender = await this.directory.agency(agency, askedBy(reaction));
      if (sender === undefined) return { refused: 'sender-not-registered' };
      const symbol = documentSymbol({ number, bookYear }, state as Drafted, sender.abbreviation);
      const book = { number, bookYear, series, symbol };
      const numbering = { type: 'NumberDocument', agency, officer, ...book, at } as const;
      return this.commands.execute(new DirectDocument(documentId, numbering, reaction.meta));
    });
  }

  private async complete(
    { stream }: StoredEvent,
    { key, agency, series, bookYear }: Allocated,
    { meta, at }: ReactionMeta,
    completion: Completion,
    finish: () => Promise<object | { readonly refused: string }>,
  ): Promise<void> {
    if (completion.type === 'nothing') return;
    if (completion.type === 'impossible') throw new ReactionRefused(this.name, stream, `no place for ${key}`);
    const book = { agency, series, bookYear };
    const outcome =
      completion.type === 'finish'
        ? await finish()
        : await this.commands.execute(
            new DirectRegister(
              book,
              { type: 'VoidNumber', key, reason: completion.reason, at: at(this.clock) },
              meta,
            ),
          );
    if ('refused' in outcome) throw new ReactionRefused(this.name, stream, String(outcome.refused));
  }
}

/** A reaction has no officer behind it: it asks in the name of the agency whose number it is. */
const askedBy = ({ meta }: ReactionMeta): Caller => ({
  actor: meta.actor,
  correlationId: meta.$correlationId,
  causationId: meta.$causationId,
  source: 'reactor',
});
