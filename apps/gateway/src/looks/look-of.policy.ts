import type { FastifyRequest } from 'fastify';
import { type LookPart, type Operation, recordsFirst } from '@contracts';
import { isAgencyCode } from '@domain/codes';
import { operationOf } from '../edge/edge-request';

/** What is known of a request once it is answered. */
export type Asked = Pick<
  FastifyRequest,
  'correlationId' | 'caller' | 'holder' | 'params' | 'query' | 'refusedWith' | 'routeOptions'
>;

/** `first`: nothing is sent before the look is recorded. `later`: it is recorded within a second. */
export interface Seen {
  readonly look: LookPart;
  readonly when: 'first' | 'later';
}

const reads: readonly Operation['kind'][] = ['query', 'stream', 'download', 'print'];
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const sha256 = /^[0-9a-f]{64}$/i;
const otherId = /^[A-Za-z0-9._-]{1,64}$/;
const rolePattern = /^[A-Za-z]{1,32}$/;

/**
 * The look in a request that is about to be answered: every answer to a question but what the house says of itself,
 * and every refusal of whoever holds a token. Accepted commands are facts already. Ids only: neither words that
 * were searched for nor anything else of the address goes along.
 */
export function lookOf(request: Asked, at: string): Seen | undefined {
  const { holder, caller, refusedWith, correlationId } = request;
  const name = request.routeOptions.config.operation;
  const operation = operationOf(request);
  if (holder === undefined || name === undefined || operation === undefined) return undefined;
  const isLookedAt = reads.includes(operation.kind) && operation.tag !== 'system';
  if (refusedWith === undefined && !isLookedAt) return undefined;
  const object = isOfSecret(refusedWith) ? undefined : objectOf(request);
  const role = caller?.actor.role;
  const look: LookPart = {
    agency: holder.agency,
    officer: holder.officer,
    ...(role !== undefined && rolePattern.test(role) ? { role } : {}),
    ...(holder.sentBy === undefined ? {} : { sentBy: holder.sentBy }),
    operation: name,
    ...(object === undefined ? {} : { object }),
    outcome: refusedWith ?? 'answered',
    correlationId,
    at,
  };
  return { look, when: refusedWith === undefined && recordsFirst(operation) ? 'first' : 'later' };
}

/** Of content that was marked secret not even its hash is kept. */
const isOfSecret = (refusedWith: Asked['refusedWith']): boolean =>
  refusedWith?.endsWith(':secret-content') ?? false;

/** The ids in a path, in its order, else the agency a question is about. Whatever is no id is left out. */
function objectOf({ params, query }: Asked): string | undefined {
  const named = Object.values((params ?? {}) as Readonly<Record<string, unknown>>);
  const { agency } = (query ?? {}) as { readonly agency?: unknown };
  const asked = typeof agency === 'string' && isAgencyCode(agency) ? [agency] : [];
  const ids = (named.length > 0 ? named : asked).flatMap(idIn);
  return ids.length === 0 ? undefined : ids.slice(0, 4).join('/');
}

function idIn(value: unknown): string[] {
  if (typeof value !== 'string') return [];
  if (uuid.test(value) || sha256.test(value)) return [value.toLowerCase()];
  return otherId.test(value) ? [value] : [];
}
