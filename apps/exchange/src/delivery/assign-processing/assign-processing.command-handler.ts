import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, transact } from '@adapters/event-store';
import { type Caller, type Metadata, refusedBy } from '@contracts';
import {
  delivery,
  type DeliveryCommand,
  type DeliveryEvent,
  type DeliveryKey,
  type DeliveryState,
  deliveryStream,
} from '@domain/delivery';
import { type Outcome, outcomeIn } from '@runtime';
import { Directory } from '../../directory';
import { wrongAssignees } from './assignees.policy';

/** An assignment, the first or another one, before the directory was asked for the officers of the agency. */
export class AssignProcessing extends Command<Outcome<DeliveryEvent, DeliveryState>> {
  constructor(
    readonly key: DeliveryKey,
    readonly command: Extract<DeliveryCommand, { type: 'AssignProcessing' | 'ReassignProcessing' }>,
    readonly meta: Metadata,
    readonly caller: Caller,
  ) {
    super();
  }
}

@CommandHandler(AssignProcessing)
export class AssignProcessingHandler implements ICommandHandler<AssignProcessing> {
  constructor(
    private readonly store: EventStore,
    private readonly directory: Directory,
  ) {}

  async execute(message: AssignProcessing): Promise<Outcome<DeliveryEvent, DeliveryState>> {
    const { key, command, meta, caller } = message;
    const wrong = wrongAssignees(command, await this.directory.agency(caller.actor.agency, caller));
    const gathered = { ...command, unfit: wrong.length > 0 };
    const assigned = await transact(this.store, delivery, deliveryStream(key), gathered, meta);
    return 'refused' in assigned && assigned.refused === 'assignee-not-found'
      ? refusedBy('delivery', assigned.refused, wrong)
      : outcomeIn('delivery', assigned);
  }
}
