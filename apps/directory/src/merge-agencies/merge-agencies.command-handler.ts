import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import {
  refusedBy,
  type AgenciesMerged,
  type CommandReply,
  type FieldError,
  type MergeAgenciesBody,
  type Metadata,
  type Refused,
} from '@contracts';
import { agency, agencyStream, type AgencyCommand } from '@domain/agency';
import { EventStore, transact } from '@adapters/event-store';
import { atMost, idOf } from '@runtime';
import { KnownAgencies } from '../known-agencies';
import { Neighbours } from '../neighbours';
import { OneAtATime } from '../one-at-a-time';
import { Replies } from '../replies';

type Merger = MergeAgenciesBody & { readonly at: string };
type Close = Extract<AgencyCommand, { type: 'CloseAgency' }>;

/** Many agencies are merged into one by one decision. */
export class MergeAgencies extends Command<CommandReply<AgenciesMerged>> {
  constructor(
    readonly merger: Merger,
    readonly meta: Metadata,
  ) {
    super();
  }
}

const streamsAtOnce = 8;

/**
 * Every predecessor is looked at before the first one is closed, so that a merger is refused as a whole. There is no
 * append over many streams: a try that was cut off is finished by the same call again, closing by closing.
 */
@CommandHandler(MergeAgencies)
export class MergeAgenciesHandler implements ICommandHandler<MergeAgencies> {
  constructor(
    private readonly store: EventStore,
    private readonly agencies: KnownAgencies,
    private readonly neighbours: Neighbours,
    private readonly line: OneAtATime,
    private readonly replies: Replies,
  ) {}

  execute({ merger, meta }: MergeAgencies): Promise<CommandReply<AgenciesMerged>> {
    return this.line.run(async () => {
      const { predecessors, successor } = merger;
      if (await this.isOtherCommand(successor, meta)) return refusedBy('agency', 'idempotency-key-reused');
      const closings = await this.closingsOf(merger);
      if ('refused' in closings) return closings;
      const refused = await this.refusals(closings, (closing) => this.decided(closing));
      if (refused !== undefined) return refused;
      const failed = await this.refusals(closings, (closing) => this.close(closing, meta));
      if (failed !== undefined) return failed;
      // failpoint(merger-closed-not-succeeded)
      const { effectiveDate, legalBasis, at } = merger;
      const succession = { agency: successor, predecessors, effectiveDate, legalBasis, at };
      const command = { type: 'RecordSuccession', ...succession } as const;
      const recorded = await transact(this.store, agency, agencyStream(successor), command, meta);
      await this.agencies.upToDate(successor);
      return this.replies.agency(recorded, { successor, closed: predecessors });
    });
  }

  private async isOtherCommand(successor: string, { commandId, commandHash }: Metadata): Promise<boolean> {
    const { events } = await this.store.readStream(agencyStream(successor));
    return events.some(
      ({ metadata }) => metadata.commandId === commandId && metadata.commandHash !== commandHash,
    );
  }

  private async closingsOf(merger: Merger): Promise<readonly Close[] | Refused> {
    const { predecessors, successor, effectiveDate, legalBasis, at } = merger;
    const standing = await this.neighbours.standing([successor], effectiveDate);
    if (standing.unknownSuccessors.length > 0) return refusedBy('agency', 'successor-not-found');
    if (standing.closedSuccessors.length > 0) return refusedBy('agency', 'successor-closed');
    const closing = { how: 'merged', successors: [successor], effectiveDate, legalBasis, at } as const;
    return predecessors.map((code) => ({ type: 'CloseAgency', agency: code, ...closing, ...standing }));
  }

  /** Every predecessor that is refused, by its place in the call; nothing when none is. */
  private async refusals(
    closings: readonly Close[],
    attempt: (closing: Close) => Promise<{ readonly refused?: string }>,
  ): Promise<Refused | undefined> {
    const outcomes = await atMost(streamsAtOnce, closings, attempt);
    const errors = outcomes.flatMap(({ refused }, index): FieldError[] =>
      refused === undefined ? [] : [{ pointer: `/body/predecessors/${index}`, detail: detailOf(refused) }],
    );
    return errors.length === 0 ? undefined : refusedBy('agency', 'merger-refused', errors);
  }

  private async decided(command: Close): Promise<{ readonly refused?: string }> {
    const state = (await this.agencies.upToDate(command.agency)) ?? agency.decider.initial;
    const decision = agency.decider.decide(command, state);
    return 'refused' in decision ? decision : {};
  }

  private async close(command: Close, meta: Metadata): Promise<{ readonly refused?: string }> {
    const { agency: code } = command;
    const own = { ...meta, commandId: idOf('merger', meta.commandId, code) };
    const closed = await transact(this.store, agency, agencyStream(code), command, own);
    await this.agencies.upToDate(code);
    return 'refused' in closed ? closed : {};
  }
}

const details: Readonly<Record<string, string>> = {
  'not-found': 'nobody has this code',
  'agency-already-closed': 'is closed already, by another decision',
  'successor-of-itself': 'is the successor itself; leave it out',
  'successor-is-a-predecessor': 'took over from the successor before',
  'effective-before-last-change': 'was renamed or moved with effect after this date',
};
const detailOf = (refused: string): string => details[refused] ?? refused;
