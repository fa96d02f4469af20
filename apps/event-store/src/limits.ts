/** Sum over one append of data + metadata + 2 x type length, in bytes, as a real node counts its MaxAppendSize. */
export const appendBytesMax = 1_048_576;

/** Largest gRPC message taken from a client, in bytes; the client splits its batches at 3 MiB. */
export const receiveBytesMax = 17 * 1_048_576;

/** Longest stream name in UTF-8 bytes; an lmdb key holds at most 1,978. */
export const streamNameBytesMax = 1_024;

/** Longest event type in UTF-8 bytes. */
export const eventTypeBytesMax = 1_024;

/** Events of one append: more than fit into `appendBytesMax` in practice, it bounds empty events. */
export const appendEventsMax = 65_536;

/** Appends of one batch stream that have begun and not sent their last chunk. */
export const openAppendsMax = 4_096;

/** Bytes of appends that have begun and not sent their last event, over all clients. */
export const draftBytesMax = 64 * 1_048_576;

/** What an event is counted for besides its data and metadata, in bytes, so that empty events are bounded as well. */
export const eventOverheadBytes = 256;

/** Bytes accepted and not yet durable before the node stops reading from appenders. */
export const unsettledBytesMax = 64 * 1_048_576;

/** How long an append without a deadline of its own waits for its commit. */
export const appendTimeoutMs = 10_000;

/** Reads, subscriptions and streams of appends open at the same time, over all clients. */
export const openCallsMax = 1_024;

/** Events per page of a read; between pages the event loop serves others. */
export const readPageEvents = 128;

/** Bytes after which a page ends early, so that a page of large events stays small in memory. */
export const readPageBytes = 1_048_576;

/** Events that wait for a live subscriber while it is busy with others, as on a real node. */
export const liveEventsMax = 32;

/** Bytes sent to a reader ahead of what it has taken before the node waits for it, as on a real node. */
export const aheadBytesMax = 65_536;

/**
 * Calls that a client may end early on one connection: so many at once, and so many a second after that. Node's own
 * guard against floods of them would cut the whole connection of a busy client of this machine at 1,000 and 33; before
 * 22.11 it cannot be told otherwise.
 */
export const endedCallsBurstMax = 100_000;
export const endedCallsPerSecondMax = 10_000;

/** Ids remembered for the idempotency of appends without an exact revision. */
export const recentIdsMax = 65_536;

/** A filtered subscription looks up the streams it wants by name when it is this far behind, in bytes of the log. */
export const sparseFromBytes = 4 * 1_048_576;

/** And when they have at most one event in so many bytes of it, which costs a tenth of reading them all. */
export const sparseBytesPerEvent = 8_192;

/** Places looked up at most for one subscription; eight bytes each. */
export const sparseEventsMax = 200_000;

/** Heads of streams kept in memory, half of them at least. */
export const cachedHeadsMax = 100_000;

/** Longest regular expression of a filter, in characters. */
export const filterRegexMax = 1_024;

/** Prefixes of one filter. */
export const filterPrefixesMax = 256;

/** Events a filtered subscription considers per checkpoint when it asks for no window, as a real node does. */
export const checkpointWindowDefault = 32;

/** How long a stopping node waits for calls to end before it cuts them. */
export const drainTimeoutMs = 2_000;
