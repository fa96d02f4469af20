import { Injectable } from '@nestjs/common';
import type { Actor, Caller, Message, Metadata, Subject } from '@contracts';
import { Clock, commandMeta, type Desk, entityId } from '@runtime';

/** Who acts on a system, and when it was decided. */
export interface AtSystem {
  readonly meta: Metadata;
  readonly at: string;
  readonly actor: Actor;
  /** Id of something the act creates, the same for the same command. */
  readonly newId: (kind: string) => string;
}

@Injectable()
export class SystemDesk implements Desk<AtSystem> {
  constructor(private readonly clock: Clock) {}

  by(subject: Subject, message: Message, caller: Caller): Promise<AtSystem> {
    const { meta, at, commandId } = commandMeta(caller, subject, message, this.clock);
    const { actor } = caller;
    return Promise.resolve({ meta, at, actor, newId: (kind) => entityId(commandId, kind) });
  }
}
