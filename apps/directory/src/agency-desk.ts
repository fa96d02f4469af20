import { Injectable } from '@nestjs/common';
import type { Caller, Message, Metadata, Nothing, Subject } from '@contracts';
import type { AgencyCommand } from '@domain/agency';
import { Clock, commandMeta, type Desk, type Doing, doing, entityId } from '@runtime';
import { DirectAgency } from './agency.command-handler';
import { type AskedOfNeighbours, isAskedOfNeighbours } from './neighbours';
import { AmongNeighbours } from './neighbours.command-handler';

type Asked = AgencyCommand | AskedOfNeighbours;

/** When it was decided, and the way to an agency. */
export interface AtDirectory {
  readonly meta: Metadata;
  readonly at: string;
  /** Id of something the act creates, the same for the same command. */
  readonly newId: (kind: string) => string;
  readonly on: {
    (code: string, asked: Asked): Doing<Nothing>;
    <A>(code: string, asked: Asked, answer: A): Doing<A>;
  };
}

@Injectable()
export class AgencyDesk implements Desk<AtDirectory> {
  constructor(private readonly clock: Clock) {}

  by(subject: Subject, message: Message, caller: Caller): Promise<AtDirectory> {
    const { meta, commandId, at } = commandMeta(caller, subject, message, this.clock);
    const on = (code: string, asked: Asked, answer: object = {}): Doing<never> => {
      const command = isAskedOfNeighbours(asked)
        ? new AmongNeighbours(code, asked, meta)
        : new DirectAgency(code, asked, meta);
      return doing(command, () => answer as never);
    };
    return Promise.resolve({ meta, at, newId: (kind) => entityId(commandId, kind), on });
  }
}
