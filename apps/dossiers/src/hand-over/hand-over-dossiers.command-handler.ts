import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, transact } from '@adapters/event-store';
import type { Caller, DossiersHandedOver, Metadata, Refused } from '@contracts';
import { localDate } from '@domain/codes';
import { daybook, daybookStream, slipNumberOf } from '@domain/daybook';
import { atMost, entityId, idOf, outcomeIn } from '@runtime';
import { ActOnDossier } from '../dossier.command-handler';

interface HandingOver {
  readonly slipId: string;
  readonly agency: string;
  readonly officer: string;
  readonly to: string;
  readonly reason: string;
  readonly dossiers: readonly string[];
  readonly at: string;
}

type HandedOver = DossiersHandedOver & { readonly position: bigint };
type Answered = HandedOver['answers'][number] & { readonly position: bigint };

/** Dossiers are offered to one agency at once, with one slip. */
export class HandOverDossiers extends Command<HandedOver | Refused> {
  constructor(
    readonly handing: HandingOver,
    readonly meta: Metadata,
    readonly caller: Caller,
  ) {
    super();
  }
}

const atOnce = 8;

/**
 * The slip is numbered first, then each dossier is decided on by itself, by a command whose id follows from this one:
 * a repeat does what is left and answers the same.
 */
@CommandHandler(HandOverDossiers)
export class HandOverDossiersHandler implements ICommandHandler<HandOverDossiers> {
  constructor(
    private readonly store: EventStore,
    private readonly commands: CommandBus,
  ) {}

  async execute({ handing, meta, caller }: HandOverDossiers): Promise<HandedOver | Refused> {
    const { slipId, agency, dossiers, at } = handing;
    const day = { agency, localDate: localDate(at) };
    const issue = { type: 'IssueHandOverSlip', ...day, ...handing } as const;
    const issued = outcomeIn('dossier', await transact(this.store, daybook, daybookStream(day), issue, meta));
    if ('refused' in issued) return issued;
    const answers = await atMost(atOnce, dossiers, (dossierId) =>
      this.offer(dossierId, handing, meta, caller),
    );
    const position = answers.reduce(
      (last, each) => (each.position > last ? each.position : last),
      issued.position,
    );
    return {
      ...{ slipId, number: slipNumberOf(issued.state, slipId) ?? 0, localDate: day.localDate, position },
      answers: answers.map(({ position: _, ...answer }) => answer),
    };
  }

  private async offer(
    dossierId: string,
    { slipId, agency: by, officer, to, reason, at }: HandingOver,
    meta: Metadata,
    caller: Caller,
  ): Promise<Answered> {
    const commandId = idOf('on-slip', meta.commandId, dossierId);
    const handoffId = entityId(commandId, 'handoff');
    const offer = { type: 'OfferHandoff', handoffId, by, officer, to, reason, slipId, at } as const;
    const outcome = await this.commands.execute(
      new ActOnDossier(dossierId, offer, { ...meta, commandId }, caller),
    );
    if (!('refused' in outcome)) return { dossierId, handoffId, position: outcome.position };
    return { dossierId, refused: `${outcome.context}:${outcome.refused}`, position: 0n };
  }
}
