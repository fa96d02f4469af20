import type { CodeScheme, Role, SigningAuthority, Tier } from '@domain/codes';

/** What the handler found out about the agency above. */
interface Above {
  /** Is there an agency with the parent's code? */
  readonly parentRegistered: boolean;
  /** Closed on the date from which it shall be above. */
  readonly parentClosed?: boolean;
  /** Its code of Decision 20/2020 on that date, when it has one. */
  readonly parentCode?: string;
}

interface Restructuring {
  readonly agency: string;
  /** Local date from which it holds, YYYY-MM-DD. */
  readonly effectiveDate: string;
  /** Symbol of the decision behind it. */
  readonly legalBasis: string;
  readonly at: string;
}

export type AgencyCommand =
  | (Above & {
      readonly type: 'RegisterAgency';
      readonly code: string;
      /** What the code is written in; nothing when it is no agency code. */
      readonly scheme: CodeScheme | undefined;
      readonly name: string;
      readonly abbreviation: string;
      readonly tier: Tier;
      readonly parent?: string;
      /** Gathered: the code is or was assigned to another agency. */
      readonly heldByAnother?: boolean;
      readonly at: string;
    })
  | {
      readonly type: 'AppointOfficer';
      readonly agency: string;
      readonly officer: string;
      readonly displayName: string;
      /** Those of systems are given by their tokens and held by no officer. */
      readonly roles: readonly Exclude<Role, 'Importer' | 'AxisAdapter'>[];
      readonly at: string;
    }
  | {
      readonly type: 'DismissOfficer';
      readonly agency: string;
      readonly officer: string;
      readonly at: string;
    }
  | (Restructuring & {
      readonly type: 'RenameAgency';
      readonly name: string;
      readonly abbreviation: string;
    })
  | (Restructuring &
      Above & {
        readonly type: 'MoveAgency';
        readonly parent: string;
        /** Gathered: the parent is this agency, or stands below it, from the effective date on, whenever. */
        readonly parentIsBelow: boolean;
      })
  | (Restructuring & {
      readonly type: 'CloseAgency';
      readonly how: 'merged' | 'split' | 'dissolved';
      readonly successors: readonly string[];
      /** Gathered: those nobody has, and those closed on the effective date. */
      readonly unknownSuccessors: readonly string[];
      readonly closedSuccessors: readonly string[];
      /** Gathered: a successor, or whoever takes over from it in the end, closes into this agency. */
      readonly successorComesBack?: boolean;
    })
  | (Restructuring & { readonly type: 'RecordSuccession'; readonly predecessors: readonly string[] })
  | {
      readonly type: 'AssignCode';
      readonly agency: string;
      readonly scheme: CodeScheme;
      readonly value: string;
      readonly validFromDate: string;
      readonly validToDate?: string;
      /** Gathered: another agency holds the value on one of these days, or was registered under it. */
      readonly heldByAnother: boolean;
      /** Gathered: the code of Decision 20/2020 of the agency above on the first day. */
      readonly parentCode?: string;
      readonly at: string;
    }
  | {
      readonly type: 'DelegateAuthority';
      readonly agency: string;
      /** Follows from the call. */
      readonly delegationId: string;
      readonly officer: string;
      readonly authority: Exclude<SigningAuthority, 'head'>;
      readonly givenBy: string;
      readonly validFromDate: string;
      readonly validToDate?: string;
      readonly legalBasis: string;
      readonly at: string;
    }
  | {
      readonly type: 'RevokeDelegation';
      readonly agency: string;
      readonly delegationId: string;
      readonly reason: string;
      readonly at: string;
    }
  | {
      readonly type: 'LendDesk';
      readonly agency: string;
      /** Follows from the call. */
      readonly lendingId: string;
      readonly officer: string;
      readonly cover: string;
      readonly givenBy: string;
      readonly validFromDate: string;
      readonly validToDate: string;
      readonly legalBasis: string;
      readonly at: string;
    }
  | {
      readonly type: 'EndDeskLending';
      readonly agency: string;
      readonly lendingId: string;
      readonly reason: string;
      readonly at: string;
    }
  | {
      readonly type: 'RegisterCertificate';
      readonly agency: string;
      readonly officer?: string;
      readonly certificate: string;
      /** Gathered: another agency registered it. */
      readonly heldByAnother: boolean;
      readonly at: string;
    }
  | {
      readonly type: 'WithdrawCertificate';
      readonly agency: string;
      readonly certificate: string;
      readonly reason: string;
      readonly at: string;
    };

export const agencyRefusals = [
  'not-an-agency-code',
  'parent-not-found',
  'parent-closed',
  'parent-is-below',
  'not-under-the-code-of-its-parent',
  'level-1-is-fixed',
  'agency-already-registered',
  'not-found',
  'agency-closed',
  'agency-already-closed',
  'effective-before-last-change',
  'successors-do-not-fit',
  'successor-not-found',
  'successor-closed',
  'successor-of-itself',
  'successor-is-a-predecessor',
  'code-held-by-another',
  'code-interval-overlaps',
  'ends-before-it-begins',
  'officer-not-found',
  'giver-is-no-leader',
  'delegation-needs-an-end',
  'no-redelegation',
  'delegation-not-found',
  'cover-is-the-officer',
  'cover-is-away',
  'desk-already-lent',
  'lending-not-found',
  'certificate-already-registered',
  'certificate-withdrawn',
  'certificate-not-found',
] as const;
export type AgencyRefusal = (typeof agencyRefusals)[number];
