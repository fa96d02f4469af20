/** What one request may be. Bytes, characters and milliseconds. */
export const limits = {
  jsonBytesMax: 1024 * 1024,
  /** Of a body that is taken without a token. */
  publicJsonBytesMax: 512 * 1024,
  /** Of one list or object; no shape of the contracts takes more. */
  jsonEntriesMax: 1_000,
  /** What one problem document tells of. */
  errorsMax: 1_000,
  addressCharactersMax: 4096,
  headerBytesMax: 16 * 1024,
  pathPartCharactersMax: 128,
  headersWithinMs: 20_000,
  jsonWithinMs: 30_000,
  /** Commands of a batch that have not begun by then are answered 503. */
  batchWithinMs: 60_000,
  /** A whole upload of the largest file over a slow line. */
  requestWithinMs: 2 * 60 * 60 * 1000,
  /** A connection over which nothing moves. */
  silenceMs: 120_000,
  /** A refused body up to this long is read on, so that its connection serves the next request. */
  readOnBytesMax: 64 * 1024,
  /** How long a refused sender may still send before it is cut off, so that it reads why. */
  lingerMs: 3_000,
  /** Of a live stream, what waits here for a slow reader. */
  streamBytesMax: 64 * 1024,
} as const;
