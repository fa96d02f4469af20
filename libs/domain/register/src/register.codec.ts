import { copyKind, documentType, streamNameOf } from '@domain/codes';
import { codecOf, listOf, shape, text, whole } from '@domain/decider';
import type { Book, RegisterEvent } from './register.events';

const entered = { agency: text, series: text, bookYear: whole, number: whole, key: text, at: text };
const byOfficer = { ...entered, officer: text };

/** These names are the stored format: versions are added, never changed. */
export const registerCodec = codecOf<RegisterEvent>({
  BookOpened: {
    name: 'BookOpened.v1',
    schema: shape(byOfficer),
  },
  NumberAllocated: { name: 'NumberAllocated.v1', schema: shape(byOfficer) },
  NumberVoided: {
    name: 'NumberVoided.v1',
    schema: shape({ ...entered, reason: text }, { officer: text, approvedBy: text }),
  },
  OutgoingPaperRecorded: {
    name: 'OutgoingPaperRecorded.v1',
    schema: shape(
      {
        ...byOfficer,
        documentType,
        documentDate: text,
        subject: text,
        signer: text,
        recipients: listOf(text),
        filedBy: text,
        copies: whole,
        symbol: text,
      },
      { draftingUnit: text, copyKind, note: text },
    ),
  },
  IncomingPaperRecorded: {
    name: 'IncomingPaperRecorded.v1',
    schema: shape(
      { ...byOfficer, arrivedDate: text, sender: text, subject: text },
      { symbol: text, documentDate: text, documentType, receiver: text, note: text },
    ),
  },
});

/**
 * `register-<agencyCode>.<series>.<year>`.
 * @throws RangeError when the series holds anything but a-z 0-9.
 */
export function registerStream({ agency, series, bookYear }: Book): string {
  if (!/^[a-z0-9]+$/.test(series))
    throw new RangeError(`not a series: ${JSON.stringify(series)}; use a-z 0-9`);
  return streamNameOf('register', `${agency}.${series}.${bookYear}`);
}

/** Reads from the right: agency codes hold dots themselves. */
export function registerOfStream(stream: string): Book | undefined {
  const match = /^register-(.+)\.([a-z0-9]+)\.(\d{4})$/.exec(stream);
  return match
    ? { agency: match[1] as string, series: match[2] as string, bookYear: Number(match[3]) }
    : undefined;
}
