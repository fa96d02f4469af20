import { agencyOfToken } from '@domain/codes';
import type { CloudEvent } from '@formats/cloudevents';
import type { Copy } from './copies';

/** Which of the messages to its agency one is. */
interface FeedPlace {
  /** 1, 2, 3 … for each agency, without a gap; at most 2,147,483,647. */
  readonly number: number;
  /** Of the message before it; 0 before the first. */
  readonly previous: number;
}

/**
 * As an agency gets it. The two attributes are Integers of CloudEvents, which have 32 bits. With the `id` they make
 * the cursor to read on from: `<feednumber>.<id>`.
 */
export interface NumberedEvent extends CloudEvent<Readonly<Record<string, unknown>>> {
  readonly feednumber: number;
  readonly feedprevious: number;
}

export type NumberedCopy = Omit<Copy, 'cloudEvent'> & { readonly cloudEvent: NumberedEvent };

/** More messages to one agency than CloudEvents can count. */
export class FeedFull extends Error {
  override readonly name = 'FeedFull';
  constructor(agency: string) {
    super(`agency ${agency} was told more than ${integerMax} facts: its messages need another attribute`);
  }
}

const integerMax = 2 ** 31 - 1;

/** The copy with its number and the one before. @throws FeedFull */
export function numbered(copy: Copy, { number, previous }: FeedPlace): NumberedCopy {
  if (number > integerMax) throw new FeedFull(agencyOf(copy));
  const { data, ...attributes } = copy.cloudEvent;
  const own = data as NumberedEvent['data'];
  return { ...copy, cloudEvent: { ...attributes, feednumber: number, feedprevious: previous, data: own } };
}

const uuidLength = 36;

/** Code of the agency that gets the copy. */
export const agencyOf = ({ msgId }: Pick<Copy, 'msgId'>): string =>
  agencyOfToken(msgId.slice(uuidLength + 1));
