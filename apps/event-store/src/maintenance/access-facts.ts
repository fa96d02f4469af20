/** A fact in the store that says who may do what; `data` is the JSON that stands there, or would. */
export interface AccessFact {
  readonly stream: string;
  readonly type: string;
  /** What it is to whoever reads of it. */
  readonly name: string;
  readonly present: string | undefined;
  /** Undefined when what stands there is as wanted. */
  readonly wanted: string | undefined;
  /** Whether an ACL stands there that says otherwise. */
  readonly isChange: boolean;
}

/** What stands in a stream that only servers and administrators write to, and is no JSON object. */
export class UnreadableFact extends Error {
  override readonly name = 'UnreadableFact';
}

type Fields = Record<string, unknown>;

const administrators = '$admins';
const everyone = '$all';
/** Read, write, delete, read the metadata, write the metadata. */
const rights = ['$r', '$w', '$d', '$mr', '$mw'] as const;

export const settingsStream = '$settings';
export const metadataOfAll = '$$$all';

/** The user may read `$all`, as everyone who might before. Other keys of the metadata stay. Throws `UnreadableFact`. */
export function readersOfAll(present: string | undefined, user: string): AccessFact {
  const metadata = fieldsOf(metadataOfAll, present);
  const acl = metadata['$acl'] === undefined ? {} : fieldsIn(metadataOfAll, metadata['$acl']);
  const readers = rolesOf(acl['$r']);
  const isWanted = readers?.some((role) => role === user || role === everyone) === true;
  const $acl = { ...acl, $r: [...(readers ?? [administrators]), user] };
  return {
    stream: metadataOfAll,
    type: '$metadata',
    name: 'who may read $all (metadata of $all)',
    present,
    wanted: isWanted ? undefined : JSON.stringify({ ...metadata, $acl }),
    isChange: !isWanted && readers !== undefined,
  };
}

/**
 * Streams of users, as long as they have no ACL of their own, are for the user and for administrators alone. What is
 * said of streams of the system stays. Throws `UnreadableFact`.
 */
export function defaultsOfStreams(present: string | undefined, user: string): AccessFact {
  const settings = fieldsOf(settingsStream, present);
  const acl = settings['$userStreamAcl'];
  const isWanted =
    acl !== undefined &&
    rights.every((right) => areBoth(rolesOf(fieldsIn(settingsStream, acl)[right]), user));
  const $userStreamAcl = Object.fromEntries(rights.map((right) => [right, [user, administrators]]));
  return {
    stream: settingsStream,
    type: '$settings',
    name: `who may use streams that have no ACL of their own (${settingsStream})`,
    present,
    wanted: isWanted ? undefined : JSON.stringify({ ...settings, $userStreamAcl }),
    isChange: !isWanted && acl !== undefined,
  };
}

const areBoth = (roles: readonly string[] | undefined, user: string): boolean =>
  roles !== undefined && [...roles].sort().join() === [user, administrators].sort().join();

/** A server takes one role as text, many as a list; absent leaves it to the next ACL. */
function rolesOf(value: unknown): readonly string[] | undefined {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.map(String) : undefined;
}

function fieldsOf(stream: string, text: string | undefined): Fields {
  try {
    return fieldsIn(stream, JSON.parse(text ?? '{}'));
  } catch (cause) {
    if (cause instanceof UnreadableFact) throw cause;
    throw unreadable(stream);
  }
}

function fieldsIn(stream: string, value: unknown): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  throw unreadable(stream);
}

const unreadable = (stream: string): UnreadableFact =>
  new UnreadableFact(
    `the newest event of ${stream} is no JSON object as a server writes it; correct it first`,
  );
