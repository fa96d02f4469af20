import { MessagePattern, Payload } from '@nestjs/microservices';
import type { Caller, Forward } from '@contracts';
import { CallerOf } from './caller-of';

/** What hears a subject: target and body in their forms, and who asks. */
export type Hearing<Controller, Reply> = (
  this: Controller,
  target: object,
  body: object,
  caller: Caller,
) => Promise<Reply>;

/** Gives a controller a handler of one subject, with the decorators that one written by hand would have. */
export function hear<Controller extends object, Reply>(
  controller: Controller,
  name: string,
  { subject, target, body }: Forward,
  value: Hearing<Controller, Reply>,
): void {
  Object.defineProperty(controller, name, { value, configurable: true, writable: true });
  Payload('target')(controller, name, 0);
  Payload('body')(controller, name, 1);
  CallerOf()(controller, name, 2);
  Reflect.defineMetadata('design:paramtypes', [target, body, Object], controller, name);
  const descriptor = Object.getOwnPropertyDescriptor(controller, name) as PropertyDescriptor;
  MessagePattern(subject)(controller, name, descriptor);
}
