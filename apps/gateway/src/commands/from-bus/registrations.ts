import { type Requester, ServiceUnavailable } from '@adapters/messaging';
import { subjects, type SystemStanding } from '@contracts';
import { houseCaller } from '@runtime';
import { Problem } from '../../edge/problem';

/**
 * How connected systems are registered, asked of the directory with every command: a server that was not told of a
 * revocation yet, or of a smaller registration, lets through what is refused here.
 */
export class Registrations {
  /** The requester waits for 2 s at most. */
  constructor(private readonly requester: Requester) {}

  /** @throws Problem 503 while the directory is away */
  async of(systemId: string): Promise<SystemStanding> {
    const message = { target: { systemId }, body: {} };
    try {
      return await this.requester.answer(subjects.systemStanding, message, houseCaller('bus'));
    } catch (error) {
      // Nothing was begun, so that even a lost answer leaves nothing in doubt.
      if (error instanceof ServiceUnavailable) throw new Problem('service:unavailable', { cause: error });
      throw error;
    }
  }

  async stop(): Promise<void> {
    await this.requester.close();
  }
}
