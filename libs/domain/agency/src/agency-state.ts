import type { CodeScheme, Role, SigningAuthority, Tier } from '@domain/codes';
import type { AgencyEvent } from './agency.events';

/** Holds from `fromDate` until the next one. */
interface CalledSo {
  readonly displayName: string;
  readonly fromDate?: string;
}

export interface Officer {
  readonly displayName: string;
  readonly roles: readonly Role[];
  /** Every name it was appointed under, oldest first; the first holds from the beginning of time. */
  readonly displayNames: readonly [CalledSo, ...CalledSo[]];
  /** From this local date on no longer in post. */
  readonly dismissedDate?: string;
}

/** Holds from `fromDate` until the next one; the first holds from the beginning of time. */
export interface Named {
  readonly name: string;
  readonly abbreviation: string;
  readonly fromDate?: string;
  readonly legalBasis?: string;
}

export interface Placed {
  readonly parent?: string;
  readonly fromDate?: string;
  readonly legalBasis?: string;
}

/** Both days belong to it; without a last day it has no end. */
export interface AssignedCode {
  readonly scheme: CodeScheme;
  readonly value: string;
  readonly validFromDate: string;
  readonly validToDate?: string;
}

interface Delegation {
  readonly officer: string;
  readonly authority: Exclude<SigningAuthority, 'head'>;
  readonly givenBy: string;
  readonly validFromDate: string;
  readonly validToDate?: string;
  readonly legalBasis: string;
  /** Revoked, or the officer dismissed: from this local date on it gives no authority. */
  readonly endedDate?: string;
}

interface DeskLending {
  readonly officer: string;
  readonly cover: string;
  readonly givenBy: string;
  readonly validFromDate: string;
  readonly validToDate: string;
  readonly legalBasis: string;
  /** Ended before its time, or one of the two dismissed: from this local date on it covers nothing. */
  readonly endedDate?: string;
}

interface Certificate {
  /** Nothing when it is the agency's own. */
  readonly officer?: string;
  readonly registeredAt: string;
  readonly withdrawnAt?: string;
}

interface Closing {
  readonly how: 'merged' | 'split' | 'dissolved';
  readonly successors: readonly string[];
  readonly effectiveDate: string;
  readonly legalBasis: string;
}

interface Predecessor {
  readonly agency: string;
  readonly effectiveDate: string;
  readonly legalBasis: string;
}

export interface RegisteredAgency {
  readonly status: 'registered';
  /** Addresses it for ever, also after it got other codes. */
  readonly code: string;
  readonly scheme: CodeScheme;
  readonly tier: Tier;
  /** Oldest first. */
  readonly names: readonly [Named, ...Named[]];
  readonly parents: readonly [Placed, ...Placed[]];
  readonly codes: readonly AssignedCode[];
  readonly officers: Readonly<Record<string, Officer>>;
  readonly delegations: Readonly<Record<string, Delegation>>;
  readonly lendings: Readonly<Record<string, DeskLending>>;
  /** By the SHA-256 of the certificate. */
  readonly certificates: Readonly<Record<string, Certificate>>;
  readonly predecessors: readonly Predecessor[];
  readonly closing?: Closing;
}

export type AgencyState = { readonly status: 'absent' } | RegisteredAgency;

/** An entry of a record that came from outside: `constructor` is a key like any other. */
export const entryOf = <T>(record: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;

/** One interval is known by what it assigns and its first day. */
export const isSameInterval = (a: AssignedCode, b: AssignedCode): boolean =>
  a.scheme === b.scheme && a.value === b.value && a.validFromDate === b.validFromDate;

type DataOf<T extends AgencyEvent['type']> = Extract<AgencyEvent, { type: T }>['data'];

export function registeredFrom(data: DataOf<'AgencyRegistered'>): RegisteredAgency {
  const { code, scheme, tier, name, abbreviation, parent } = data;
  return {
    status: 'registered',
    code,
    scheme,
    tier,
    names: [{ name, abbreviation }],
    parents: [parent === undefined ? {} : { parent }],
    codes: [],
    officers: {},
    delegations: {},
    lendings: {},
    certificates: {},
    predecessors: [],
  };
}
