import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { isUserKey, newUserPair } from '@adapters/messaging/access';
import { type Metadata, type Refused, refusedBy, type SystemKeyIssued } from '@contracts';
import type { SystemCommand } from '@domain/system';
import { DirectSystem } from './system.command-handler';
import { SystemAnswers } from './system-answers';

type WithKey = Extract<SystemCommand, { type: 'IssueKey' | 'RotateKey' }>;
type WithoutKey<C extends WithKey> = C extends WithKey ? Omit<C, 'publicKey'> : never;

interface Given {
  readonly given: SystemKeyIssued;
  readonly position: bigint;
}

/** Gives a system a key: its own, or one that is made here and whose secret half is answered once. */
export class GiveKey extends Command<Given | Refused> {
  constructor(
    readonly asked: WithoutKey<WithKey>,
    readonly own: string | undefined,
    readonly meta: Metadata,
  ) {
    super();
  }
}

@CommandHandler(GiveKey)
export class GiveKeyHandler implements ICommandHandler<GiveKey> {
  constructor(
    private readonly commands: CommandBus,
    private readonly answers: SystemAnswers,
  ) {}

  async execute({ asked, own, meta }: GiveKey): Promise<Given | Refused> {
    if (own !== undefined && !isUserKey(own)) return refusedBy('system', 'not-a-public-key');
    const made = own === undefined ? newUserPair() : undefined;
    const publicKey = own ?? made?.publicKey ?? '';
    const outcome = await this.commands.execute(new DirectSystem({ ...asked, publicKey }, meta));
    if ('refused' in outcome) return outcome;
    const { state, position } = outcome;
    const key = state.status === 'absent' ? undefined : state.keys.find(({ keyId }) => keyId === asked.keyId);
    if (state.status === 'absent' || key === undefined) return refusedBy('system', 'key-not-found');
    // Asked again, the first answer holds: the pair made just now is nobody's, and the first one's secret is gone.
    const seed = made?.publicKey === key.publicKey ? made.seed : undefined;
    return { given: this.answers.keyIssued(state, key, seed), position };
  }
}
