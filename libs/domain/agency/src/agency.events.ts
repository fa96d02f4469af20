import type { CodeScheme, Role, SigningAuthority, Tier } from '@domain/codes';

export type AgencyEvent =
  | {
      readonly type: 'AgencyRegistered';
      readonly data: {
        readonly code: string;
        readonly scheme: CodeScheme;
        readonly name: string;
        /** Stands in document symbols: `UBND` in `15/QĐ-UBND`. */
        readonly abbreviation: string;
        readonly tier: Tier;
        /** Code of the agency above; absent at the top. */
        readonly parent?: string;
        readonly at: string;
      };
    }
  | {
      readonly type: 'OfficerAppointed';
      readonly data: {
        readonly agency: string;
        /** Id of the officer, the subject of their tokens; never a name. */
        readonly officer: string;
        readonly displayName: string;
        readonly roles: readonly Role[];
        readonly at: string;
      };
    }
  | {
      readonly type: 'OfficerDismissed';
      readonly data: { readonly agency: string; readonly officer: string; readonly at: string };
    }
  | {
      /** History keeps the old name: readers take the name that was in force on the date they ask for. */
      readonly type: 'AgencyRenamed';
      readonly data: Restructured & { readonly name: string; readonly abbreviation: string };
    }
  | {
      /** Under another agency. */
      readonly type: 'AgencyMoved';
      readonly data: Restructured & { readonly parent: string };
    }
  | {
      /** From this date on nothing is addressed to it; what comes follows to the successors. */
      readonly type: 'AgencyClosed';
      readonly data: Restructured & {
        readonly how: 'merged' | 'split' | 'dissolved';
        /** Codes of the agencies that take over; the first one takes its mail. */
        readonly successors: readonly string[];
      };
    }
  | {
      /** The other side of `AgencyClosed`, at each successor. */
      readonly type: 'AgencySucceeded';
      readonly data: Restructured & { readonly predecessor: string };
    }
  | {
      /**
       * A code in either scheme from its first to its last day; the mapping is data and never computed. Told again with
       * a last day, an assignment without one ends then.
       */
      readonly type: 'AgencyCodeAssigned';
      readonly data: {
        readonly agency: string;
        readonly scheme: CodeScheme;
        readonly value: string;
        readonly validFromDate: string;
        readonly validToDate?: string;
        readonly at: string;
      };
    }
  | {
      /** Decree 30/2020 art. 13: KT., TM., TUQ., TL. with its limits in time. */
      readonly type: 'AuthorityDelegated';
      readonly data: {
        readonly agency: string;
        readonly delegationId: string;
        readonly officer: string;
        readonly authority: Exclude<SigningAuthority, 'head'>;
        /** The leader who gives it. */
        readonly givenBy: string;
        readonly validFromDate: string;
        readonly validToDate?: string;
        /** Symbol of the decision or written delegation. */
        readonly legalBasis: string;
        readonly at: string;
      };
    }
  | {
      readonly type: 'DelegationRevoked';
      readonly data: {
        readonly agency: string;
        readonly delegationId: string;
        readonly reason: string;
        readonly at: string;
      };
    }
  | {
      /**
       * Leave cover: from the first to the last day, both included, an officer's own work is also done by another one.
       * It gives no role and no authority to sign.
       */
      readonly type: 'DeskLent';
      readonly data: {
        readonly agency: string;
        readonly lendingId: string;
        /** Who is away. */
        readonly officer: string;
        readonly cover: string;
        /** The leader who decided it. */
        readonly givenBy: string;
        readonly validFromDate: string;
        readonly validToDate: string;
        /** Symbol of the decision behind it. */
        readonly legalBasis: string;
        readonly at: string;
      };
    }
  | {
      readonly type: 'DeskLentEnded';
      readonly data: {
        readonly agency: string;
        readonly lendingId: string;
        readonly reason: string;
        readonly at: string;
      };
    }
  | {
      /** A signing certificate of an officer, or of the agency itself when no officer is named. */
      readonly type: 'CertificateRegistered';
      readonly data: {
        readonly agency: string;
        readonly officer?: string;
        /** Lower-case hex SHA-256 of the DER certificate. */
        readonly certificate: string;
        readonly at: string;
      };
    }
  | {
      readonly type: 'CertificateWithdrawn';
      readonly data: {
        readonly agency: string;
        readonly certificate: string;
        readonly reason: string;
        readonly at: string;
      };
    };

interface Restructured {
  readonly agency: string;
  /** Local date from which it holds, YYYY-MM-DD. */
  readonly effectiveDate: string;
  /** Symbol of the decision behind it. */
  readonly legalBasis: string;
  readonly at: string;
}
