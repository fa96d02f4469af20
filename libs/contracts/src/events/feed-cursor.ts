/** The last message somebody has of what an agency was told: its number, and which event that was. */
export interface FeedCursor {
  readonly number: number;
  /** Lower-case UUID. After a restore another fact may have the number; then this one is not its event. */
  readonly eventId: string;
}

const pattern = /^([1-9]\d{0,9})\.([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/;
const integerMax = 2 ** 31 - 1;

/** `<feednumber>.<id>` of a message: what to read on after. */
export const feedCursor = ({ number, eventId }: FeedCursor): string => `${number}.${eventId}`;

/** Reads a cursor back; nothing when it is none. */
export function parseFeedCursor(text: string): FeedCursor | undefined {
  const [, number, eventId] = pattern.exec(text) ?? [];
  if (number === undefined || eventId === undefined || Number(number) > integerMax) return undefined;
  return { number: Number(number), eventId };
}
