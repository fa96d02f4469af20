import { Injectable } from '@nestjs/common';
import type { Caller, Message, Metadata, Subject } from '@contracts';
import { Clock, commandMeta, type Desk } from '@runtime';

/** When it was decided, and what is stored beside it. */
export interface AtOperator {
  readonly meta: Metadata;
  readonly at: string;
}

@Injectable()
export class OperatorDesk implements Desk<AtOperator> {
  constructor(private readonly clock: Clock) {}

  by(subject: Subject, message: Message, caller: Caller): Promise<AtOperator> {
    const { meta, at } = commandMeta(caller, subject, message, this.clock);
    return Promise.resolve({ meta, at });
  }
}
