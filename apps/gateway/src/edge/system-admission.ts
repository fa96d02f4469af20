import { randomUUID } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { type SystemToken, SystemTokens, type TokenRefusal } from '@adapters/identity';
import type { Caller, Operation, SystemOfKey } from '@contracts';
import { challenge } from './bearer-token';
import { bringsImport, traceparentIn } from './caller-headers';
import type { Holder } from './edge-request';
import type { KeysOfSystems } from './keys-of-systems';
import { Problem } from './problem';
import type { RefusedTokens } from './refused-tokens';

export interface SystemAdmissionParts {
  readonly keys: Pick<KeysOfSystems, 'of'>;
  readonly refusedTokens: RefusedTokens;
}

type Granted = NonNullable<SystemOfKey['granted']>;

/** As what a system asks: no officer holds it, and no operation is for it but those whose row says so. */
const role = 'ConnectedSystem';

/** Lets connected systems in that sign their tokens themselves: to what their row allows, for whom they read. */
export class SystemAdmission {
  private readonly tokens = new SystemTokens();

  constructor(private readonly parts: SystemAdmissionParts) {}

  remembers(token: string): boolean {
    return this.tokens.remembers(token);
  }

  /** @throws Problem naming why it may not come in. */
  async admit(
    request: FastifyRequest,
    token: string,
    operation: Operation,
    onNamed: () => Promise<void>,
  ): Promise<{ holder: Holder; caller: Caller }> {
    const { systemId, granted } = await this.known(request, token);
    const officer = `system-${systemId}`;
    const holder: Holder = { agency: granted.owner, officer, roles: [] };
    request.holder = holder;
    await onNamed();
    if (bringsImport(request)) throw new Problem('request:importer-only');
    if (operation.systems !== true) throw notAllowed('a connected system asks `GET /events`, and no more');
    const traceparent = traceparentIn(request);
    const caller: Caller = {
      actor: { agency: agencyAsked(request, granted), officer, role },
      reads: granted.reads,
      correlationId: request.correlationId,
      causationId: randomUUID(),
      source: 'http',
      ...(traceparent === undefined ? {} : { traceparent }),
    };
    return { holder, caller };
  }

  private async known(request: FastifyRequest, token: string) {
    const read = await this.tokens.verify(token);
    if ('check' in read) throw this.refused(request, read);
    const { audience, granted } = await this.parts.keys.of(read.systemId, read.publicKey);
    const fault = faultOf(read, audience, granted);
    if (fault !== undefined || granted === undefined) throw this.refused(request, fault ?? notGood);
    return { systemId: read.systemId, granted };
  }

  private refused({ correlationId }: FastifyRequest, { check, said }: TokenRefusal): Problem {
    this.parts.refusedTokens.tell(check, said, correlationId, 'system');
    const told = `The access token ${check === 'expired' ? 'expired' : 'is not valid'}`;
    return new Problem('request:not-authenticated', { headers: challenge('invalid_token', told) });
  }
}

const notGood: TokenRefusal = {
  check: 'key',
  said: 'it is signed by no key that is a good one of the system it names',
};

const faultOf = (
  token: SystemToken,
  audience: string,
  granted: Granted | undefined,
): TokenRefusal | undefined => {
  if (granted === undefined) return notGood;
  return token.audience === audience ? undefined : { check: 'audience', said: `it is not for ${audience}` };
};

/** Another agency than those it reads for is answered as one that is not there. */
function agencyAsked({ query }: FastifyRequest, { readsFor }: Granted): string {
  const { agency } = query as { readonly agency?: unknown };
  const [only, ...others] = readsFor;
  if (only === undefined) throw notAllowed('this system is registered to read for no agency');
  if (agency === undefined) {
    if (others.length === 0) return only;
    const detail = `names one of the agencies that this system reads for: ${readsFor.join(', ')}`;
    throw new Problem('request:malformed', { errors: [{ pointer: '/query/agency', detail }] });
  }
  if (typeof agency !== 'string' || !readsFor.includes(agency)) throw new Problem('agency:not-found');
  return agency;
}

const notAllowed = (detail: string): Problem =>
  new Problem('request:role-not-allowed', { errors: [{ pointer: '/token/sub', detail }] });
