import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import {
  refusedBy,
  type Caller,
  type CommandReply,
  type DeliveryTarget,
  type DocumentTarget,
  type Message,
  type Nothing,
  type Subject,
} from '@contracts';
import type { DeliveryCommand, DeliveryKey } from '@domain/delivery';
import { Clock, commandMeta, type CommandMeta } from '@runtime';
import { ActingFor, type ActingAtLeg } from './acting';
import { CarriedAgencies } from './carried-agencies';
import { DirectDelivery } from './delivery.command-handler';
import { Replies } from './replies';

interface Act {
  readonly by: string;
  readonly officer: string;
  readonly at: string;
}

/** Acts at one leg whose facts are all at hand: who acts, when, and the answer. */
@Injectable()
export class Legs {
  constructor(
    private readonly commands: CommandBus,
    private readonly clock: Clock,
    private readonly replies: Replies,
    private readonly actingFor: ActingFor,
    private readonly carried: CarriedAgencies,
  ) {}

  async actOfRecipient(
    subject: Subject,
    message: Message<DocumentTarget>,
    caller: Caller,
    commandOf: (act: Act) => DeliveryCommand,
  ): Promise<CommandReply<Nothing>> {
    const acting = await this.actingFor.atRecipient(message.target, caller);
    return this.act(acting, this.metaOf(message, acting.caller, subject), commandOf);
  }

  async actOfSender(
    subject: Subject,
    message: Message<DeliveryTarget>,
    caller: Caller,
    commandOf: (act: Act) => DeliveryCommand,
  ): Promise<CommandReply<Nothing>> {
    const acting = await this.actingFor.atSender(message.target, caller);
    return this.act(acting, this.metaOf(message, acting.caller, subject), commandOf);
  }

  /**
   * A carrier acts for no agency: its role lets it in, and only to legs whose recipient a carrier serves, this one when
   * its token says for whom it is good.
   */
  async toldByCarrier(
    subject: Subject,
    message: Message<DeliveryTarget>,
    caller: Caller,
    commandOf: (told: { readonly officer: string; readonly at: string }) => DeliveryCommand,
  ): Promise<CommandReply<Nothing>> {
    const { role, officer } = caller.actor;
    if (role !== 'AxisAdapter' && role !== 'Importer') return refusedBy('request', 'role-not-allowed');
    const { documentId, agency: to } = message.target;
    const isServed = this.carried.has(to) && (caller.carries?.includes(to) ?? true);
    if (!isServed) return refusedBy('delivery', 'not-found');
    const { meta, at } = this.metaOf(message, caller, subject);
    return this.record({ documentId, to }, commandOf({ officer, at }), meta);
  }

  private act(
    { leg, by, officer }: ActingAtLeg,
    { meta, at }: CommandMeta,
    commandOf: (act: Act) => DeliveryCommand,
  ): Promise<CommandReply<Nothing>> {
    return this.record(leg, commandOf({ by, officer, at }), meta);
  }

  private async record(leg: DeliveryKey, command: DeliveryCommand, meta: CommandMeta['meta']) {
    const outcome = await this.commands.execute(new DirectDelivery(leg, command, meta));
    return this.replies.to(outcome, (): Nothing => ({}));
  }

  private metaOf(message: Message, caller: Caller, subject: Subject): CommandMeta {
    return commandMeta(caller, subject, message, this.clock);
  }
}
