import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, transact } from '@adapters/event-store';
import {
  type AgenciesMerged,
  type FieldError,
  type MergeAgenciesBody,
  type Metadata,
  type Refused,
  refusedBy,
} from '@contracts';
import { agency, type AgencyCommand, agencyStream } from '@domain/agency';
import { atMost, idOf } from '@runtime';
import { KnownAgencies } from '../known-agencies';
import { Neighbours } from '../neighbours';
import { OneAtATime } from '../one-at-a-time';

type Merger = MergeAgenciesBody & { readonly at: string };
interface Attempt {
  readonly refused?: string;
  readonly position?: bigint;
}
type Close = Extract<AgencyCommand, { type: 'CloseAgency' }>;

interface Merged {
  readonly position: bigint;
  readonly merged: AgenciesMerged;
}

/** Many agencies are merged into one by one decision. */
export class MergeAgencies extends Command<Merged | Refused> {
  constructor(
    readonly merger: Merger,
    readonly meta: Metadata,
  ) {
    super();
  }
}

const streamsAtOnce = 8;

/**
 * Every predecessor is looked at before anything is written, so that a merger is refused as a whole. There is no append
 * over many streams: the successor takes over all of them at once, and what is not closed then is closed by the same
 * call again or by the reaction to the succession.
 */
@CommandHandler(MergeAgencies)
export class MergeAgenciesHandler implements ICommandHandler<MergeAgencies> {
  constructor(
    private readonly store: EventStore,
    private readonly agencies: KnownAgencies,
    private readonly neighbours: Neighbours,
    private readonly line: OneAtATime,
  ) {}

  execute({ merger, meta }: MergeAgencies): Promise<Merged | Refused> {
    return this.line.run(async () => {
      const closings = await this.closingsOf(merger);
      if ('refused' in closings) return closings;
      const looked = await atMost(streamsAtOnce, closings, (closing) => this.decided(closing));
      const wrong = refusalIn(looked);
      if (wrong !== undefined) return wrong;

      const { predecessors, successor, effectiveDate, legalBasis, at } = merger;
      const succession = { agency: successor, predecessors, effectiveDate, legalBasis, at };
      const command = { type: 'RecordSuccession', ...succession } as const;
      const recorded = await transact(this.store, agency, agencyStream(successor), command, meta);
      if ('refused' in recorded) return refusedBy('agency', recorded.refused);
      // failpoint(succession-recorded-predecessors-not-closed)
      const closed = await atMost(streamsAtOnce, closings, (closing) => this.close(closing, meta));
      await this.agencies.upToDate(successor);
      const position = closed.reduce(
        (most, { position: each = 0n }) => (each > most ? each : most),
        recorded.position,
      );
      return refusalIn(closed) ?? { position, merged: { successor, closed: predecessors } };
    });
  }

  private async closingsOf(merger: Merger): Promise<readonly Close[] | Refused> {
    const { predecessors, successor, effectiveDate, legalBasis, at } = merger;
    const { unknown, closed } = await this.neighbours.standing([successor], effectiveDate);
    if (unknown.length > 0) return refusedBy('agency', 'successor-not-found');
    if (closed.length > 0) return refusedBy('agency', 'successor-closed');
    const closing = { how: 'merged', successors: [successor], effectiveDate, legalBasis, at } as const;
    const closings = predecessors.map(async (code): Promise<Close> => {
      const standing = await this.neighbours.successors(code, [successor], effectiveDate);
      return { type: 'CloseAgency', agency: code, ...closing, ...standing };
    });
    return Promise.all(closings);
  }

  private async decided(command: Close): Promise<Attempt> {
    const state = (await this.agencies.upToDate(command.agency)) ?? agency.decider.initial;
    const decision = agency.decider.decide(command, state);
    return 'refused' in decision ? decision : {};
  }

  private async close(command: Close, meta: Metadata): Promise<Attempt> {
    const { agency: code } = command;
    const own = { ...meta, commandId: idOf('merger', meta.commandId, code) };
    const closed = await transact(this.store, agency, agencyStream(code), command, own);
    // failpoint(predecessor-closed-others-not)
    await this.agencies.upToDate(code);
    return closed;
  }
}

/** Every predecessor that is refused, by its place in the call; nothing when none is. */
function refusalIn(attempts: readonly Attempt[]): Refused | undefined {
  const errors = attempts.flatMap(({ refused }, index): FieldError[] =>
    refused === undefined ? [] : [{ pointer: `/body/predecessors/${index}`, detail: detailOf(refused) }],
  );
  return errors.length === 0 ? undefined : refusedBy('agency', 'merger-refused', errors);
}

const details: Readonly<Record<string, string>> = {
  'not-found': 'nobody has this code',
  'agency-already-closed': 'is closed already, by another decision',
  'successor-of-itself': 'is the successor itself; leave it out',
  'successor-is-a-predecessor': 'takes over from the successor, itself or through others',
  'effective-before-last-change': 'was renamed or moved with effect after this date',
};
const detailOf = (refused: string): string => details[refused] ?? refused;
