import type { Fault } from './fault';

/**
 * One thing wrong with one field: a JSON pointer into the message, and the sentence for its sender. What may be wrong
 * with any field has a code; of what only this refusal is about, the name of the refusal says enough.
 */
export interface FieldError extends Partial<Fault> {
  readonly pointer: string;
  readonly detail: string;
  /** The same for officials, where it is told. */
  readonly detailVi?: string;
}

/** A refusal on the wire: the context owns the name, `urn:lienthong:problem:<context>:<refused>`. */
export interface Refused {
  readonly ok: false;
  readonly context: string;
  readonly refused: string;
  readonly errors?: readonly FieldError[];
  /** What the refusal rests on, by name: who settled it and when, which parts are missing. */
  readonly about?: Readonly<Record<string, string | readonly string[]>>;
}

/** An accepted command: its answer, and the token that makes it readable (`?after=`). */
export interface Done<A> {
  readonly ok: true;
  readonly answer: A;
  /** `<storeId>.<epoch>.<commit position>`, opaque to callers. */
  readonly position: string;
}

/** An answered question. */
export interface Found<A> {
  readonly ok: true;
  readonly answer: A;
}

export type CommandReply<A> = Done<A> | Refused;
export type QueryReply<A> = Found<A> | Refused;

export const refusedBy = (context: string, refused: string, errors?: readonly FieldError[]): Refused => ({
  ok: false,
  context,
  refused,
  ...(errors === undefined ? {} : { errors }),
});
