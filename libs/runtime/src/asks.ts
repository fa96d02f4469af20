import { Controller, Inject, type Type } from '@nestjs/common';
import { type Query, QueryBus } from '@nestjs/cqrs';
import type { Caller, Forward, QueryReply, Schema } from '@contracts';
import { hear } from './hear';

interface Asked<Target, Body> {
  readonly target: Target;
  readonly body: Body;
  /** For which the asker asks; what it answers is for this agency. */
  readonly agency: string;
  readonly actor: Caller['actor'];
  /** For whoever asks another service on behalf of the asker. */
  readonly caller: Caller;
}

type Put = Query<QueryReply<unknown>>;

/** What is asked over NATS, and the question of the process's own bus that answers it. */
export interface Ask {
  readonly forward: Forward;
  readonly question: (asked: Asked<never, never>) => Put;
}

/** A row of the table of operations, or what only services ask each other, and how it is put in this process. */
export const ask = <Target, Body, A>(
  { forward }: { readonly forward: Forward<Target, Body>; readonly answer?: Schema<A> },
  question: (asked: Asked<Target, Body>) => Query<QueryReply<A>>,
): Ask => ({ forward, question });

/** A question, or a few over the same rows: how it is asked, and who answers it. */
export interface Question {
  readonly asks: readonly Ask[];
  readonly handlers: readonly Type[];
}

/** Puts questions, each when its time has come: for what asks to read a position first. */
export interface QuestionDesk {
  ask<A>(body: object, question: Query<QueryReply<A>>): Promise<QueryReply<A>>;
}

interface AtBus {
  readonly desk?: QuestionDesk;
  readonly queries: QueryBus;
}

/** The controller that hears every one of these questions; each is put at once, or at the desk. */
export function asksAt(questions: readonly Question[], desk?: Type<QuestionDesk>): Type {
  class AsksController {}
  const prototype = AsksController.prototype as AtBus;
  Controller()(AsksController);
  Inject(QueryBus)(prototype, 'queries');
  if (desk !== undefined) Inject(desk)(prototype, 'desk');
  for (const { forward, question } of questions.flatMap(({ asks }) => asks)) {
    hear(prototype, forward.subject, forward, async function (target, body, caller) {
      const { actor } = caller;
      const put = question({ target, body, agency: actor.agency, actor, caller } as Asked<never, never>);
      return this.desk === undefined ? this.queries.execute(put) : this.desk.ask(body, put);
    });
  }
  return AsksController;
}
