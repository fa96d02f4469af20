import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Metadata } from '@contracts';
import { type AgencyOutcome, DirectAgency } from './agency.command-handler';
import { type AskedOfNeighbours, Neighbours } from './neighbours';
import { OneAtATime } from './one-at-a-time';

/** Any command on one agency that rests on what others are. */
export class AmongNeighbours extends Command<AgencyOutcome> {
  constructor(
    readonly code: string,
    readonly asked: AskedOfNeighbours,
    readonly meta: Metadata,
  ) {
    super();
  }
}

@CommandHandler(AmongNeighbours)
export class AmongNeighboursHandler implements ICommandHandler<AmongNeighbours> {
  constructor(
    private readonly commands: CommandBus,
    private readonly neighbours: Neighbours,
    private readonly line: OneAtATime,
  ) {}

  /** One at a time, so that two agencies do not close into each other; a new agency cannot be in anybody's way. */
  execute(message: AmongNeighbours): Promise<AgencyOutcome> {
    return message.asked.type === 'RegisterAgency'
      ? this.decide(message)
      : this.line.run(() => this.decide(message));
  }

  private async decide({ code, asked, meta }: AmongNeighbours): Promise<AgencyOutcome> {
    const command = await this.neighbours.of(asked);
    return this.commands.execute(new DirectAgency(code, command, meta));
  }
}
