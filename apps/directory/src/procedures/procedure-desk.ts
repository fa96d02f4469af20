import { Injectable } from '@nestjs/common';
import type { Caller, Message, Metadata, Subject } from '@contracts';
import { Clock, commandMeta, type Desk } from '@runtime';

/** When it was decided, and what is stored beside it. */
export interface AtCatalogue {
  readonly meta: Metadata;
  readonly at: string;
}

@Injectable()
export class ProcedureDesk implements Desk<AtCatalogue> {
  constructor(private readonly clock: Clock) {}

  by(subject: Subject, message: Message, caller: Caller): Promise<AtCatalogue> {
    const { meta, at } = commandMeta(caller, subject, message, this.clock);
    return Promise.resolve({ meta, at });
  }
}
