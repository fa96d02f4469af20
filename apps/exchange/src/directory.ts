import {
  subjects,
  type AgenciesFound,
  type AgencyCard,
  type AgencyDetails,
  type AuthorityFound,
  type Caller,
  type FindAgenciesBody,
  type FindAuthorityBody,
  type MailOf,
  type RecipientsChecked,
  type Refused,
} from '@contracts';
import type { Requester } from '@adapters/messaging';

/** The directory cannot answer for now; a retry helps once it is back. */
export class DirectoryUnavailable extends Error {
  override readonly name = 'DirectoryUnavailable';
  constructor() {
    super('the directory cannot say for now which agencies exist; try again later');
  }
}

/** The directory refused the question: it was wrong, or the directory failed. A retry does not help. */
export class DirectoryRefused extends Error {
  override readonly name = 'DirectoryRefused';
  constructor(readonly reply: Refused) {
    super(`the directory refused a question: ${JSON.stringify(reply)}; look at its log`);
  }
}

/**
 * What this service asks the directory over NATS.
 * Every question throws ServiceUnavailable or DirectoryUnavailable when there is no answer; a retry may help.
 */
export class Directory {
  constructor(private readonly requester: Requester) {}

  /** Which of 1 to 1,000 codes nobody has or are closed on a local date, and how far the directory had looked. */
  async recipients(codes: readonly string[], onDate: string, caller: Caller): Promise<RecipientsChecked> {
    const message = { target: {}, body: { codes, onDate } };
    const reply = await this.requester.query<RecipientsChecked>(subjects.checkRecipients, message, caller);
    if (!reply.ok) throw failureOf(reply);
    return reply.answer;
  }

  /** Whether an agency is closed on a local date; never for what an import brings, which happened long ago. */
  async isClosed(agency: string, onDate: string, caller: Caller): Promise<boolean> {
    if (isBrought(caller)) return false;
    const { closed } = await this.recipients([agency], onDate, caller);
    return closed.length > 0;
  }

  /** Closed agencies whose mail goes to the agency on a local date. */
  async mailOf(agency: string, onDate: string, caller: Caller): Promise<readonly string[]> {
    const message = { target: { agency }, body: { onDate } };
    const reply = await this.requester.query<MailOf>(subjects.mailOf, message, caller);
    if (!reply.ok) throw failureOf(reply);
    return reply.answer.codes;
  }

  /** May the officer sign so on the date? Nothing when nobody has the agency's code. */
  async authority(
    agency: string,
    body: FindAuthorityBody,
    caller: Caller,
  ): Promise<AuthorityFound | undefined> {
    const message = { target: { agency }, body };
    const reply = await this.requester.query<AuthorityFound>(subjects.findAuthority, message, caller);
    if (reply.ok) return reply.answer;
    if (reply.context === 'agency' && reply.refused === 'not-found') return undefined;
    throw failureOf(reply);
  }

  /** One agency with its officers; nothing when nobody has this code. */
  async agency(code: string, caller: Caller): Promise<AgencyCard | undefined> {
    const { agencies } = await this.find({ codes: [code] }, caller);
    return agencies[0];
  }

  /** Does the officer hold the role Leader at the agency today? */
  async isLeader(code: string, officer: string, caller: Caller): Promise<boolean> {
    const card = await this.agency(code, caller);
    return card?.officers.some((each) => each.officer === officer && each.roles.includes('Leader')) ?? false;
  }

  /** Certificates that were registered for an agency and its officers, and not withdrawn, at an instant. */
  async certificatesOf(
    code: string,
    at: string,
    caller: Caller,
  ): Promise<readonly { readonly certificate: string; readonly officer?: string }[]> {
    const message = { target: { agency: code }, body: {} };
    const reply = await this.requester.query<AgencyDetails>(subjects.agency, message, caller);
    if (!reply.ok) throw failureOf(reply);
    return reply.answer.certificates.filter(
      ({ registeredAt, withdrawnAt }) =>
        registeredAt <= at && (withdrawnAt === undefined || withdrawnAt > at),
    );
  }

  private async find(body: FindAgenciesBody, caller: Caller): Promise<AgenciesFound> {
    const reply = await this.requester.query<AgenciesFound>(
      subjects.findAgencies,
      { target: {}, body },
      caller,
    );
    if (!reply.ok) throw failureOf(reply);
    return reply.answer;
  }
}

/** An import brings past instants, in the name of the agency that acted then. */
export const isBrought = ({ source }: Caller): boolean => source === 'import' || source === 'scenario';

const failureOf = (reply: Refused): Error =>
  reply.context === 'service' && reply.refused === 'unavailable'
    ? new DirectoryUnavailable()
    : new DirectoryRefused(reply);
