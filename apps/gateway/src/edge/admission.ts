import { randomUUID } from 'node:crypto';
import type { Caller } from '@contracts';
import type { TokenVerifier } from '@adapters/identity';
import { isAgencyCode, roles as knownRoles, type Role } from '@domain/codes';
import type { FastifyRequest } from 'fastify';
import { bringsImport, idempotencyKeyIn, importIn, onBehalfOfIn, traceparentIn } from './caller-headers';
import { headerOf, type Holder } from './edge-request';
import { limits } from './limits';
import type { Operation } from './operations';
import { Problem } from './problem';

const bearer = /^Bearer ([A-Za-z0-9._~+/-]+=*)$/i;
const officerPattern = /^[A-Za-z0-9._-]{1,64}$/;

/** Lets a request in before its body is read: a token that holds, a role of the operation, well-formed headers. */
export class Admission {
  constructor(private readonly verifier: Pick<TokenVerifier, 'verify'>) {}

  /** @throws Problem naming why it may not come in. */
  async admit(request: FastifyRequest, operation: Operation): Promise<{ holder: Holder; caller: Caller }> {
    const holder = await this.holderOf(request);
    request.holder = holder;
    const writes = operation.kind === 'command' || operation.kind === 'upload';
    if (bringsImport(request)) {
      if (!holder.roles.includes('Importer') || !writes) throw new Problem('request:importer-only');
      return { holder, caller: importing(request, holder, operation) };
    }
    const role = roleFor(operation, holder, writes);
    const actor = { agency: holder.agency, officer: holder.officer, role };
    const onBehalfOf = operation.kind === 'command' ? onBehalfOfIn(request) : undefined;
    const carries = role === 'AxisAdapter' ? holder.carries : undefined;
    const acting = {
      actor,
      ...(onBehalfOf === undefined ? {} : { onBehalfOf }),
      ...(carries === undefined ? {} : { carries }),
    };
    return { holder, caller: { ...spoken(request, operation), ...acting, source: 'http' } };
  }

  private async holderOf(request: FastifyRequest): Promise<Holder> {
    const header = headerOf(request, 'authorization') ?? '';
    const token = header.length <= limits.tokenCharactersMax ? bearer.exec(header)?.[1] : undefined;
    if (token === undefined) throw new Problem('request:not-authenticated');
    const verified = await this.verifier.verify(token);
    if (!verified.ok) throw new Problem('request:not-authenticated');
    const { agency, sub: officer, roles, carries } = verified;
    if (!isAgencyCode(agency) || !officerPattern.test(officer))
      throw new Problem('request:not-authenticated');
    return { agency, officer, roles, ...(carries === undefined ? {} : { carries }) };
  }
}

/** A carrier tells of deliveries and reads nothing: it works for agencies without being one of their officers. */
const officers = knownRoles.filter((role) => role !== 'AxisAdapter');

const isKnown = (role: string): role is Role => (knownRoles as readonly string[]).includes(role);

/** The one of the holder's roles that allows the operation. */
function roleFor({ allow }: Operation, { roles }: Holder, writes: boolean): Role {
  const allowed: readonly Role[] = allow === 'any' ? officers : writes ? [...allow, 'Importer'] : allow;
  const role = roles.filter(isKnown).find((each) => allowed.includes(each));
  if (role !== undefined) return role;
  const errors = allowed.map((each) => ({ pointer: '/token/roles', detail: `\`${each}\` may` }));
  throw new Problem('request:role-not-allowed', { errors });
}

function importing(request: FastifyRequest, holder: Holder, operation: Operation): Caller {
  const { agency, officer, ...imported } = importIn(request);
  return {
    ...spoken(request, operation),
    ...imported,
    actor: { agency, officer, role: 'Importer' },
    onBehalfOf: holder.agency,
  };
}

function spoken(request: FastifyRequest, { kind, method }: Operation) {
  const traceparent = traceparentIn(request);
  return {
    correlationId: request.correlationId,
    causationId: randomUUID(),
    ...(kind === 'command' && method === 'POST' ? { idempotencyKey: idempotencyKeyIn(request) } : {}),
    ...(traceparent === undefined ? {} : { traceparent }),
  };
}
