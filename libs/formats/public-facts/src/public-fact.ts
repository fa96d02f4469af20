import type { Fact } from '@domain/decider';

type DataOf<E extends Fact, T extends E['type']> = Extract<E, { type: T }>['data'];

/** How one fact is told to the outside. */
export interface PublicFact<Data> {
  /** Kebab case, part of the subject and of the type: a durable identifier. */
  readonly name: string;
  readonly version: number;
  /** Codes of the agencies that get a copy. */
  readonly to: (data: Data) => readonly string[];
  /** What the fact is about. */
  readonly about: (data: Data) => string;
  /** The fields that leave; the others stay. The instant goes in the envelope. */
  readonly fields: readonly (keyof Data & string)[];
}

/** The public facts of one stream kind. Deny by default: a fact without an entry is not published. */
export interface PublicFacts<E extends Fact> {
  /** The service that owns the facts. */
  readonly owner: string;
  /** Third token of the subject. */
  readonly context: string;
  readonly facts: { readonly [T in E['type']]?: PublicFact<DataOf<E, T>> };
}
