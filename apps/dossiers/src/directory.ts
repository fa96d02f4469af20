import { subjects, type AgenciesFound, type Caller, type Refused } from '@contracts';
import type { Requester } from '@adapters/messaging';

/** The directory answered, but not the question. `refused` says why; a retry helps when it is `unavailable`. */
export class DirectoryUnavailable extends Error {
  override readonly name = 'DirectoryUnavailable';
  constructor(readonly reply: Refused) {
    super(`the directory did not say which agencies exist: ${reply.context} ${reply.refused}; try again`);
  }
}

/** What this service asks the directory over NATS. */
export class Directory {
  constructor(private readonly requester: Requester) {}

  /**
   * Is there an agency with this code?
   * @throws ServiceUnavailable, DirectoryUnavailable when there is no answer; a retry may help.
   */
  async knows(agency: string, caller: Caller): Promise<boolean> {
    const question = { target: {}, body: { codes: [agency], only: 'unknown' } };
    const reply = await this.requester.query<AgenciesFound>(subjects.findAgencies, question, caller);
    if (!reply.ok) throw new DirectoryUnavailable(reply);
    return reply.answer.unknown.length === 0;
  }
}
