import type { Actor, Source } from './caller';

/**
 * Metadata v1 of every stored event. All keys are written; absent optional keys are left out, null is forbidden. The
 * `$` names are the store's own. Ids only, no names of people.
 */
export interface Metadata {
  readonly v: 1;
  /** UUIDv5 of (agency, officer, operation, target, Idempotency-Key), or of (event id, reactor name). */
  readonly commandId: string;
  /** SHA-256 of the canonical JSON of body and target, lower-case hex. */
  readonly commandHash: string;
  readonly $correlationId: string;
  readonly $causationId: string;
  readonly actor: Actor;
  readonly source: Source;
  readonly importedFrom?: string;
  readonly onBehalfOf?: string;
  /** Id of the connected system that sent the command over the bus; absent where an officer did it over HTTP. */
  readonly sentBy?: string;
  readonly ruleVersion?: string;
  readonly legalBasis?: string;
  readonly traceparent?: string;
}
