import { transact } from '@adapters/event-store';
import type { Metadata } from '@contracts';
import { dossier } from '@domain/dossier';
import { idOf, type ServiceContext } from '@runtime';

interface Wanted {
  readonly by: string;
  readonly officer: string;
  readonly at: string;
}

/** Records that an apology was wanted when it was too late for one: a breach that heads are told, once. */
export class LateApologies {
  constructor(private readonly context: Pick<ServiceContext, 'store' | 'log' | 'metrics'>) {}

  /** A repeat of the refused command comes to the same. @throws UnreadableHistory, StoreUnavailable */
  async note(stream: string, { by: agency, officer, at }: Wanted, meta: Metadata): Promise<void> {
    const { store, log, metrics } = this.context;
    const command = { type: 'NoteLateApology', agency, officer, at } as const;
    const commandId = idOf('late-apology', meta.commandId);
    const outcome = await transact(store, dossier, stream, command, { ...meta, commandId });
    if ('refused' in outcome || outcome.replayed) return;
    for (const { type: alarm } of outcome.events) {
      metrics.dossierAlarms.inc({ alarm });
      log.warn({ stream, agency, alarm, commandId }, 'an apology came too late and was refused');
    }
  }
}
