import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { refusedBy, type Caller, type Metadata } from '@contracts';
import {
  delivery,
  deliveryStream,
  type DeliveryCommand,
  type DeliveryEvent,
  type DeliveryKey,
  type DeliveryState,
} from '@domain/delivery';
import { EventStore, stateOf, transact } from '@adapters/event-store';
import { outcomeIn, type Outcome } from '@runtime';
import { Directory } from '../../directory';
import { wrongAssignees } from './assignees.policy';

/** An assignment, the first or another one, before the directory was asked for the officers of the agency. */
export class AssignProcessing extends Command<Outcome<DeliveryEvent, DeliveryState>> {
  constructor(
    readonly leg: DeliveryKey,
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
    const { leg, command, meta, caller } = message;
    const stream = deliveryStream(leg);
    const wrong = wrongAssignees(command, await this.directory.agency(caller.actor.agency, caller));
    if (wrong.length > 0 && (await this.wouldRecord(stream, command))) {
      return refusedBy('delivery', 'assignee-not-found', wrong);
    }
    return outcomeIn('delivery', await transact(this.store, delivery, stream, command, meta));
  }

  /** Whether only the officers stand in the way: a leg that is not there or not yet received says so first. */
  private async wouldRecord(stream: string, command: AssignProcessing['command']): Promise<boolean> {
    const { state } = await stateOf(this.store, delivery, stream);
    const decision = delivery.decider.decide(command, state);
    return 'events' in decision && decision.events.length > 0;
  }
}
