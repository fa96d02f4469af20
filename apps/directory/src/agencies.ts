import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { AgencyTarget, Caller, CommandReply, Message, Nothing, Subject } from '@contracts';
import type { AgencyCommand } from '@domain/agency';
import { Clock, commandMeta } from '@runtime';
import { DirectAgency } from './agency.command-handler';
import type { AskedOfNeighbours } from './neighbours';
import { AmongNeighbours } from './neighbours.command-handler';
import { Replies } from './replies';

/** Which agency, and when. */
interface Act {
  readonly agency: string;
  readonly at: string;
}

/** Commands on one agency that are answered with nothing but that they are done. */
@Injectable()
export class Agencies {
  constructor(
    private readonly commands: CommandBus,
    private readonly clock: Clock,
    private readonly replies: Replies,
  ) {}

  /** A command whose facts are all at hand. */
  async act(
    subject: Subject,
    message: Message<AgencyTarget>,
    caller: Caller,
    commandOf: (act: Act) => AgencyCommand,
  ): Promise<CommandReply<Nothing>> {
    const { agency } = message.target;
    const { meta, at } = commandMeta(caller, subject, message, this.clock);
    const command = commandOf({ agency, at });
    return this.replies.agency(await this.commands.execute(new DirectAgency(agency, command, meta)));
  }

  /** A command that rests on what other agencies are. */
  async actAmongOthers(
    subject: Subject,
    message: Message<AgencyTarget>,
    caller: Caller,
    commandOf: (act: Act) => AskedOfNeighbours,
  ): Promise<CommandReply<Nothing>> {
    const { agency } = message.target;
    const { meta, at } = commandMeta(caller, subject, message, this.clock);
    const asked = commandOf({ agency, at });
    return this.replies.agency(await this.commands.execute(new AmongNeighbours(agency, asked, meta)));
  }
}
