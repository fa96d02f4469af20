import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, transact } from '@adapters/event-store';
import type { Caller, Metadata } from '@contracts';
import { Terms } from '@domain/calendar';
import { localDate } from '@domain/codes';
import { leg, type LegCommand, type LegEvent, type LegKey, type LegState, legStream } from '@domain/leg';
import { type Outcome, outcomeIn } from '@runtime';
import { Directory } from '../directory';

type ByOfficer = Exclude<LegCommand, { type: 'OpenLeg' | 'DeclareLegOverdue' | 'CloseLeg' }>;
type Asked<C> = C extends ByOfficer ? Omit<C, 'recipientKnown' | 'isClosed' | 'calendar'> : never;
/** A command of an officer before it is known what it rests on. */
export type AskedOfLeg = Asked<ByOfficer>;

export type LegRecorded = Outcome<LegEvent, LegState>;

/** Any command of an officer on one leg. */
export class ActOnLeg extends Command<LegRecorded> {
  constructor(
    readonly key: LegKey,
    readonly asked: AskedOfLeg,
    readonly meta: Metadata,
    readonly caller: Caller,
  ) {
    super();
  }
}

@CommandHandler(ActOnLeg)
export class LegCommandHandler implements ICommandHandler<ActOnLeg> {
  constructor(
    private readonly store: EventStore,
    private readonly directory: Directory,
    private readonly terms: Terms,
  ) {}

  async execute({ key, asked, meta, caller }: ActOnLeg): Promise<LegRecorded> {
    const gather = (state: LegState) => this.complete(asked, state, caller);
    return outcomeIn('leg', await transact(this.store, leg, legStream(key), gather, meta));
  }

  private async complete(asked: AskedOfLeg, state: LegState, caller: Caller): Promise<LegCommand> {
    switch (asked.type) {
      case 'ProposeRerouting': {
        const { unknown, closed } = await this.directory.standing([asked.to], localDate(asked.at), caller);
        return { ...asked, recipientKnown: unknown.length === 0, isClosed: closed.length > 0 };
      }
      case 'AgreeToRerouting': {
        const proposed = state.status === 'absent' ? undefined : state.proposed;
        const to = proposed === undefined ? [] : [proposed.to];
        const { closed } = await this.directory.standing(to, localDate(asked.at), caller);
        const calendar = this.terms.calendarOf(proposed?.to ?? asked.by);
        return { ...asked, isClosed: closed.length > 0, calendar };
      }
      default:
        return asked;
    }
  }
}
