import type { NatsConnection } from 'nats';
import type { ConnectedAs } from './connect-as';

/** A command as over HTTP, for an officer of the agency. */
export interface SentCommand {
  /** `operationId` of the API page, such as `acceptReceipt`; one that the system is registered for. */
  readonly operation: string;
  readonly agency: string;
  /** Id of the officer for whom the system acts. */
  readonly officer: string;
  /** The parameters of the path, by name. */
  readonly target?: Readonly<Record<string, string>>;
  readonly body?: object;
  /** The same in every repeat, and for no other command; a PUT takes none. */
  readonly idempotencyKey?: string;
  /** Code of a closed agency for which the officer acts. */
  readonly onBehalfOf?: string;
}

/** As over HTTP: `body` is the answer, or a problem document whose `retry` is `never`, `later` or `after-change`. */
export interface CommandAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

const answerWithinMs = 30_000;
/** What a subject is made of: nothing that is a wildcard or ends a line. */
const part = /^[A-Za-z0-9-]{1,64}$/;

/** The command names no agency or operation at all. */
export class NoSuchSubject extends Error {
  override readonly name = 'NoSuchSubject';
  constructor(readonly parts: readonly string[]) {
    super(`${JSON.stringify(parts)} are no system, agency and operation`);
  }
}

/**
 * Sends one command over a connection of the system, and resolves with its answer. When it rejects, the command may
 * have been done: send the same again under the same key.
 * @throws NoSuchSubject; NatsError when no gateway answers within 30 s
 */
export async function sendCommand(
  connection: Pick<NatsConnection, 'request'>,
  { systemId }: Pick<ConnectedAs, 'systemId'>,
  { operation, agency, ...said }: SentCommand,
): Promise<CommandAnswer> {
  const parts = [systemId, agency.replaceAll('.', '-'), operation];
  if (!parts.every((each) => part.test(each))) throw new NoSuchSubject(parts);
  const subject = ['commands', ...parts].join('.');
  const reply = await connection.request(subject, JSON.stringify(said), { timeout: answerWithinMs });
  return reply.json<CommandAnswer>();
}
