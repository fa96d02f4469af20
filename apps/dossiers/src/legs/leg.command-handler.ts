import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, stateOf, transact } from '@adapters/event-store';
import { type Caller, isBrought, type Metadata } from '@contracts';
import { Terms } from '@domain/calendar';
import { localDate } from '@domain/codes';
import {
  leg,
  type LegCommand,
  type LegEvent,
  type LegKey,
  type LegState,
  legStream,
  turnOnLeg,
} from '@domain/leg';
import { type Outcome, outcomeIn } from '@runtime';
import { ActingFor, type Standing } from '../acting';
import { Directory } from '../directory';
import { Documents } from '../documents';

type ByOfficer = Extract<LegCommand, { readonly by: string }>;
type Gathered = 'recipientKnown' | 'isClosed' | 'levels' | 'calendar' | 'document' | 'isImport';
type Asked<C> = C extends ByOfficer ? Omit<C, Gathered> : never;
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
    private readonly documents: Documents,
    private readonly terms: Terms,
    private readonly acting: ActingFor,
  ) {}

  /** As the own agency; where it is not that one's turn, for a closed one whose turn it is and that it follows. */
  async execute({ key, asked, meta, caller }: ActOnLeg): Promise<LegRecorded> {
    const stream = legStream(key);
    const own = await this.attempt(stream, asked, meta, caller);
    if (!('refused' in own)) return own;
    const standing = async (): Promise<Standing> => {
      const turn = turnOnLeg(asked.type, (await stateOf(this.store, leg, stream)).state);
      return turn === undefined ? {} : { turn };
    };
    const closed = await this.acting.turnBehind(own, { at: asked.at, caller, standing });
    if (closed === undefined) return own;
    return this.attempt(stream, { ...asked, by: closed }, { ...meta, onBehalfOf: closed }, caller);
  }

  private async attempt(
    stream: string,
    asked: AskedOfLeg,
    meta: Metadata,
    caller: Caller,
  ): Promise<LegRecorded> {
    const gather = (state: LegState) => this.complete(asked, state, caller);
    return outcomeIn('leg', await transact(this.store, leg, stream, gather, meta));
  }

  private async complete(asked: AskedOfLeg, state: LegState, caller: Caller): Promise<LegCommand> {
    switch (asked.type) {
      case 'ProposeRerouting': {
        const { unknown, closed } = await this.directory.standing([asked.to], localDate(asked.at), caller);
        const found = { ...asked, recipientKnown: unknown.length === 0, isClosed: closed.length > 0 };
        const isUpward = state.status !== 'absent' && state.plan.mode === 'upward';
        if (!isUpward || isBrought(caller) || !found.recipientKnown) return found;
        const { [state.oneStop]: oneStop, [asked.to]: to } = await this.directory.levelsOf(
          [state.oneStop, asked.to],
          caller,
        );
        return { ...found, levels: { ...(oneStop && { oneStop }), ...(to && { to }) } };
      }
      case 'AgreeToRerouting': {
        const proposed = state.status === 'absent' ? undefined : state.proposed;
        const to = proposed === undefined ? [] : [proposed.to];
        const { closed } = await this.directory.standing(to, localDate(asked.at), caller);
        const calendar = this.terms.calendarOf(proposed?.to ?? asked.by);
        return { ...asked, isClosed: closed.length > 0, calendar };
      }
      case 'DeliverLegResult': {
        const { by, documentId } = asked;
        if (documentId === undefined) return isBrought(caller) ? { ...asked, isImport: true } : asked;
        const document = await this.documents.namedBy(by, documentId, caller);
        return document === undefined ? asked : { ...asked, document };
      }
      default:
        return asked;
    }
  }
}
