import { agency, type Answer, at, date, list, maybe, oneOf, page, shape, text, uuid, yes } from '../answer';

const scheme = oneOf('qd20', 'qcvn102');

const card = {
  code: agency,
  scheme,
  name: text,
  abbreviation: text,
  tier: oneOf('province', 'district', 'commune'),
  parent: maybe(agency),
  officers: list(shape({ officer: text, displayName: text, roles: list(text) })),
};
/** An agency as it stands on the date of the question. */
export type AgencyCard = Omit<Answer<typeof agencyListed>, 'open'>;

const agencyListed = shape({ ...card, open: yes });
export type AgencyListed = Answer<typeof agencyListed>;
export const agenciesListed = page(agencyListed);

/** Both days belong to it. */
const interval = { validFromDate: date, validToDate: maybe(date) };
const since = { fromDate: maybe(date), legalBasis: maybe(text) };

/** With its whole history; dates are local, YYYY-MM-DD. */
export const agencyDetails = shape({
  ...card,
  open: yes,
  /** Oldest first; the first one holds from the beginning. */
  names: list(shape({ name: text, abbreviation: text, ...since })),
  parents: list(shape({ parent: maybe(agency), ...since })),
  codes: list(shape({ scheme, value: text, ...interval })),
  predecessors: list(shape({ agency, effectiveDate: date, legalBasis: text })),
  closing: maybe(
    shape({
      how: oneOf('merged', 'split', 'dissolved'),
      successors: list(agency),
      effectiveDate: date,
      legalBasis: text,
      /** Where its mail goes: through all that closed since, to the one that is open on the date. */
      mailGoesTo: maybe(agency),
    }),
  ),
  delegations: list(
    shape({
      delegationId: uuid,
      officer: text,
      authority: oneOf('KT', 'TM', 'TUQ', 'TL'),
      givenBy: text,
      ...interval,
      legalBasis: text,
      endedDate: maybe(date),
    }),
  ),
  certificates: list(
    shape({ certificate: text, officer: maybe(text), registeredAt: at, withdrawnAt: maybe(at) }),
  ),
});
export type AgencyDetails = Answer<typeof agencyDetails>;

export const authorityDelegated = shape({ delegationId: uuid });
export type AuthorityDelegated = Answer<typeof authorityDelegated>;

export const agenciesMerged = shape({
  successor: agency,
  /** Those closed by this call and those closed by an earlier try of it. */
  closed: list(agency),
});
export type AgenciesMerged = Answer<typeof agenciesMerged>;

// What services ask the directory; none of it is seen at the edge.

export interface AgenciesFound {
  readonly agencies: readonly AgencyCard[];
  readonly unknown: readonly string[];
  /** Token of the newest directory fact that was looked at. */
  readonly directoryPosition: string;
}

/** Which history of which store the house works on. */
export interface HistoryKnown {
  readonly storeId: string;
  /** 1 until the history is renewed for the first time. */
  readonly epoch: number;
  /** Oldest first; up to `after`, a commit position, tokens of earlier epochs hold. */
  readonly renewals: readonly { readonly epoch: number; readonly after: string }[];
  /** Commit position of the store's last event. */
  readonly head: string;
}

export interface HistoryRenewedNow {
  readonly epoch: number;
  /** False when an earlier renewal explained what was lost. */
  readonly renewed: boolean;
}

/** Which recipients cannot be written to as they are. */
export interface RecipientsChecked {
  readonly unknown: readonly string[];
  /** Closed on the date, each with the open agency at the end of its chain of successors, if there is one. */
  readonly closed: readonly { readonly code: string; readonly successor?: string }[];
  /** Token of the newest directory fact that was looked at. */
  readonly directoryPosition: string;
}

/** Closed agencies whose mail goes to the agency asked about, in the order of their codes. */
export interface MailOf {
  readonly codes: readonly string[];
}

/** May the officer sign so on the date? */
export interface AuthorityFound {
  readonly open: boolean;
  readonly authorised: boolean;
}

/** What an officer may act as on the date. */
export interface OfficerStanding {
  readonly agency: 'open' | 'closed' | 'unknown';
  /** Those of the post; none when the officer holds none in this agency on the date. */
  readonly roles: readonly string[];
  /** Of everybody in post there on the date, by officer; absent when the agency is not open or has too many. */
  readonly posts?: Readonly<Record<string, readonly string[]>>;
}

/** Something was recorded of an agency: what is remembered of it is to be asked again. */
export interface AgencyChanged {
  readonly agency: string;
}
