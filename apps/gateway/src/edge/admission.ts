import { randomUUID } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import {
  isSystemRole,
  isSystemToken,
  type SystemRole,
  type Systems,
  type TokenVerifier,
  type Verdict,
} from '@adapters/identity';
import type { Caller, Operation, Tag } from '@contracts';
import { localDate, type Role, roles as knownRoles } from '@domain/codes';
import type { Clock } from '@runtime';
import { type Appointments, type Believed, type OfficerOf, type Standing, yesKept } from './appointments';
import { challenge, tokenIn } from './bearer-token';
import { bringsImport, idempotencyKeyIn, importIn, onBehalfOfIn, traceparentIn } from './caller-headers';
import type { Holder } from './edge-request';
import { Passes } from './passes';
import { Problem } from './problem';
import type { RefusedTokens } from './refused-tokens';
import type { SystemAdmission } from './system-admission';

export interface AdmissionParts {
  readonly verifier: Pick<TokenVerifier, 'verify' | 'remembers'>;
  readonly appointments: Pick<Appointments, 'of'>;
  readonly systems: Systems;
  readonly clock: Clock;
  readonly refusedTokens: RefusedTokens;
  readonly connected: Pick<SystemAdmission, 'admit' | 'remembers'>;
}

export interface Admitting {
  readonly believed?: Believed;
  /** Told once it is known whose token it is, before the directory is asked. */
  onNamed?(): Promise<void>;
}

/** The person or the system a token names, or the officer a connected system acts for. */
interface Bearer extends OfficerOf {
  /** Those of the token, of a listed system; what an officer may do is not in the token. */
  readonly systemRoles: readonly SystemRole[];
  readonly carries?: readonly string[];
  /** Id of the connected system. */
  readonly sentBy?: string;
}

/**
 * Lets a request in before its body is read: a token that holds, a role of the operation that the directory vouches
 * for today, well-formed headers.
 */
export class Admission {
  /** Of commands that came over the bus. */
  readonly passes = new Passes();

  constructor(private readonly parts: AdmissionParts) {}

  /** @throws Problem naming why it may not come in. */
  async admit(
    request: FastifyRequest,
    operation: Operation,
    { believed = believedFor(operation), onNamed }: Admitting = {},
  ): Promise<{ holder: Holder; caller: Caller }> {
    const { token } = tokenIn(request);
    if (token !== undefined && isSystemToken(token))
      return this.parts.connected.admit(request, token, operation, async () => onNamed?.());
    const named = await this.bearerOf(request);
    // Whoever is refused from here on is known, and looked up in the trail.
    const sentBy = named.sentBy === undefined ? {} : { sentBy: named.sentBy };
    request.holder = { agency: named.agency, officer: named.officer, roles: named.systemRoles, ...sentBy };
    await onNamed?.();
    if (bringsImport(request)) return this.import(request, named, operation);
    const { role, roles } = await this.roleFor(operation, named, believed);
    const { agency, officer, carries } = named;
    const holder = { agency, officer, roles, ...(carries === undefined ? {} : { carries }), ...sentBy };
    const onBehalfOf = operation.kind === 'command' ? onBehalfOfIn(request) : undefined;
    const acting = {
      actor: { agency, officer, role },
      ...(onBehalfOf === undefined ? {} : { onBehalfOf }),
      ...(role === 'AxisAdapter' && carries !== undefined ? { carries } : {}),
    };
    const source = named.sentBy === undefined ? 'http' : 'bus';
    return { holder, caller: { ...spoken(request, operation), ...acting, ...sentBy, source } };
  }

  /** Whether its token was found good within the last minute. */
  readonly isRemembered = (request: FastifyRequest): boolean => {
    const { token } = tokenIn(request);
    if (token === undefined) return false;
    const { verifier, connected } = this.parts;
    return this.passes.has(token) || verifier.remembers(token) || connected.remembers(token);
  };

  private async bearerOf(request: FastifyRequest): Promise<Bearer> {
    const passed = this.passes.take(tokenIn(request).token);
    if (passed !== undefined) return { ...passed, systemRoles: [] };
    const { agency, sub: officer, roles, carries } = await this.verified(request);
    const wanted = roles.filter(isSystemRole);
    const isListed = wanted.length > 0 && (await this.parts.systems.has(officer));
    const systemRoles = isListed ? wanted : [];
    return { agency, officer, systemRoles, ...(carries === undefined ? {} : { carries }) };
  }

  /** @throws Problem with the challenge of RFC 6750, 3.1; which check a token failed is for the log. */
  private async verified(request: FastifyRequest): Promise<Extract<Verdict, { ok: true }>> {
    const { token, malformed } = tokenIn(request);
    const { correlationId } = request;
    if (malformed !== undefined) {
      this.parts.refusedTokens.tell('header', `Authorization ${malformed}`, correlationId);
      throw malformedHeader(malformed);
    }
    if (token === undefined) throw new Problem('request:not-authenticated');
    const verdict = await this.parts.verifier.verify(token, ({ check, said }) =>
      this.parts.refusedTokens.tell(check, said, correlationId),
    );
    if (verdict.ok) return verdict;
    const said = `The access token ${verdict.reason === 'expired' ? 'expired' : 'is not valid'}`;
    throw new Problem('request:not-authenticated', { headers: challenge('invalid_token', said) });
  }

