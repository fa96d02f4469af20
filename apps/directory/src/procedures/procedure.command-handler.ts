import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, transact } from '@adapters/event-store';
import { type FieldError, type Metadata, refusedBy } from '@contracts';
import {
  procedure,
  type ProcedureCommand,
  type ProcedureEvent,
  type ProcedureState,
  procedureStream,
  type VersionContent,
} from '@domain/procedure';
import { type Outcome, outcomeIn } from '@runtime';
import { Neighbours } from '../neighbours';
import { KnownProcedures } from './known-procedures';

export type ProcedureOutcome = Outcome<ProcedureEvent, ProcedureState>;

type Abolish = Extract<ProcedureCommand, { type: 'AbolishProcedure' }>;
type Version = Exclude<ProcedureCommand, Abolish>;

/** Before anybody looked at the agencies of its route. */
type Asked = Abolish | Omit<Version, 'unknownAgencies' | 'closedAgencies'>;

const isVersion = (asked: Asked): asked is Exclude<Asked, Abolish> => asked.type !== 'AbolishProcedure';

/** Any command on one procedure. */
export class DirectProcedure extends Command<ProcedureOutcome> {
  constructor(
    readonly asked: Asked,
    readonly meta: Metadata,
  ) {
    super();
  }
}

@CommandHandler(DirectProcedure)
export class ProcedureCommandHandler implements ICommandHandler<DirectProcedure> {
  constructor(
    private readonly store: EventStore,
    private readonly procedures: KnownProcedures,
    private readonly neighbours: Neighbours,
  ) {}

  /** Whoever asks after the answer, asks an instance that knows. */
  async execute({ asked, meta }: DirectProcedure): Promise<ProcedureOutcome> {
    const command = isVersion(asked) ? await this.gathered(asked) : asked;
    const stream = procedureStream(command.procedure);
    const outcome = await transact(this.store, procedure, stream, command, meta);
    await this.procedures.upToDate(command.procedure);
    if ('refused' in outcome && command.type !== 'AbolishProcedure') {
      const errors = routeErrors(outcome.refused, command);
      if (errors !== undefined) return refusedBy('procedure', outcome.refused, errors);
    }
    return outcomeIn('procedure', outcome);
  }

  private async gathered(asked: Exclude<Asked, Abolish>): Promise<Version> {
    const { effectiveFromDate } = asked.content;
    const { unknown, closed } = await this.neighbours.standing(agenciesOf(asked.content), effectiveFromDate);
    return { ...asked, unknownAgencies: unknown, closedAgencies: closed };
  }
}

const agenciesOf = ({ route }: VersionContent): readonly string[] =>
  route === undefined ? [] : [...new Set([route.lead, ...route.legs.map(({ agency }) => agency)])];

/** Every place of the route with an agency that cannot be there; nothing when it was refused for another reason. */
function routeErrors(
  refused: string,
  { content: { route }, unknownAgencies, closedAgencies }: Version,
): FieldError[] | undefined {
  const wrong = {
    'route-agency-not-found': [unknownAgencies, 'nobody has this code'],
    'route-agency-closed': [closedAgencies, 'is closed on the first day of the version'],
  } as const;
  const found = refused in wrong ? wrong[refused as keyof typeof wrong] : undefined;
  if (found === undefined || route === undefined) return undefined;
  const [codes, detail] = found;
  const places: readonly (readonly [pointer: string, code: string])[] = [
    ['/body/route/lead', route.lead],
    ...route.legs.map(({ agency }, index) => [`/body/route/legs/${index}/agency`, agency] as const),
  ];
  return places.flatMap(([pointer, code]) => (codes.includes(code) ? [{ pointer, detail }] : []));
}
