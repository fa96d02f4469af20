import { crc32 } from 'node:zlib';

/** The form of a folder: 1 gave events the numbers 1, 2, 3; 2 gives them offsets. */
export const logFormat: number = 2;

/** The one state record of a folder, written with every commit. */
export interface LogState {
  readonly format: number;
  /** 0 when there is no event. */
  readonly lastPosition: number;
  /** Where the next event will begin. */
  readonly nextPosition: number;
  /**
   * The first event that is as long as the step to the next one. Those before it were numbered by a version of
   * format 1; 1 in a folder that was never of that form.
   */
  readonly offsetsFrom: number;
  readonly lastStreamNumber: number;
}

/** As stored by any version: one of format 1 lacks what came with 2. */
export type StoredState = Pick<LogState, 'lastPosition' | 'lastStreamNumber'> &
  Partial<LogState> & { readonly format: number };

/** Position of the first event of every folder. */
export const firstPosition = 1;

export const emptyState: LogState = {
  format: logFormat,
  lastPosition: 0,
  nextPosition: firstPosition,
  offsetsFrom: firstPosition,
  lastStreamNumber: 0,
};

/** A folder of format 1 goes on from its last number, by the bytes of that event's record. */
export function currentState(stored: StoredState, lastRecordBytes: number): LogState {
  const { lastPosition, lastStreamNumber } = stored;
  const goesOn =
    lastPosition === 0
      ? emptyState
      : {
          nextPosition: lastPosition + lastRecordBytes,
          offsetsFrom: lastPosition,
        };
  const { nextPosition = goesOn.nextPosition, offsetsFrom = goesOn.offsetsFrom } = stored;
  return { format: logFormat, lastPosition, nextPosition, offsetsFrom, lastStreamNumber };
}

/** Where the event after this one begins, so that a record between them that is lost shows. */
export const placeAfter = (
  state: Pick<LogState, 'offsetsFrom'>,
  position: number,
  recordBytes: number,
): number => (position < state.offsetsFrom ? position + 1 : position + recordBytes);

/** A checksum (4 bytes), then JSON. */
export function encodeState(state: StoredState): Buffer {
  const body = Buffer.from(JSON.stringify(state));
  const checksum = Buffer.allocUnsafe(4);
  checksum.writeUInt32BE(crc32(body), 0);
  return Buffer.concat([checksum, body]);
}

/** Undefined when the record is damaged. */
export function decodeState(record: Buffer): StoredState | undefined {
  const body = record.subarray(4);
  if (record.length < 4 || record.readUInt32BE(0) !== crc32(body)) return undefined;
  return JSON.parse(body.toString()) as StoredState;
}
