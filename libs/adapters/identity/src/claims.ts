import type { JWTPayload } from 'jose';
import { isAgencyCode, type Role, roles as knownRoles } from '@domain/codes';
import type { TokenRefusal } from './token-refusal';

/** Where an issuer puts what is asked of a token: names of claims, or paths with `.` between into nested ones. */
export interface ClaimNames {
  readonly officer: string;
  readonly agency: string;
  /** The roles of all that are there count; none has to be there. */
  readonly roles: readonly string[];
  /** Our role by the issuer's name for it. Ours count besides, whatever is unknown counts for nothing. */
  readonly roleMap?: Readonly<Record<string, Role>>;
}

/** Whom a token names. */
export interface Named {
  readonly sub: string;
  readonly agency: string;
  readonly roles: readonly Role[];
  /** Recipients a carrier may tell of. */
  readonly carries?: readonly string[];
}

const officerId = /^[A-Za-z0-9._-]{1,64}$/;
const carriesMax = 200;

const isRole = (name: unknown): name is Role => (knownRoles as readonly unknown[]).includes(name);

type Claims = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Claims =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * A claim by its name, which may be a URL or hold dots itself, else by its path: of several ways to read one the name
 * that is longest first.
 */
export function claimAt(claims: Claims, path: string): unknown {
  if (Object.hasOwn(claims, path)) return claims[path];
  for (let dot = path.lastIndexOf('.'); dot > 0; dot = path.lastIndexOf('.', dot - 1)) {
    const name = path.slice(0, dot);
    const inner = Object.hasOwn(claims, name) ? claims[name] : undefined;
    const found = isObject(inner) ? claimAt(inner, path.slice(dot + 1)) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Whom the claims of a verified token name, or what they lack. */
export function namedIn(payload: JWTPayload, names: ClaimNames): Named | TokenRefusal {
  const sub = onlyText(claimAt(payload, names.officer));
  if (sub === undefined || !officerId.test(sub))
    return lacks('officer', names.officer, sub, 'the id of an officer, 1 to 64 of A-Z a-z 0-9 . _ -');
  const agency = onlyText(claimAt(payload, names.agency));
  if (agency === undefined || !isAgencyCode(agency))
    return lacks('agency', names.agency, agency, 'an agency code, alone or as the only one of a list');
  const roles = rolesIn(payload, names);
  if (roles === undefined)
    return { check: 'roles', said: `claim ${names.roles.join(', ')} holds what is no name of a role` };
  const { carries } = payload;
  if (carries === undefined) return { sub, agency, roles };
  if (isListOfCodes(carries)) return { sub, agency, roles, carries };
  return { check: 'carries', said: `claim carries is not a list of 1 to ${carriesMax} agency codes` };
}

/** What a claim holds is not repeated: it may name a person. */
const lacks = (
  check: TokenRefusal['check'],
  path: string,
  value: string | undefined,
  form: string,
): TokenRefusal => ({
  check,
  said: `claim ${path} ${value === undefined ? 'is absent or no text' : 'has another form'}; it has to be ${form}`,
});

/** A text, or the only one of a list: user attributes come as lists from some issuers. */
function onlyText(value: unknown): string | undefined {
  const only: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value;
  return typeof only === 'string' ? only : undefined;
}

function rolesIn(
  payload: JWTPayload,
  { roles: paths, roleMap = {} }: ClaimNames,
): readonly Role[] | undefined {
  const isMapped = (name: string): boolean => Object.hasOwn(roleMap, name);
  const lists = paths.map((path) => namesIn(claimAt(payload, path), isMapped));
  if (lists.includes(undefined)) return undefined;
  const ours = lists.flatMap((list) => list ?? []).map((name) => (isMapped(name) ? roleMap[name] : name));
  return [...new Set(ours)].filter(isRole);
}

/** Names as a list, as a text with spaces or commas between, or as the keys of an object; absent are none. */
function namesIn(value: unknown, isMapped: (name: string) => boolean): readonly string[] | undefined {
  if (value === undefined || value === null) return [];
  if (typeof value === 'string') return isMapped(value) ? [value] : value.split(/[\s,]+/);
  if (Array.isArray(value)) return value.every((name) => typeof name === 'string') ? value : undefined;
  return isObject(value) ? Object.keys(value) : undefined;
}

const isListOfCodes = (value: unknown): value is string[] =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.length <= carriesMax &&
  value.every((each) => typeof each === 'string' && isAgencyCode(each));
