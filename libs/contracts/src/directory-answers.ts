import type { AgencyCard } from './answers';

/** An agency as it stands on the date of the question. */
export interface AgencyListed extends AgencyCard {
  readonly open: boolean;
}

/** With its whole history; dates are local, YYYY-MM-DD. */
export interface AgencyDetails extends AgencyListed {
  /** Oldest first; the first one holds from the beginning. */
  readonly names: readonly {
    readonly name: string;
    readonly abbreviation: string;
    readonly fromDate?: string;
    readonly legalBasis?: string;
  }[];
  readonly parents: readonly {
    readonly parent?: string;
    readonly fromDate?: string;
    readonly legalBasis?: string;
  }[];
  /** Both days belong to an interval. */
  readonly codes: readonly {
    readonly scheme: 'qd20' | 'qcvn102';
    readonly value: string;
    readonly validFromDate: string;
    readonly validToDate?: string;
  }[];
  readonly predecessors: readonly {
    readonly agency: string;
    readonly effectiveDate: string;
    readonly legalBasis: string;
  }[];
  readonly closing?: {
    readonly how: 'merged' | 'split' | 'dissolved';
    readonly successors: readonly string[];
    readonly effectiveDate: string;
    readonly legalBasis: string;
    /** Where its mail goes: through all that closed since, to the one that is open on the date. */
    readonly mailGoesTo?: string;
  };
  readonly delegations: readonly {
    readonly delegationId: string;
    readonly officer: string;
    readonly authority: 'KT' | 'TM' | 'TUQ' | 'TL';
    readonly givenBy: string;
    readonly validFromDate: string;
    readonly validToDate?: string;
    readonly legalBasis: string;
    readonly endedDate?: string;
  }[];
  readonly certificates: readonly {
    readonly certificate: string;
    readonly officer?: string;
    readonly registeredAt: string;
    readonly withdrawnAt?: string;
  }[];
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

export interface AuthorityDelegated {
  readonly delegationId: string;
}

export interface AgenciesMerged {
  readonly successor: string;
  /** Those closed by this call and those closed by an earlier try of it. */
  readonly closed: readonly string[];
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
}

/** Something was recorded of an agency: what is remembered of it is to be asked again. */
export interface AgencyChanged {
  readonly agency: string;
}
