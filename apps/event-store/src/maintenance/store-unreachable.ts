import {
  AccessDeniedError,
  CancelledError,
  convertToCommandError,
  NotLeaderError,
  TimeoutError,
  UnavailableError,
} from '@eventstore/db-client';
import { status } from '@grpc/grpc-js';

/** The connection to a node is lost, or it refuses; what was copied before stays. The message says what to do. */
export class StoreUnreachable extends Error {
  override readonly name = 'StoreUnreachable';

  static because(place: string, what: string, cause: unknown): StoreUnreachable {
    const known = convertToCommandError(cause as Error);
    const line = `${place} does not do it (${what}: ${known.message})`;
    return new StoreUnreachable(`${line}. ${remedyOf(known, what, place)}`, { cause });
  }
}

/** The node does not know yet whether it has recorded an append; asked again, it says so. */
export class LateAnswer extends Error {
  override readonly name = 'LateAnswer';
}

/** Whether the same call may succeed by and by. */
export function isPassing(error: unknown): boolean {
  const known = convertToCommandError(error as Error);
  // What the client throws when no host of several answers has no name of its own.
  if (known.message.startsWith('Failed to discover')) return true;
  return [UnavailableError, NotLeaderError, CancelledError, TimeoutError, LateAnswer].some(
    (kind) => known instanceof kind || error instanceof kind,
  );
}

const tooOld =
  'It is older than 21.10, which is the first that takes many appends in one call; take a newer node.';
const elsewhere = 'Check address, authority (tlsCAFile) and credentials, then run the command again.';

function remedyOf(known: Error & { code?: number }, what: string, place: string): string {
  if (known.code === status.UNIMPLEMENTED) return tooOld;
  if (!(known instanceof AccessDeniedError)) return elsewhere;
  if (known.code === status.UNAUTHENTICATED)
    return 'Name or password of the user are wrong; correct them, then run the command again.';
  if (what !== 'read of $all')
    return 'The user lacks the right; take one who has it, then run the command again.';
  const grant = `npm run event-store -- grant --to '${place}' --user NAME`;
  return `The user may not read $all: run \`${grant}\` as an administrator.`;
}