  /** The one of the bearer's roles that allows the operation, with all of them. */
  private async roleFor(operation: Operation, named: Bearer, believed: Believed) {
    const allowed = allowedBy(operation);
    const isAllowed = (role: Role): boolean => allowed.includes(role);
    const systemRole = named.systemRoles.find(isAllowed);
    // What a system writes in bulk asks nothing of its post: it has none.
    if (systemRole !== undefined && writes(operation)) {
      if (!isCarrier(systemRole)) await this.assertOpen(operation, named, believed);
      return { role: systemRole, roles: named.systemRoles };
    }
    const standing = await this.standingOf(named, isAllowed, believed);
    const held = standing.agency === 'open' ? standing.roles : [];
    const roles = [...held, ...named.systemRoles];
    const role = held.find(isAllowed) ?? systemRole;
    if (role === undefined) throw notAllowed(standing, named, allowed);
    if (role === systemRole && !isOfTheHouse(operation) && standing.agency !== 'open') {
      throw notAllowed(standing, named, allowed);
    }
    return { role, roles };
  }

  /** A remembered yes that does not allow this is asked again: the post may have got the role since. */
  private async standingOf(
    who: OfficerOf,
    isAllowed: (role: Role) => boolean,
    believed: Believed,
  ): Promise<Standing> {
    const today = localDate(this.parts.clock.now());
    const standing = await this.parts.appointments.of(who, today, believed);
    if (standing.isFresh || standing.roles.some(isAllowed)) return standing;
    return this.parts.appointments.of(who, today, { ...believed, keptMs: 0 });
  }

  private async assertOpen(operation: Operation, named: Bearer, believed: Believed): Promise<void> {
    if (isOfTheHouse(operation)) return;
    const standing = await this.standingOf(named, () => true, believed);
    if (standing.agency !== 'open') throw notAllowed(standing, named, allowedBy(operation));
  }

  /** Judged as of when it happened: the officer was in post then, at an agency that was open. */
  private async import(request: FastifyRequest, importer: Bearer, operation: Operation) {
    const isImporter = importer.systemRoles.includes('Importer');
    // The commands of a batch say for themselves whose act each of them was.
    if (!isImporter || !takesFacts(operation)) throw new Problem('request:importer-only');
    const { agency, officer, ...imported } = importIn(request);
    if (!isOfTheHouse(operation)) {
      const date = localDate(imported.occurredAt ?? this.parts.clock.now());
      const standing = await this.parts.appointments.of({ agency, officer }, date);
      if (standing.agency !== 'open' || standing.roles.length === 0) {
        throw noPost(standing, { agency, officer }, `on ${date}`, '/headers/import-on-behalf-of');
      }
    }
    const holder: Holder = {
      agency: importer.agency,
      officer: importer.officer,
      roles: importer.systemRoles,
    };
    const caller: Caller = {
      ...spoken(request, operation),
      ...imported,
      actor: { agency, officer, role: 'Importer' },
      onBehalfOf: importer.agency,
    };
    return { holder, caller };
  }
}

const malformedHeader = (detail: string): Problem =>
  new Problem('request:malformed-header', {
    errors: [{ pointer: '/headers/authorization', detail }],
    headers: challenge('invalid_request', 'Send one access token, in the header Authorization'),
  });

/** A carrier tells of deliveries and reads nothing: it works for agencies without being one of their officers. */
const officers = knownRoles.filter((role) => role !== 'AxisAdapter');
const isCarrier = (role: Role): boolean => role === 'AxisAdapter';

const takesFacts = ({ kind }: Operation): boolean => kind === 'command' || kind === 'upload';
const writes = (operation: Operation): boolean => takesFacts(operation) || operation.kind === 'batch';

const allowedBy = (operation: Operation): readonly Role[] =>
  operation.allow === 'any'
    ? officers
    : takesFacts(operation)
      ? [...operation.allow, 'Importer']
      : operation.allow;

/**
 * What the house says of itself is asked for when parts of it are away, the directory too. Nobody is dismissed
 * meanwhile: who was an operator in the last half day is told.
 */
const ofTheHouseItself: Believed = { keptMs: yesKept.keptMs, awayMs: 12 * 60 * 60 * 1000 };

const believedFor = ({ tag }: Operation): Believed => (tag === 'system' ? ofTheHouseItself : yesKept);

/**
 * What a system may do before its agency exists: so agencies come into being, and the house is looked at. What a batch
 * holds is judged command by command.
 */
const ofTheHouse: readonly Tag[] = ['agencies', 'operations', 'commands', 'imports', 'system'];
const isOfTheHouse = ({ tag }: Operation): boolean => ofTheHouse.includes(tag);

function notAllowed(standing: Standing, who: Bearer, allowed: readonly Role[]): Problem {
  const holdsNothing = standing.roles.length === 0 && who.systemRoles.length === 0;
  if (standing.agency !== 'open' || holdsNothing) return noPost(standing, who, 'today', '/token/sub');
  const errors = allowed.map((each) => ({ pointer: '/token/roles', detail: `\`${each}\` may` }));
  return new Problem('request:role-not-allowed', { errors });
}

function noPost(standing: Standing, { agency, officer }: OfficerOf, when: string, pointer: string): Problem {
  const detail = {
    unknown: `nobody registered ${agency}`,
    closed: `${agency} is closed ${when}; officers of its successor act for it`,
    open: `${officer} holds no post in ${agency} ${when}`,
  }[standing.agency];
  return new Problem('request:role-not-allowed', { errors: [{ pointer, detail }] });
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
