import { Controller, Inject, type Type } from '@nestjs/common';
import { type Command, CommandBus } from '@nestjs/cqrs';
import {
  type Caller,
  type CommandReply,
  type Forward,
  type ForwardedRow,
  type Message,
  type Refused,
  refusedBy,
  type Subject,
} from '@contracts';
import { hear, type Hearing } from './hear';
import { Replies } from './replies';

/** Finds out who acts, for whom and when, the same for all acts of a desk; or why nobody may. */
export interface Desk<By> {
  by(subject: Subject, message: Message, caller: Caller): Promise<By | Refused>;
}

interface Recorded {
  readonly position: bigint;
}

/** A command of the process's own bus, and what is told of its outcome. */
export interface Doing<A> {
  readonly command: Command<unknown>;
  readonly answer: (outcome: never) => A;
}

const nothingTold = (): Readonly<Record<string, never>> => ({});

export function doing<Outcome extends Recorded>(
  command: Command<Outcome | Refused>,
): Doing<Readonly<Record<string, never>>>;
export function doing<Outcome extends Recorded, A>(
  command: Command<Outcome | Refused>,
  answer: (outcome: Outcome) => A,
): Doing<A>;
export function doing<Outcome extends Recorded>(
  command: Command<Outcome | Refused>,
  answer: (outcome: Outcome) => unknown = nothingTold,
): Doing<unknown> {
  return { command, answer };
}

type Rows = Readonly<Record<string, { readonly forward: Forward }>>;

type Act<Row, By> =
  Row extends ForwardedRow<infer Target, infer Body, infer A>
    ? (asked: By & { readonly target: Target; readonly body: Body }) => Doing<A> | Refused
    : never;

/** What each row comes to; a row without an act does not compile. */
export type Acts<R, By> = { readonly [Name in keyof R]: Act<R[Name], By> };

/** What a handler of `actsAt` finds behind `this`. */
interface AtDesk {
  readonly desk: Desk<object>;
  readonly commands: CommandBus;
  readonly replies: Replies;
}

type AnyAct = (asked: object) => Doing<object> | Refused;

function hearingOf(subject: Subject, act: AnyAct): Hearing<AtDesk, CommandReply<object>> {
  return async function handle(target, body, caller) {
    const message = { target, body };
    // Past instants come from importers only: role `Importer`, held by no officer.
    if (caller.occurredAt !== undefined && caller.actor.role !== 'Importer') {
      return refusedBy('request', 'importer-only');
    }
    const by = await this.desk.by(subject, message, caller);
    if ('refused' in by) return by;
    const asked = act({ ...by, ...message });
    if ('refused' in asked) return asked;
    const outcome = (await this.commands.execute(asked.command)) as Recorded | Refused;
    return this.replies.to(outcome, asked.answer as (outcome: Recorded) => object);
  };
}

/** The controller that hears the subject of every row and does what its act says. */
export function actsAt<R extends Rows, By extends object>(
  desk: Type<Desk<By>>,
  rows: R,
  acts: Acts<R, By>,
): Type {
  class ActsController {}
  const prototype = ActsController.prototype as AtDesk;
  Controller()(ActsController);
  Inject(desk)(prototype, 'desk');
  Inject(CommandBus)(prototype, 'commands');
  Inject(Replies)(prototype, 'replies');
  for (const [name, { forward }] of Object.entries<Rows[string]>(rows)) {
    hear(prototype, name, forward, hearingOf(forward.subject, acts[name] as unknown as AnyAct));
  }
  return ActsController;
}

/** The commands among rows of a context; the others are questions. */
export type CommandsOf<R> = {
  readonly [Name in keyof R as R[Name] extends { readonly kind: 'command' } ? Name : never]: R[Name];
};

export const commandsOf = <R extends Readonly<Record<string, { readonly kind: string }>>>(
  rows: R,
): CommandsOf<R> =>
  Object.fromEntries(Object.entries(rows).filter(([, { kind }]) => kind === 'command')) as CommandsOf<R>;
