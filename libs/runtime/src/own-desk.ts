import { Injectable } from '@nestjs/common';
import type { Caller, Message, Metadata, Subject } from '@contracts';
import type { Desk } from './acts';
import { Clock } from './clock';
import { commandMeta } from './command-meta';
import { entityId } from './ids';

/** Which officer acts for which agency, when. */
export interface ByAgency {
  readonly agency: string;
  readonly officer: string;
  readonly at: string;
}

export interface AtOwnDesk {
  readonly act: ByAgency;
  readonly meta: Metadata;
  readonly caller: Caller;
  /** Id of something the act creates, the same for the same command. */
  readonly newId: (kind: string) => string;
}

/** For acts about which nothing is to be found out but who acts, for which agency, and when. */
@Injectable()
export class OwnDesk implements Desk<AtOwnDesk> {
  constructor(private readonly clock: Clock) {}

  by(subject: Subject, message: Message, caller: Caller): Promise<AtOwnDesk> {
    const { meta, commandId, at } = commandMeta(caller, subject, message, this.clock);
    const { agency, officer } = caller.actor;
    const newId = (kind: string): string => entityId(commandId, kind);
    return Promise.resolve({ act: { agency, officer, at }, meta, caller, newId });
  }
}
