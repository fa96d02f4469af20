import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { EventStore, factIn, stateOf, type StoredEvent } from '@adapters/event-store';
import { document } from '@domain/document';
import { documentCodec } from '@domain/document/events';
import { reactionMeta } from '@runtime';
import { ReactionRefused } from '../../reaction-refused';
import { DirectRegister } from '../../register/register.command-handler';
import { voidingOf } from '../void-number/voiding.policy';

/** DocumentNumberVoided: the register records it, if the command did not come that far. */
@Injectable()
export class NumberVoidReactor {
  readonly name = 'number-void';
  readonly streamPrefixes = ['document-'];

  constructor(
    private readonly store: EventStore,
    private readonly commands: CommandBus,
  ) {}

  async react(event: StoredEvent): Promise<void> {
    const fact = factIn(documentCodec, event);
    if (fact?.type !== 'DocumentNumberVoided') return;
    const { state } = await stateOf(this.store, document, event.stream);
    const { book, voiding } = voidingOf(fact.data, state);
    const { meta } = reactionMeta(event, this.name);
    const voided = await this.commands.execute(new DirectRegister(book, voiding, meta));
    if ('refused' in voided) throw new ReactionRefused(this.name, event.stream, voided.refused);
  }
}
