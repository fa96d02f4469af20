import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { refusedBy, type Metadata, type Refused } from '@contracts';
import { localYear } from '@domain/codes';
import { delivery, deliveryId, deliveryStream, type DeliveryEvent, type DeliveryKey } from '@domain/delivery';
import { numberOf } from '@domain/register';
import { EventStore, stateOf, transact } from '@adapters/event-store';
import { fallsBehind } from '../../history-order.policy';
import { recordedEarlier, type Recorded } from '../../recorded-earlier';
import { DirectRegister } from '../../register/register.command-handler';
import { Turns } from '../../turns';

type Accepted = Extract<DeliveryEvent, { type: 'ReceiptAccepted' }>;

/** The recipient takes an arrived document in, under the next number of its incoming book. */
export class AcceptReceipt extends Command<Recorded<Accepted> | Refused> {
  constructor(
    readonly leg: DeliveryKey,
    readonly officer: string,
    readonly at: string,
    readonly meta: Metadata,
  ) {
    super();
  }
}

/**
 * Two streams without a common append: look whether the leg can be accepted, allocate its number, record it at
 * the leg. A crash in between is finished by the reaction to the allocated number.
 */
@CommandHandler(AcceptReceipt)
export class AcceptReceiptHandler implements ICommandHandler<AcceptReceipt> {
  constructor(
    private readonly store: EventStore,
    private readonly commands: CommandBus,
    private readonly turns: Turns,
  ) {}

  execute(message: AcceptReceipt): Promise<Recorded<Accepted> | Refused> {
    return this.turns.take(deliveryId(message.leg), () => this.inTurn(message));
  }

  private async inTurn(message: AcceptReceipt): Promise<Recorded<Accepted> | Refused> {
    const { leg, officer, at, meta } = message;
    const stream = deliveryStream(leg);
    const { state, lastAt } = await stateOf(this.store, delivery, stream);
    const bookYear = localYear(at);
    const acceptance = { type: 'AcceptReceipt', by: leg.to, officer, bookYear, at } as const;
    const attempt = delivery.decider.decide({ ...acceptance, number: 0 }, state);
    if ('refused' in attempt) return this.refusal(attempt.refused, message);
    if (fallsBehind(at, lastAt, meta)) return refusedBy('delivery', 'occurred-before-history');

    const book = { agency: leg.to, series: 'incoming', bookYear };
    const key = deliveryId(leg);
    const allocate = { type: 'AllocateNumber', ...book, key, officer, at } as const;
    const allocated = await this.commands.execute(new DirectRegister(book, allocate, meta));
    if ('refused' in allocated) return allocated;
    // failpoint(incoming-number-allocated-leg-not-appended)
    const number = numberOf(allocated.state, key) as number;
    const receipt = { ...acceptance, number, numberStands: true };
    const accepted = await transact(this.store, delivery, stream, receipt, meta);
    if ('refused' in accepted) return this.refusal(accepted.refused, message);
    const [event] = accepted.events;
    return event === undefined
      ? this.refusal('already-accepted', message)
      : { event: event as Accepted, position: accepted.position };
  }

  /** Accepted already is a refusal, unless this very command did it before. */
  private async refusal(
    refused: string,
    { leg, meta }: AcceptReceipt,
  ): Promise<Recorded<Accepted> | Refused> {
    const earlier =
      refused === 'already-accepted'
        ? await recordedEarlier(this.store, delivery.codec, deliveryStream(leg), meta, acceptanceIn)
        : undefined;
    return earlier ?? refusedBy('delivery', refused);
  }
}

function acceptanceIn(event: DeliveryEvent) {
  if (event.type !== 'ReceiptAccepted') return undefined;
  const { to: agency, bookYear } = event.data;
  return bookYear === undefined ? undefined : { event, book: { agency, series: 'incoming', bookYear } };
}
