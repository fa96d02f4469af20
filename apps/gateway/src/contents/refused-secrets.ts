import { randomUUID } from 'node:crypto';
import type { Requester } from '@adapters/messaging';
import { subjects } from '@contracts';
import { localDate } from '@domain/codes';
import type { Clock, Log } from '@runtime';

/** Has one refusal of marked content counted. Nothing of the content, its sender or their journey goes along. */
export class RefusedSecrets {
  constructor(
    private readonly requester: Requester,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** The refusal stands whether or not it can be counted, so this never throws. */
  async count(agency: string): Promise<void> {
    const caller = {
      actor: { agency, officer: 'System', role: 'System' },
      correlationId: randomUUID(),
      causationId: randomUUID(),
      source: 'http',
      idempotencyKey: randomUUID(),
    } as const;
    try {
      const message = { target: {}, body: { localDate: localDate(this.clock.now()) } };
      const reply = await this.requester.command(subjects.countRefusedSecret, message, caller);
      if (!reply.ok)
        this.log.error({ refused: reply.refused }, 'a refusal of marked content was not counted');
    } catch (error) {
      this.log.error({ err: error }, 'a refusal of marked content was not counted');
    }
  }
}
