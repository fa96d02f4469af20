import { Injectable } from '@nestjs/common';
import {
  type Caller,
  type DeliveryTarget,
  type DocumentTarget,
  type Message,
  type Metadata,
  type Nothing,
  type Refused,
  refusedBy,
  type Subject,
} from '@contracts';
import type { DeliveryCommand, DeliveryKey } from '@domain/delivery';
import { Clock, commandMeta, type Desk, type Doing, doing } from '@runtime';
import { type ActingAtDelivery, ActingFor } from '../acting';
import { CarriedAgencies } from './carried-agencies';
import { DirectDelivery } from './delivery.command-handler';

/** Which officer acts for which agency, when. */
interface ByParty {
  readonly by: string;
  readonly officer: string;
  readonly at: string;
}

type On = (command: DeliveryCommand) => Doing<Nothing>;

export interface AtDelivery {
  readonly delivery: DeliveryKey;
  readonly act: ByParty;
  readonly meta: Metadata;
  /** Who asks, in the name of the own agency. */
  readonly caller: Caller;
  readonly on: On;
}

const onDelivery =
  (delivery: DeliveryKey, meta: Metadata): On =>
  (command) =>
    doing(new DirectDelivery(delivery, command, meta));

function atDelivery(
  acting: ActingAtDelivery | Refused,
  { subject, message, caller, clock }: { subject: Subject; message: Message; caller: Caller; clock: Clock },
): AtDelivery | Refused {
  if ('refused' in acting) return acting;
  const { key, by, officer } = acting;
  const { meta, at } = commandMeta(acting.caller, subject, message, clock);
  return { delivery: key, act: { by, officer, at }, meta, caller, on: onDelivery(key, meta) };
}

/** Officers of the agency that a document came to. */
@Injectable()
export class RecipientDesk implements Desk<AtDelivery> {
  constructor(
    private readonly clock: Clock,
    private readonly actingFor: ActingFor,
  ) {}

  async by(
    subject: Subject,
    message: Message<DocumentTarget>,
    caller: Caller,
  ): Promise<AtDelivery | Refused> {
    const acting = await this.actingFor.atRecipient(message.target, caller);
    return atDelivery(acting, { subject, message, caller, clock: this.clock });
  }
}

/** Officers of the agency that issued it. */
@Injectable()
export class SenderDesk implements Desk<AtDelivery> {
  constructor(
    private readonly clock: Clock,
    private readonly actingFor: ActingFor,
  ) {}

  async by(
    subject: Subject,
    message: Message<DeliveryTarget>,
    caller: Caller,
  ): Promise<AtDelivery | Refused> {
    const acting = await this.actingFor.atSender(message.target, caller);
    return atDelivery(acting, { subject, message, caller, clock: this.clock });
  }
}

export interface AtCarrier {
  readonly officer: string;
  readonly at: string;
  readonly on: On;
}

/**
 * A carrier acts for no agency: its role lets it in, and only to deliveries whose recipient a carrier serves, this one
 * when its token says for whom it is good.
 */
@Injectable()
export class CarrierDesk implements Desk<AtCarrier> {
  constructor(
    private readonly clock: Clock,
    private readonly carried: CarriedAgencies,
  ) {}

  by(subject: Subject, message: Message<DeliveryTarget>, caller: Caller): Promise<AtCarrier | Refused> {
    const { role, officer } = caller.actor;
    if (role !== 'AxisAdapter' && role !== 'Importer') {
      return Promise.resolve(refusedBy('request', 'role-not-allowed'));
    }
    const { documentId, agency: to } = message.target;
    const isServed = this.carried.has(to) && (caller.carries?.includes(to) ?? true);
    if (!isServed) return Promise.resolve(refusedBy('delivery', 'not-found'));
    const { meta, at } = commandMeta(caller, subject, message, this.clock);
    return Promise.resolve({ officer, at, on: onDelivery({ documentId, to }, meta) });
  }
}
