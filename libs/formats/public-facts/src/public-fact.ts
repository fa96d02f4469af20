import type { Fact } from '@domain/decider';

type DataOf<E extends Fact, T extends E['type']> = Extract<E, { type: T }>['data'];

/** How one fact is told to the outside. */
export interface PublicFact<Data> {
  /** Kebab case, part of the subject and of the type: a durable identifier. */
  readonly name: string;
  readonly version: number;
  /** What happened, in one sentence for who reads the message. */
  readonly en: string;
  readonly vi: string;
  /** Codes of the agencies that get a copy. */
  readonly to: (data: Data) => readonly string[];
  /** What the fact is about. */
  readonly about: (data: Data) => string;
  /** The fields that leave; the others stay. The instant goes in the envelope. */
  readonly fields: readonly (keyof Data & string)[];
  /**
   * Public since a release in which messages had numbers already: such facts count, and leave, only behind the
   * `PublicMappingExtended` that names their type. Stays for ever, for numbers must not change.
   */
  readonly isExtension?: true;
}

/** Why a fact stays inside. */
export const reasons = {
  'before-issue': "a document is its sender's own affair until it is issued",
  'own-desk': "who works on it inside an agency, and what its leaders say, is nobody else's affair",
  'own-book':
    'numbers and books are kept by their agency; a number that concerns others stands in the fact that uses it',
  carriage: 'how it is carried lies between the sender, its carrier and this system',
  reminder: 'that something is owed is told to who owes it and who watches over it, not to who waits for it',
  'told-by-another-fact': 'another public fact tells what comes of it',
  'own-process': 'how an agency works on a dossier is its own affair; hand-offs, legs and the end are told',
  'of-the-applicant': 'personal data, or what only the applicant and the one-stop unit have to do with',
  directory: 'agencies, officers, procedures and working days are asked for, not followed',
  secrecy: 'of secret documents and of who looked at what nothing leaves',
  'of-connections':
    'who connects to the bus, how and with which keys lies between its agency and the operator',
  housekeeping: 'it tells of this installation, not of its agencies',
} as const;
export type Inside = keyof typeof reasons;

/**
 * What becomes of each fact of one stream kind. Deny by default: every fact is decided on, leaving or staying for a
 * named reason, or this does not compile.
 */
export interface PublicFacts<E extends Fact> {
  /** The service that owns the facts. */
  readonly owner: string;
  /** Third token of the subject. */
  readonly context: string;
  readonly facts: { readonly [T in E['type']]: PublicFact<DataOf<E, T>> | Inside };
}
