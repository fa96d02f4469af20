import type { Subject } from '@contracts';
import type { Role } from '@domain/codes';
import type { Expected } from './client-log';

/** What a client was answered. */
export type Answer = Readonly<Record<string, string>>;

/** One command of a client, and the fact it leaves when it was accepted. */
export interface Command {
  readonly agency: string;
  readonly role: Role;
  readonly path: string;
  readonly operation: Subject;
  readonly target: object;
  readonly body?: object;
  readonly expected: (answer: Answer) => Expected;
}
