import { Injectable } from '@nestjs/common';
import { EventStore, factIn, type StoredEvent, transact } from '@adapters/event-store';
import { agency, type AgencyCommand, type AgencyEvent, agencyStream } from '@domain/agency';
import { Clock, reactionMeta } from '@runtime';

type OfSuccession = Extract<AgencyCommand, { type: 'RecordSuccession' | 'CloseAgency' }>;

/** One side of a succession cannot be recorded: the facts disagree. */
class SuccessionRefused extends Error {
  override readonly name = 'SuccessionRefused';
  constructor(
    readonly code: string,
    readonly because: string,
    readonly refused: string,
  ) {
    super(`${code} refused what follows from ${because}: ${refused}; look at both streams, then replay`);
  }
}

/**
 * Both sides of a succession are recorded, also when whoever recorded one was cut off before the other. AgencyClosed:
 * every successor knows whom it succeeds. AgencySucceeded: the predecessor is closed.
 */
@Injectable()
export class SuccessionReactor {
  readonly name = 'succession';
  readonly streamPrefixes = ['agency-'];

  constructor(
    private readonly store: EventStore,
    private readonly clock: Clock,
  ) {}

  async react(event: StoredEvent): Promise<void> {
    const fact = factIn(agency.codec, event);
    if (fact === undefined) return;
    const { meta, at } = reactionMeta(event, this.name);
    for (const command of commandsFor(fact, at(this.clock))) {
      const recorded = await transact(this.store, agency, agencyStream(command.agency), command, meta);
      // Closed by a decision of its own, such as a split: that one holds.
      if (!('refused' in recorded) || recorded.refused === 'agency-already-closed') continue;
      throw new SuccessionRefused(command.agency, event.stream, recorded.refused);
    }
  }
}

function commandsFor(fact: AgencyEvent, at: string): readonly OfSuccession[] {
  if (fact.type === 'AgencyClosed') {
    const { agency: predecessor, successors, effectiveDate, legalBasis } = fact.data;
    const succession = { predecessors: [predecessor], effectiveDate, legalBasis, at };
    return successors.map((code) => ({ type: 'RecordSuccession', agency: code, ...succession }));
  }
  if (fact.type !== 'AgencySucceeded') return [];
  const { agency: successor, predecessor, effectiveDate, legalBasis } = fact.data;
  const standing = { unknownSuccessors: [], closedSuccessors: [] };
  const closing = { how: 'merged', successors: [successor], effectiveDate, legalBasis, at } as const;
  return [{ type: 'CloseAgency', agency: predecessor, ...closing, ...standing }];
}
