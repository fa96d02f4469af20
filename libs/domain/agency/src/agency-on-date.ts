import { type CodeScheme, localDate, type Role, type SigningAuthority } from '@domain/codes';
import { type AssignedCode, entryOf, type Named, type Placed, type RegisteredAgency } from './agency-state';

/** Of steps that follow each other, the one in force on a local date, YYYY-MM-DD. */
const inForce = <T extends { readonly fromDate?: string }>(steps: readonly [T, ...T[]], date: string): T =>
  steps.findLast(({ fromDate }) => fromDate === undefined || fromDate <= date) ?? steps[0];

/** The name and abbreviation in force; any date answers exactly one. */
export const nameOn = (agency: RegisteredAgency, date: string): Named => inForce(agency.names, date);

/** The agency above; no `parent` at the top. */
export const parentOn = (agency: RegisteredAgency, date: string): Placed => inForce(agency.parents, date);

export const isOpenOn = ({ closing }: RegisteredAgency, date: string): boolean =>
  closing === undefined || date < closing.effectiveDate;

/** The code of the scheme: the assigned one, else the one it was registered under, if that is of the scheme. */
export function codeOn(agency: RegisteredAgency, scheme: CodeScheme, date: string): string | undefined {
  const assigned = agency.codes.find((code) => code.scheme === scheme && isWithin(code, date));
  return assigned?.value ?? (agency.scheme === scheme ? agency.code : undefined);
}

type Interval = Pick<AssignedCode, 'validFromDate' | 'validToDate'>;

const isWithin = ({ validFromDate, validToDate }: Interval, date: string): boolean =>
  validFromDate <= date && (validToDate === undefined || date <= validToDate);

/** Some day belongs to both. */
export const overlap = (a: Interval, b: Interval): boolean =>
  (a.validToDate === undefined || b.validFromDate <= a.validToDate) &&
  (b.validToDate === undefined || a.validFromDate <= b.validToDate);

/** In post; from the day of the dismissal on, no longer. */
export function isInPost(agency: RegisteredAgency, officer: string, date: string): boolean {
  const held = entryOf(agency.officers, officer);
  return held !== undefined && (held.dismissedDate === undefined || date < held.dismissedDate);
}

/** The roles of the post; none for who is in none on that date. */
export const rolesOn = (agency: RegisteredAgency, officer: string, date: string): readonly Role[] =>
  isInPost(agency, officer, date) ? (entryOf(agency.officers, officer)?.roles ?? []) : [];

/** Everybody in post on the date, with the roles of the post. */
export const postsOn = (
  agency: RegisteredAgency,
  date: string,
): readonly (readonly [officer: string, roles: readonly Role[]])[] =>
  Object.entries(agency.officers).flatMap(([officer, { roles }]) =>
    isInPost(agency, officer, date) ? [[officer, roles] as const] : [],
  );

/**
 * The days around a date on which the agency is open or closed as on that date, and the same officers are in post: from
 * the first to the day before `untilDate`; without an end where nothing known changes it.
 */
export function sameAround(
  { closing, officers }: RegisteredAgency,
  date: string,
): { readonly fromDate?: string; readonly untilDate?: string } {
  const dismissals = Object.values(officers).map(({ dismissedDate }) => dismissedDate);
  const changes = [closing?.effectiveDate, ...dismissals].filter((change) => change !== undefined).sort();
  const fromDate = changes.findLast((change) => change <= date);
  const untilDate = changes.find((change) => change > date);
  return { ...(fromDate && { fromDate }), ...(untilDate && { untilDate }) };
}

export const isLeader = (agency: RegisteredAgency, officer: string): boolean =>
  entryOf(agency.officers, officer)?.roles.includes('Leader') ?? false;

/**
 * May the officer sign so on that date (Decree 30/2020 art. 13)? A leader signs as head. KT., TM., TUQ. and TL. rest on
 * a delegation in force; only before the first delegation of the agency begins, its leaders sign KT. and TM. by their
 * role. An agency that is closed on that date signs nothing.
 */
export function authorityOn(
  agency: RegisteredAgency,
  officer: string,
  authority: SigningAuthority,
  date: string,
): boolean {
  if (!isOpenOn(agency, date) || !isInPost(agency, officer, date)) return false;
  if (authority === 'head') return isLeader(agency, officer);
  if (holdsDelegation(agency, officer, authority, date)) return true;
  if (authority === 'TUQ' || authority === 'TL') return false;
  const delegatesByThen = Object.values(agency.delegations).some((given) => given.validFromDate <= date);
  return !delegatesByThen && isLeader(agency, officer);
}

export const holdsDelegation = (
  { delegations }: RegisteredAgency,
  officer: string,
  authority: SigningAuthority,
  date: string,
): boolean =>
  Object.values(delegations).some(
    (given) =>
      given.officer === officer &&
      given.authority === authority &&
      isWithin(given, date) &&
      (given.endedDate === undefined || date < given.endedDate),
  );

/** Whose desks the officer covers on the date: of colleagues who are away. A desk that is lent is not lent on. */
export const coveredOn = ({ lendings }: RegisteredAgency, cover: string, date: string): readonly string[] =>
  Object.values(lendings).flatMap((lent) =>
    lent.cover === cover && isWithin(lent, date) && (lent.endedDate === undefined || date < lent.endedDate)
      ? [lent.officer]
      : [],
  );

/** The certificate belongs to the officer, or with no officer to the agency itself, at that instant. */
export function ownsCertificate(
  agency: RegisteredAgency,
  certificate: string,
  officer: string | undefined,
  at: string,
): boolean {
  const known = entryOf(agency.certificates, certificate);
  if (known === undefined || known.officer !== officer) return false;
  const inPost = officer === undefined || isInPost(agency, officer, localDate(at));
  return inPost && (known.withdrawnAt === undefined || at < known.withdrawnAt);
}
