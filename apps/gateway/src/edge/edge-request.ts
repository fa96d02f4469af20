import type { FastifyRequest } from 'fastify';
import { type Caller, type Operation, type OperationName, operations, type ProblemName } from '@contracts';

/** Who holds the token: ids as the issuer vouches for them. */
export interface Holder {
  readonly agency: string;
  readonly officer: string;
  readonly roles: readonly string[];
  /** Id of the connected system that acts for the officer, over the bus and with no token. */
  readonly sentBy?: string;
  /** Recipients a carrier may tell of; all that carriers serve when absent. */
  readonly carries?: readonly string[];
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Lower-case UUID of the journey. */
    correlationId: string;
    /** Set once the request is admitted; absent on open operations. */
    caller: Caller | undefined;
    /** Set as soon as the token is known to hold, before anything else is judged. */
    holder: Holder | undefined;
    /** The problem this request is answered with, if it is. */
    refusedWith: ProblemName | undefined;
  }
  interface FastifyContextConfig {
    operation?: OperationName;
  }
}

/** The operation a request was routed to; nothing for unknown addresses and the API page. */
export function operationOf(request: Pick<FastifyRequest, 'routeOptions'>): Operation | undefined {
  const name = request.routeOptions.config.operation;
  return name === undefined ? undefined : operations[name];
}

/** One header as text. Names are lower-case; several of one name are one text with commas. */
export function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}

/** The path asked for, without its query. */
export const pathOf = ({ url }: Pick<FastifyRequest, 'url'>): string => url.split('?', 1)[0] as string;
