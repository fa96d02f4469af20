import { Injectable } from '@nestjs/common';
import { EventStore, factIn, stateOf, type StoredEvent, transact } from '@adapters/event-store';
import { type Caller, house } from '@contracts';
import { Terms } from '@domain/calendar';
import { type LegEnd, localDate } from '@domain/codes';
import { dossier, dossierOfStream, dossierStream, type LinkedFile, reachedUnder } from '@domain/dossier';
import { leg, type LegCommand, legOfStream, type LegState, legStream } from '@domain/leg';
import { Clock, type ReactionMeta, reactionMeta } from '@runtime';
import { Directory } from '../directory';
import { standingsOf } from './legs';
import {
  endBy,
  type LegOwed,
  legsOwed,
  type Linked,
  linkedIn,
  movesClocks,
  movesLegs,
} from './legs-owed.policy';

/** A leg does not follow its dossier: the facts disagree, or the calendar lacks a year. */
class LegRefusedToFollow extends Error {
  override readonly name = 'LegRefusedToFollow';
  constructor(
    readonly stream: string,
    readonly refused: string,
  ) {
    super(`${stream} was refused: ${refused}; look at it and at its dossier, then replay the parked event`);
  }
}

/**
 * Carries facts between a dossier and its legs, two streams without a common append. RouteFixed, LinkedDossierContinued
 * and a leg that is done: the legs whose turn has come begin. A supplement that is asked for or accepted: their clocks
 * stand still or go on. The end of a dossier: legs that are not over are. What is owed is worked out of both as they
 * stand, so that a repeat or another order comes to the same legs.
 */
@Injectable()
export class LegReactor {
  readonly name = 'legs';
  readonly streamPrefixes = ['dossier-', 'leg-'];

  constructor(
    private readonly store: EventStore,
    private readonly directory: Directory,
    private readonly terms: Terms,
    private readonly clock: Clock,
  ) {}

  async react(event: StoredEvent): Promise<void> {
    const dossierId = dossierOfStream(event.stream);
    if (dossierId === undefined) return this.reactToLeg(event);
    const fact = factIn(dossier.codec, event);
    if (fact === undefined) return;
    const end = endBy(fact);
    if (end !== undefined) return this.close(dossierId, end, event);
    if (movesClocks(fact)) await this.follow(dossierId, event);
    if (movesLegs(fact)) await this.open(dossierId, event);
  }

  /** Each leg takes what it has not followed yet of all the stretches that its dossier stood still in. */
  private async follow(dossierId: string, event: StoredEvent): Promise<void> {
    const link = await this.linkOf(dossierId);
    if (link === undefined) return;
    const { stood } = link;
    for (const order of ordersOf(link)) {
      const stream = legStream({ dossierId, order });
      const reaction = reactionMeta(event, `${this.name} clock ${order}`);
      const at = reaction.at(this.clock);
      await this.record(
        stream,
        (state) => {
          const agency = state.status === 'absent' ? link.lead : state.agency;
          const calendar = this.terms.calendarOf(agency);
          return Promise.resolve({ type: 'FollowClock', stood, calendar, at });
        },
        reaction,
      );
    }
  }

  private async linkOf(dossierId: string): Promise<LinkedFile | undefined> {
    const { state } = await stateOf(this.store, dossier, dossierStream(dossierId));
    return state.status === 'absent' ? undefined : state.file?.link;
  }

  private async reactToLeg(event: StoredEvent): Promise<void> {
    const key = legOfStream(event.stream);
    const fact = factIn(leg.codec, event);
    const isDone = fact?.type === 'LegResultDelivered' || fact?.type === 'LegResultReturnedDown';
    if (key !== undefined && isDone) await this.open(key.dossierId, event);
  }

  private async open(dossierId: string, event: StoredEvent): Promise<void> {
    const { state } = await stateOf(this.store, dossier, dossierStream(dossierId));
    const linked = linkedIn(state);
    if (linked === undefined) return;
    const standings = await standingsOf(this.store, dossierId, linked.link);
    for (const owed of legsOwed(linked, standings)) {
      await this.begin(linked, owed, event);
      // failpoint(leg-begun-others-not)
    }
  }

  private async begin(linked: Linked, { order, agency, plan }: LegOwed, event: StoredEvent): Promise<void> {
    const reaction = reactionMeta(event, `${this.name} ${order}`);
    const at = reaction.at(this.clock);
    const { dossierId, oneStop, link } = linked;
    const { closed } = await this.directory.standing([agency], localDate(at), callerOf(reaction));
    // Whoever took over from a closed agency has its leg.
    const reached = reachedUnder(agency, closed);
    const command: LegCommand = {
      ...{ type: 'OpenLeg', dossierId, order, agency: reached ?? agency, oneStop, lead: link.lead, plan },
      ...{ isClosed: reached === undefined, stood: link.stood },
      ...{ calendar: this.terms.calendarOf(reached ?? agency), at },
    };
    await this.record(legStream({ dossierId, order }), command, reaction);
  }

  private async close(dossierId: string, end: LegEnd, event: StoredEvent): Promise<void> {
    const link = await this.linkOf(dossierId);
    if (link === undefined) return;
    for (const order of ordersOf(link)) {
      const reaction = reactionMeta(event, `${this.name} ${order}`);
      const command: LegCommand = { type: 'CloseLeg', end, at: reaction.at(this.clock) };
      await this.record(legStream({ dossierId, order }), command, reaction);
      // failpoint(leg-closed-others-not)
    }
  }

  private async record(
    stream: string,
    command: LegCommand | ((state: LegState) => Promise<LegCommand>),
    { meta }: ReactionMeta,
  ): Promise<void> {
    const ruleVersion = this.terms.calendar.calendarVersion;
    const recorded = await transact(this.store, leg, stream, command, { ...meta, ruleVersion });
    if ('refused' in recorded) throw new LegRefusedToFollow(stream, recorded.refused);
  }
}

const ordersOf = ({ legs }: LinkedFile): readonly number[] => legs.map((_, place) => place + 1);

/** The house asks: no officer of any agency does. */
const callerOf = ({ meta }: ReactionMeta): Caller => ({
  actor: house,
  correlationId: meta.$correlationId,
  causationId: meta.$causationId,
  source: 'reactor',
});
