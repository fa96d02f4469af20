import { streamNameOf } from '@domain/codes';
import { codecOf, shape, text } from '@domain/decider';
import type { SecrecyEvent } from './secrecy.events';

/** These names are the stored format: versions are added, never changed. */
export const secrecyCodec = codecOf<SecrecyEvent>({
  SecretDocumentRefused: {
    name: 'SecretDocumentRefused.v1',
    schema: shape({ agency: text, localDate: text, at: text }),
  },
});

export const secrecyStream = (agencyCode: string, year: number): string =>
  streamNameOf('secrecy', `${agencyCode}.${year}`);

/** Reads from the right: agency codes hold dots themselves. */
export function secrecyOfStream(stream: string): { agency: string; year: number } | undefined {
  const match = /^secrecy-(.+)\.(\d{4})$/.exec(stream);
  return match ? { agency: match[1] as string, year: Number(match[2]) } : undefined;
}
