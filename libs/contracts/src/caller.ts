import type { FeedPart } from '@domain/codes';

/** Where a fact came from. `import` and `scenario` bring past instants. */
export const sources = ['http', 'bus', 'axis', 'import', 'reactor', 'scenario'] as const;
export type Source = (typeof sources)[number];

/** Who acted: ids only, no names of people. `role` is the one of the officer's roles that allowed the act. */
export interface Actor {
  readonly agency: string;
  readonly officer: string;
  readonly role: string;
}

/** The house itself, where no officer of any agency acts: it asks how its parts are, and renews its own history. */
export const house: Actor = { agency: 'System', officer: 'System', role: 'System' };

/** Who asks, as the edge authenticated it. Carried as JSON in the NATS header `Lienthong-Caller`, and signed. */
export interface Caller {
  readonly actor: Actor;
  /** Lower-case UUID of the journey; one HTTP request starts one unless it brings its own. */
  readonly correlationId: string;
  /** Lower-case UUID of the request that caused this message. */
  readonly causationId: string;
  readonly source: Source;
  /** 1 to 128 characters of printable ASCII; absent on queries. */
  readonly idempotencyKey?: string;
  /** A past instant; only role `Importer` may send it (ISO 8601 UTC with milliseconds). */
  readonly occurredAt?: string;
  /** `<file name>#<sha256>` of what is imported. */
  readonly importedFrom?: string;
  /** The agency whose tool acted for `actor` (imports). */
  readonly onBehalfOf?: string;
  /** Lower-case UUID of the connected system that sent it over the bus, for `actor`. */
  readonly sentBy?: string;
  /** Recipients a carrier's token is good for; all that carriers serve when absent. 1 to 200 agency codes. */
  readonly carries?: readonly string[];
  /** Which of an agency's public facts a connected system is told; all of them when absent. */
  readonly reads?: FeedPart;
  /** W3C trace context. */
  readonly traceparent?: string;
}

/** An import brings past instants, in the name of the agency that acted then. */
export const isBrought = ({ source }: Pick<Caller, 'source'>): boolean =>
  source === 'import' || source === 'scenario';

export const callerHeader = 'Lienthong-Caller';

/** Proves who sends a message and what: without it the one above counts for nothing. `v1.<key>.<signer>.<ms>.<mac>` */
export const signedHeader = 'Lienthong-Signed';
