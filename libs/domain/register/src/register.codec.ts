import { codecOf } from '@domain/decider';
import { streamNameOf } from '@domain/codes';
import type { Book, RegisterEvent } from './register.events';

type Data<T extends RegisterEvent['type']> = Extract<RegisterEvent, { type: T }>['data'];

/** These names are the stored format: versions are added, never changed. */
export const registerCodec = codecOf<RegisterEvent>({
  'NumberAllocated.v1': (data: Data<'NumberAllocated'>) => ({ type: 'NumberAllocated', data }),
  'NumberVoided.v1': (data: Data<'NumberVoided'>) => ({ type: 'NumberVoided', data }),
  'OutgoingPaperRecorded.v1': (data: Data<'OutgoingPaperRecorded'>) => ({
    type: 'OutgoingPaperRecorded',
    data,
  }),
  'IncomingPaperRecorded.v1': (data: Data<'IncomingPaperRecorded'>) => ({
    type: 'IncomingPaperRecorded',
    data,
  }),
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
