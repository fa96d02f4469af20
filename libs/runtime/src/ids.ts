import { parse, v5 } from 'uuid';
import { canonicalize } from './canonical-json';

/** Namespace of every id made here. It stands behind all stored ids and never changes. */
const lienthong = parse('157cf634-b25d-4009-aa25-1807e571fcbf');

/** Lower-case UUIDv5 (RFC 9562) of parts; no two lists of parts give one name. */
export const idOf = (...parts: readonly unknown[]): string => v5(Buffer.from(canonicalize(parts)), lienthong);

/** The id of what a command creates: the same command creates the same thing again. */
export const entityId = (commandId: string, kind: string): string => idOf('entity', commandId, kind);
