import { answerIn, type Requester } from '@adapters/messaging';
import {
  type AgenciesFound,
  type AgencyCard,
  type AgencyDetails,
  type AuthorityFound,
  type Caller,
  type CoveredBy,
  type CoveredByBody,
  type FieldError,
  type FindAuthorityBody,
  isBrought,
  type MailOf,
  type RecipientsChecked,
  subjects,
} from '@contracts';
import { FreshReadings } from '@runtime';

/**
 * What this service asks the directory over NATS.
 * Every question throws ServiceUnavailable when there is no answer; a retry may help.
 */
export class Directory {
  private readonly found = new FreshReadings<AgenciesFound>();

  constructor(private readonly requester: Requester) {}

  /** Which of 1 to 1,000 codes nobody has or are closed on a local date, and how far the directory had looked. */
  async recipients(codes: readonly string[], onDate: string, caller: Caller): Promise<RecipientsChecked> {
    const message = { target: {}, body: { codes, onDate } };
    return this.requester.answer(subjects.checkRecipients, message, caller);
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
    const { codes } = await this.requester.answer<MailOf>(subjects.mailOf, message, caller);
    return codes;
  }

  /** May the officer sign so on the date? Nothing when nobody has the agency's code. */
  async authority(
    agency: string,
    body: FindAuthorityBody,
    caller: Caller,
  ): Promise<AuthorityFound | undefined> {
    const message = { target: { agency }, body };
    const reply = await this.requester.query<AuthorityFound>(subjects.findAuthority, message, caller);
    const isUnknown = !reply.ok && reply.context === 'agency' && reply.refused === 'not-found';
    return isUnknown ? undefined : answerIn(subjects.findAuthority, reply);
  }

  /** Whose desks an officer of the agency covers on a local date, because they are away. */
  async coveredBy(agency: string, body: CoveredByBody, caller: Caller): Promise<readonly string[]> {
    const message = { target: { agency }, body };
    const { officers } = await this.requester.answer<CoveredBy>(subjects.coveredBy, message, caller);
    return officers;
  }

  /** One agency with its officers; nothing when nobody has this code. */
  async agency(code: string, caller: Caller): Promise<AgencyCard | undefined> {
    const { agencies } = await this.find(code, caller);
    return agencies[0];
  }

  /** The agency that gives a number or an entry on a local date, and whether it is closed then, as `isClosed` is. */
  async giver(code: string, onDate: string, caller: Caller): Promise<Giver> {
    const { agencies, closing } = await this.find(code, caller);
    const isClosed = !isBrought(caller) && closing.some(({ effectiveDate }) => effectiveDate <= onDate);
    return { card: agencies[0], isClosed };
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
    const { certificates } = await this.requester.answer<AgencyDetails>(subjects.getAgency, message, caller);
    return certificates.filter(
      ({ registeredAt, withdrawnAt }) =>
        registeredAt <= at && (withdrawnAt === undefined || withdrawnAt > at),
    );
  }

  /** Leave cover of an agency, also what has ended. */
  async deskLendings(code: string, caller: Caller): Promise<AgencyDetails['deskLendings']> {
    const message = { target: { agency: code }, body: {} };
    const details = await this.requester.answer<AgencyDetails>(subjects.getAgency, message, caller);
    return details.deskLendings;
  }

  /**
   * Whoever asks for an agency while it is being asked for shares the next question, in the name of the first of
   * those who share.
   */
  private find(code: string, caller: Caller): Promise<AgenciesFound> {
    const message = { target: {}, body: { codes: [code] } };
    return this.found.of(code, () => this.requester.answer(subjects.findAgencies, message, caller));
  }
}

interface Giver {
  /** Nothing when nobody has the code. */
  readonly card: AgencyCard | undefined;
  readonly isClosed: boolean;
}

/** Where the body names an approver who is no leader. */
export const notALeader = (approvedBy: string): FieldError[] => [
  { pointer: '/body/approvedBy', detail: `${approvedBy} is no Leader of your agency` },
];
