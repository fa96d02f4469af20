import { Injectable } from '@nestjs/common';
import { agency, agencyStream } from '@domain/agency';
import { EventStore, transact, UnreadableHistory, type StoredEvent } from '@adapters/event-store';
import { Clock, reactionMeta } from '@runtime';

/** The successor could not take over: the facts disagree. */
export class SuccessionRefused extends Error {
  override readonly name = 'SuccessionRefused';
  constructor(
    readonly successor: string,
    readonly predecessor: string,
    readonly refused: string,
  ) {
    super(
      `${successor} cannot succeed ${predecessor}: ${refused}; look at both streams, then replay the parked event`,
    );
  }
}

/** AgencyClosed: every successor knows whom it succeeds, also when whoever closed it was cut off. */
@Injectable()
export class SuccessionReactor {
  readonly name = 'succession';
  readonly streamPrefixes = ['agency-'];

  constructor(
    private readonly store: EventStore,
    private readonly clock: Clock,
  ) {}

  async react(event: StoredEvent): Promise<void> {
    const { stream, revision, type, data: stored } = event;
    const fact = agency.codec.decode({ type, data: stored });
    if (fact === 'unknown-version') throw new UnreadableHistory(stream, revision, type, fact);
    if (fact === 'unknown-fact' || fact.type !== 'AgencyClosed') return;
    const { agency: predecessor, successors, effectiveDate, legalBasis } = fact.data;
    const { meta, at } = reactionMeta(event, this.name);
    for (const successor of successors) {
      const succession = { agency: successor, predecessors: [predecessor], effectiveDate, legalBasis };
      const command = { type: 'RecordSuccession', ...succession, at: at(this.clock) } as const;
      const recorded = await transact(this.store, agency, agencyStream(successor), command, meta);
      if ('refused' in recorded) throw new SuccessionRefused(successor, predecessor, recorded.refused);
    }
  }
}
