import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, transact } from '@adapters/event-store';
import { type FieldError, isOffered, type Metadata, refusedBy } from '@contracts';
import { localDate } from '@domain/codes';
import { system, type SystemCommand, type SystemEvent, type SystemState, systemStream } from '@domain/system';
import { type Outcome, outcomeIn } from '@runtime';
import { Neighbours } from '../neighbours';
import { KnownSystems } from './known-systems';

export type SystemOutcome = Outcome<SystemEvent, SystemState>;

type Register = Extract<SystemCommand, { type: 'RegisterSystem' }>;
type AskedToRegister = Omit<Register, 'outside' | 'notOffered'>;

/** Before anybody looked at the agencies and operations it names. */
export type AskedOfSystem = Exclude<SystemCommand, Register> | AskedToRegister;

/** Any command on one system. */
export class DirectSystem extends Command<SystemOutcome> {
  constructor(
    readonly asked: AskedOfSystem,
    readonly meta: Metadata,
  ) {
    super();
  }
}

@CommandHandler(DirectSystem)
export class SystemCommandHandler implements ICommandHandler<DirectSystem> {
  constructor(
    private readonly store: EventStore,
    private readonly systems: KnownSystems,
    private readonly neighbours: Neighbours,
  ) {}

  /** Whoever asks after the answer, asks an instance that knows. */
  async execute({ asked, meta }: DirectSystem): Promise<SystemOutcome> {
    const command = asked.type === 'RegisterSystem' ? await this.gathered(asked) : asked;
    const outcome = await transact(this.store, system, systemStream(command.systemId), command, meta);
    await this.systems.upToDate(command.systemId);
    if ('refused' in outcome && command.type === 'RegisterSystem') {
      const errors = grantErrors(outcome.refused, command);
      if (errors !== undefined) return refusedBy('system', outcome.refused, errors);
    }
    return outcomeIn('system', outcome);
  }

  private async gathered(asked: AskedToRegister): Promise<Register> {
    const { owner, readsFor, sendsFor, operations, at } = asked;
    const codes = [...new Set([...readsFor, ...sendsFor])];
    const outside = await this.neighbours.notBelow(owner, codes, localDate(at));
    return { ...asked, outside, notOffered: operations.filter((name) => !isOffered(name)) };
  }
}

/** Every place with what cannot be granted; nothing when it was refused for another reason. */
function grantErrors(refused: string, { readsFor, sendsFor, operations, outside, notOffered }: Register) {
  const places = (field: string, values: readonly string[], wrong: readonly string[], detail: string) =>
    values.flatMap((value, index): FieldError[] =>
      wrong.includes(value) ? [{ pointer: `/body/${field}/${index}`, detail }] : [],
    );
  const notThere = 'is neither the own agency nor an open one below it';
  if (refused === 'agency-not-below') {
    return [
      ...places('readsFor', readsFor, outside, notThere),
      ...places('sendsFor', sendsFor, outside, notThere),
    ];
  }
  return refused === 'operation-not-offered'
    ? places('operations', operations, notOffered, 'is no command that a system sends')
    : undefined;
}
