import { Body, Controller, Param, Query, type Type } from '@nestjs/common';
import type { AgenciesTold, Caller, Operation, OperationName } from '@contracts';
import { canonicalHash } from '@runtime';
import { RecipientsADay } from '../documents/recipients-a-day';
import { Asker, Handles } from './operation';
import { Services } from './services';

interface Asked {
  readonly target: object;
  readonly body: object;
  readonly caller: Caller;
}
type Send = (caller: Caller) => Promise<object>;
type Around = (asked: Asked, send: Send, recipients: RecipientsADay) => Promise<object>;

/** What is done around a command before and after it is sent on. */
const around: Readonly<Record<NonNullable<Operation['around']>, Around>> = {
  /** A PUT names itself: what is put where. The same again is the same command, all else is another. */
  put: ({ target, body, caller }, send) =>
    send({ ...caller, idempotencyKey: `${Object.values(target).join('/')}:${canonicalHash(body)}` }),
  recipients: ({ body, caller }, send, recipients) =>
    recipients.counting(caller, (body as { recipients: readonly string[] }).recipients.length, () =>
      send(caller),
    ),
  told: ({ caller }, send, recipients) =>
    recipients.countingTold(caller, () => send(caller) as Promise<AgenciesTold>),
};

class Forwarder {
  constructor(
    readonly services: Services,
    readonly recipients: RecipientsADay,
  ) {}
}

type Handler = (this: Forwarder, target: object, body: object, caller: Caller) => Promise<object>;

/** Sends a request on to the service of its row, and answers what that answers. */
function handlerOf({ kind, forward, around: name }: Operation & { forward: object }): Handler {
  const { subject } = forward as NonNullable<Operation['forward']>;
  return function handle(target, body, caller) {
    const message = { target, body };
    if (kind === 'query') return this.services.query<object>(subject, message, caller);
    const send: Send = (by) => this.services.command<object>(subject, message, by);
    return name === undefined ? send(caller) : around[name]({ ...message, caller }, send, this.recipients);
  };
}

/**
 * The controller of every row that is only sent on, with the decorators a handler written by hand would have: its
 * route, its parameters with their classes, so that pipes and the API page find what they look for.
 */
export function forwarder(rows: Readonly<Record<OperationName, Operation>>): Type {
  class ForwardingController extends Forwarder {}
  Controller()(ForwardingController);
  Reflect.defineMetadata('design:paramtypes', [Services, RecipientsADay], ForwardingController);
  const { prototype } = ForwardingController;
  for (const [name, row] of Object.entries<Operation>(rows)) {
    if (row.forward === undefined) continue;
    const { target, body } = row.forward;
    const value = handlerOf({ ...row, forward: row.forward });
    // The API page looks for the classes of a handler under the name of its function.
    Object.defineProperty(value, 'name', { value: name });
    Object.defineProperty(prototype, name, { value, configurable: true, writable: true });
    // The last one first, as the compiler applies them: the page lists them in this order.
    Asker()(prototype, name, 2);
    (row.kind === 'query' ? Query() : Body())(prototype, name, 1);
    Param()(prototype, name, 0);
    Reflect.defineMetadata('design:paramtypes', [target, body, Object], prototype, name);
    const descriptor = Object.getOwnPropertyDescriptor(prototype, name) as PropertyDescriptor;
    Handles(name as OperationName)(prototype, name, descriptor);
  }
  return ForwardingController;
}
