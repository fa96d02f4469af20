import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { type Caller, callerHeader, type FieldError, house, isLine } from '@contracts';
import { feedParts, isAgencyCode, isInstant } from '@domain/codes';
import { MalformedMessage } from './malformed-message';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const uuidDetail = 'is not a lower-case UUID';
const fileHash = /^.{1,255}#[0-9a-f]{64}$/u;

type Check = readonly [field: string, fits: (text: string) => boolean, detail: string, optional?: 'optional'];
const matches =
  (pattern: RegExp) =>
  (text: string): boolean =>
    pattern.test(text);

const actorChecks: readonly Check[] = [
  ['agency', (text) => isAgencyCode(text) || text === house.agency, 'is not an agency code'],
  ['officer', matches(/^[A-Za-z0-9._-]{1,64}$/), 'is not an id of an officer'],
  ['role', matches(/^[A-Za-z]{1,32}$/), 'is not a role'],
];
const callerChecks: readonly Check[] = [
  ['correlationId', matches(uuid), uuidDetail],
  ['causationId', matches(uuid), uuidDetail],
  ['source', matches(/^(http|bus|axis|import|reactor|scenario)$/), 'is not a known source'],
  ['reads', matches(new RegExp(`^(${feedParts.join('|')})$`)), 'is no part of a feed', 'optional'],
  [
    'idempotencyKey',
    matches(/^[\x20-\x7e]{1,128}$/),
    'is not 1 to 128 characters of printable ASCII',
    'optional',
  ],
  ['occurredAt', isInstant, 'is not an instant YYYY-MM-DDTHH:mm:ss.sssZ', 'optional'],
  [
    'importedFrom',
    (text) => fileHash.test(text) && isLine(text.slice(0, -65)),
    'is not <file name>#<sha256>',
    'optional',
  ],
  ['onBehalfOf', isAgencyCode, 'is not an agency code', 'optional'],
  ['sentBy', matches(uuid), uuidDetail, 'optional'],
  ['traceparent', matches(/^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/), 'is not W3C', 'optional'],
];

/**
 * Reads the caller from the text of its header. Fields it does not know are dropped.
 * @throws MalformedMessage naming every field that is missing or wrong.
 */
export function readCaller(header: string | undefined): Caller {
  if (header === undefined || header === '') throw malformed('', `is missing: header ${callerHeader}`);
  const caller = objectOf(header);
  if (caller === undefined) throw malformed('', 'is not a JSON object');
  const actor = typeof caller['actor'] === 'object' && caller['actor'] !== null ? caller['actor'] : {};
  const errors: FieldError[] = [];
  const read = {
    actor: fieldsOf(actor as Record<string, unknown>, actorChecks, '/caller/actor', errors),
    ...fieldsOf(caller, callerChecks, '/caller', errors),
    ...carriesOf(caller, errors),
  };
  if (errors.length > 0) throw new MalformedMessage(errors);
  return read as unknown as Caller;
}

function fieldsOf(from: Record<string, unknown>, checks: readonly Check[], at: string, errors: FieldError[]) {
  const read: Record<string, string> = {};
  for (const [field, fits, detail, optional] of checks) {
    const value = from[field];
    if (value === undefined && optional) continue;
    if (typeof value === 'string' && fits(value)) read[field] = value;
    else errors.push({ pointer: `${at}/${field}`, detail: value === undefined ? 'is missing' : detail });
  }
  return read;
}

const carriesMax = 200;

function carriesOf({ carries }: Record<string, unknown>, errors: FieldError[]) {
  if (carries === undefined) return {};
  const isList = Array.isArray(carries) && carries.length > 0 && carries.length <= carriesMax;
  if (isList && carries.every((code) => typeof code === 'string' && isAgencyCode(code))) return { carries };
  errors.push({ pointer: '/caller/carries', detail: `is not a list of 1 to ${carriesMax} agency codes` });
  return {};
}

function objectOf(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

const malformed = (path: string, detail: string) =>
  new MalformedMessage([{ pointer: `/caller${path}`, detail }]);

interface HasHeaders {
  getHeaders(): { get(name: string): string } | undefined;
}

/** The authenticated caller of a message, from its NATS header. */
export const CallerOf = createParamDecorator((_: unknown, host: ExecutionContext): Caller =>
  readCaller(host.switchToRpc().getContext<HasHeaders>().getHeaders()?.get(callerHeader)),
);
