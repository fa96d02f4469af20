import { Injectable } from '@nestjs/common';
import type { Caller, Message, Metadata, Subject } from '@contracts';
import { Clock, commandMeta, type Desk, entityId } from '@runtime';

/** Which officer acts for which agency, when. */
export interface ByAgency {
  readonly agency: string;
  readonly officer: string;
  readonly at: string;
}

export interface AtOwnAgency {
  readonly act: ByAgency;
  readonly meta: Metadata;
  readonly caller: Caller;
  /** Id of something the act creates, the same for the same command. */
  readonly newId: (kind: string) => string;
}

/** Officers who begin something in their own agency. */
@Injectable()
export class OwnDesk implements Desk<AtOwnAgency> {
  constructor(private readonly clock: Clock) {}

  by(subject: Subject, message: Message, caller: Caller): Promise<AtOwnAgency> {
    const { meta, commandId, at } = commandMeta(caller, subject, message, this.clock);
    const { agency, officer } = caller.actor;
    const newId = (kind: string): string => entityId(commandId, kind);
    return Promise.resolve({ act: { agency, officer, at }, meta, caller, newId });
  }
}
