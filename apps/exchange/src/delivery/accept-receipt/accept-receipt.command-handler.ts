import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, type Gather, transact } from '@adapters/event-store';
import { type Metadata, type Refused, refusedBy } from '@contracts';
import { localYear } from '@domain/codes';
import {
  acceptanceStoppedBy,
  type CommandOf,
  delivery,
  type DeliveryEvent,
  deliveryId,
  type DeliveryKey,
  type DeliveryState,
  deliveryStream,
} from '@domain/delivery';
import { numberOf } from '@domain/register';
import { outcomeIn, Turns } from '@runtime';
import { finishedFrom, type Recorded } from '../../finished-from';
import { fallsBehind } from '../../history-order.policy';
import { RecordedNumbers } from '../../register/recorded-numbers';
import { DirectRegister } from '../../register/register.command-handler';

type Receiving = Gather<CommandOf<'AcceptReceipt'>, DeliveryState, Refused>;
type Accepted = Extract<DeliveryEvent, { type: 'ReceiptAccepted' }>;

/** The recipient takes an arrived document in, under the next number of its incoming book. */
export class AcceptReceipt extends Command<Recorded<Accepted> | Refused> {
  constructor(
    readonly key: DeliveryKey,
    readonly officer: string,
    readonly at: string,
    readonly meta: Metadata,
  ) {
    super();
  }
}

/**
 * Two streams without a common append: look whether the delivery can be accepted, allocate its number, record it at
 * the delivery. A crash in between is finished by the reaction to the allocated number.
 */
@CommandHandler(AcceptReceipt)
export class AcceptReceiptHandler implements ICommandHandler<AcceptReceipt> {
  constructor(
    private readonly store: EventStore,
    private readonly commands: CommandBus,
    private readonly turns: Turns,
    private readonly recorded: RecordedNumbers,
  ) {}

  execute(message: AcceptReceipt): Promise<Recorded<Accepted> | Refused> {
    return this.turns.take(deliveryId(message.key), () => this.inTurn(message));
  }

  private async inTurn(message: AcceptReceipt): Promise<Recorded<Accepted> | Refused> {
    const stream = deliveryStream(message.key);
    const receipt = this.receiptOf(message);
    const accepted = outcomeIn(
      'delivery',
      await transact(this.store, delivery, stream, receipt, message.meta),
    );
    if ('refused' in accepted) return this.unlessFinished(accepted, message);
    const [event] = accepted.events;
    if (event === undefined) return this.unlessFinished(refusedBy('delivery', 'already-accepted'), message);
    const book = bookIn(event);
    if (book !== undefined) this.recorded.add({ ...book, of: deliveryId(message.key) });
    return { event: event as Accepted, position: accepted.position };
  }

  /** A delivery that moves on meanwhile keeps the number: it stands in the book. */
  private receiptOf(message: AcceptReceipt): Receiving {
    const { key, officer, at } = message;
    let allocated: number | undefined;
    return async (state, lastAt) => {
      const number = allocated ?? (await this.numberFor(message, state, lastAt));
      if (typeof number !== 'number') return number;
      allocated = number;
      const bookYear = localYear(at);
      return { type: 'AcceptReceipt', by: key.to, officer, number, bookYear, numberStands: true, at };
    };
  }

  private async numberFor(
    { key, officer, at, meta }: AcceptReceipt,
    state: DeliveryState,
    lastAt: string | undefined,
  ): Promise<number | Refused> {
    const refused = acceptanceStoppedBy(state, key.to);
    if (refused !== undefined) return refusedBy('delivery', refused);
    if (fallsBehind(at, lastAt, meta)) return refusedBy('delivery', 'occurred-before-history');
    const book = { agency: key.to, series: 'incoming', bookYear: localYear(at) };
    const entryKey = deliveryId(key);
    const allocate = { type: 'AllocateNumber', ...book, key: entryKey, officer, at } as const;
    const allocated = await this.commands.execute(new DirectRegister(book, allocate, meta));
    if ('refused' in allocated) return allocated;
    // failpoint(incoming-number-allocated-delivery-not-appended)
    return numberOf(allocated.state, entryKey) as number;
  }

  /** Accepted already is a refusal, unless the reaction to its number finished this very command. */
  private async unlessFinished(refusal: Refused, { key, meta }: AcceptReceipt) {
    if (refusal.refused !== 'already-accepted') return refusal;
    const stream = deliveryStream(key);
    return (await finishedFrom(this.store, delivery.codec, stream, meta, acceptanceIn)) ?? refusal;
  }
}

function acceptanceIn(event: DeliveryEvent) {
  const book = bookIn(event);
  return event.type === 'ReceiptAccepted' && book !== undefined ? { event, book } : undefined;
}

function bookIn(event: DeliveryEvent) {
  if (event.type !== 'ReceiptAccepted') return undefined;
  const { to: agency, bookYear, number } = event.data;
  if (bookYear === undefined || number === undefined) return undefined;
  return { agency, series: 'incoming', bookYear, number };
}
