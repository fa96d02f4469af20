import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, transact } from '@adapters/event-store';
import type { Metadata } from '@contracts';
import {
  delivery,
  type DeliveryCommand,
  type DeliveryEvent,
  type DeliveryKey,
  type DeliveryState,
  deliveryStream,
} from '@domain/delivery';
import { type Outcome, outcomeIn } from '@runtime';

/** Any command on one delivery whose facts are all at hand. */
export class DirectDelivery extends Command<Outcome<DeliveryEvent, DeliveryState>> {
  constructor(
    readonly key: DeliveryKey,
    readonly command: DeliveryCommand,
    readonly meta: Metadata,
  ) {
    super();
  }
}

@CommandHandler(DirectDelivery)
export class DeliveryCommandHandler implements ICommandHandler<DirectDelivery> {
  constructor(private readonly store: EventStore) {}

  async execute({ key, command, meta }: DirectDelivery): Promise<Outcome<DeliveryEvent, DeliveryState>> {
    return outcomeIn('delivery', await transact(this.store, delivery, deliveryStream(key), command, meta));
  }
}
