import { roles, tiers } from '@domain/codes';
import {
  agency,
  type Answer,
  at,
  date,
  described,
  list,
  maybe,
  ofAskedDay,
  officer,
  oneOf,
  page,
  sha256,
  shape,
  text,
  unnamed,
  uuid,
  yes,
} from '../answer';

const scheme = described(oneOf('qd20', 'qcvn102'), 'Decision 20/2020 or QCVN 102:2016');
const name = described(text, 'in Vietnamese');
const abbreviation = described(text, 'stands in document symbols');
const legalBasis = described(text, 'number and symbol of the decision');
const effectiveDate = described(date, 'first local day it holds');

const post = shape({
  officer: unnamed(officer),
  displayName: described(text, 'as printed on slips'),
  roles: described(list(oneOf(...roles)), 'that the post holds'),
});
const card = {
  code: described(unnamed(agency), 'code it was registered under; it stays, whatever codes are assigned'),
  scheme: described(scheme, 'in which `code` is written: Decision 20/2020 or QCVN 102:2016'),
  name,
  abbreviation,
  tier: described(
    oneOf(...tiers),
    'of local government; `district` ended on 2025-07-01 and stays for history',
  ),
  parent: maybe(described(agency, 'code of the agency above; absent at the top')),
  officers: described(list(post), 'in post on the date, in the order of their ids'),
};
const open = described(yes, 'not closed on the date');
/** An agency as it stands on the date of the question. */
export type AgencyCard = Omit<Answer<typeof agencyListed>, 'open'>;

const agencyListed = described(
  ofAskedDay(shape({ ...card, open })),
  'an agency as it stands on the date of the question',
);
export type AgencyListed = Answer<typeof agencyListed>;
export const agenciesListed = page(agencyListed);

const interval = {
  validFromDate: described(date, 'first local day'),
  validToDate: maybe(described(date, 'last local day; absent when it has no end')),
};
const since = {
  fromDate: maybe(described(date, 'first local day; absent when it holds from the beginning')),
  legalBasis: maybe(legalBasis),
};

const delegation = shape(
  {
    delegationId: uuid,
    officer: described(officer, 'id of the officer who may sign so'),
    authority: described(oneOf('KT', 'TM', 'TUQ', 'TL'), 'Decree 30/2020 art. 13'),
    givenBy: described(officer, 'id of the leader who gave it'),
    ...interval,
    legalBasis: described(legalBasis, 'number and symbol of the delegation'),
    endedDate: maybe(
      described(date, 'local day from which it gives no authority: it was revoked, or the officer dismissed'),
    ),
  },
  'validFromDate',
);

const deskLending = shape(
  {
    lendingId: uuid,
    officer: described(officer, 'id of the officer who is away'),
    cover: described(officer, 'id of the officer who does the work meanwhile'),
    givenBy: described(officer, 'id of the leader who decided it'),
    validFromDate: described(date, 'first local day'),
    validToDate: described(date, 'last local day'),
    legalBasis: described(legalBasis, 'number and symbol of the decision'),
    endedDate: maybe(
      described(date, 'local day from which it covers nothing: it was ended, or one of the two dismissed'),
    ),
  },
  'validFromDate',
);

const certificate = shape(
  {
    certificate: described(sha256, 'SHA-256 of the DER certificate, lower-case hex'),
    officer: maybe(
      described(officer, 'id of the officer whose it is; absent: the agency itself signs with it'),
    ),
    registeredAt: at,
    withdrawnAt: maybe(described(at, 'from when on it is no longer taken')),
  },
  'registeredAt',
);

const closing = shape(
  {
    how: described(
      oneOf('merged', 'split', 'dissolved'),
      'into one successor, among two or more, or with any number of them',
    ),
    successors: described(list(agency), 'codes of the agencies that take over; the first one takes the mail'),
    effectiveDate: described(date, 'first local day it is closed'),
    legalBasis,
    mailGoesTo: maybe(
      described(
        ofAskedDay(agency),
        'code of the agency its mail goes to: through all that closed since, the one open on the date',
      ),
    ),
  },
  'effectiveDate',
);

export const agencyDetails = described(
  ofAskedDay(
    shape({
      ...card,
      open,
      names: described(list(shape({ name, abbreviation, ...since })), 'oldest first'),
      parents: described(
        list(shape({ parent: card.parent, ...since }, 'fromDate')),
        'agencies above it, oldest first',
      ),
      codes: described(
        list(shape({ scheme, value: described(unnamed(agency), 'the code'), ...interval })),
        'assigned besides the one it was registered under, by first day',
      ),
      predecessors: described(
        list(
          shape(
            { agency: described(agency, 'code of the closed agency'), effectiveDate, legalBasis },
            'effectiveDate',
          ),
        ),
        'agencies that it took over from',
      ),
      closing: maybe(described(closing, 'how it was or will be closed')),
      delegations: described(list(delegation), 'authority to sign given to its officers'),
      deskLendings: described(list(deskLending), 'leave cover: desks lent for dated days'),
      certificates: described(list(certificate), 'that its officers, or the agency itself, sign with'),
    }),
  ),
  'an agency with its whole history',
);
export type AgencyDetails = Answer<typeof agencyDetails>;

export const authorityDelegated = shape({ delegationId: uuid });
export type AuthorityDelegated = Answer<typeof authorityDelegated>;

export const deskLent = shape({ lendingId: uuid });
export type DeskLent = Answer<typeof deskLent>;

export const agenciesMerged = shape({
  successor: described(agency, 'code of the agency that took over'),
  closed: described(list(agency), 'those closed by this call and those closed by an earlier try of it'),
});
export type AgenciesMerged = Answer<typeof agenciesMerged>;

// What services ask the directory; none of it is seen at the edge.

export interface AgenciesFound {
  readonly agencies: readonly AgencyCard[];
  /** Those of them that closed or will close, each with the first local date on which it is closed. */
  readonly closing: readonly { readonly code: string; readonly effectiveDate: string }[];
  readonly unknown: readonly string[];
  /** Token of the newest directory fact that was looked at. */
  readonly directoryPosition: string;
}

/** Holds from its first local date until the next one; the first from the beginning of time. */
export interface NameSince {
  readonly name: string;
  readonly fromDate?: string;
}

/** What an agency, and those of its officers who were asked for, were called; oldest first. */
export interface AgencyNames {
  readonly code: string;
  readonly names: readonly NameSince[];
  /** Also of those who are no longer in post. */
  readonly officers: readonly { readonly officer: string; readonly names: readonly NameSince[] }[];
}

/** Of the codes that were asked for, those somebody has. */
export interface NamesFound {
  readonly agencies: readonly AgencyNames[];
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
  /**
   * Closed on the date, each with the open agency at the end of its chain of first successors, if there is one, and all
   * open ones that took over from it.
   */
  readonly closed: readonly {
    readonly code: string;
    readonly successor?: string;
    readonly successors: readonly string[];
  }[];
  /** Token of the newest directory fact that was looked at. */
  readonly directoryPosition: string;
}

/** Closed agencies whose mail goes to the agency asked about, in the order of their codes. */
export interface MailOf {
  readonly codes: readonly string[];
}

/** Officers who are away and whose desks the one asked about covers. */
export interface CoveredBy {
  readonly officers: readonly string[];
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
  /** The days for which this is the answer, the last one not included; only the date asked for when absent. */
  readonly holds?: { readonly fromDate?: string; readonly untilDate?: string };
}

/** Something was recorded of an agency: what is remembered of it is to be asked again. */
export interface AgencyChanged {
  readonly agency: string;
}
