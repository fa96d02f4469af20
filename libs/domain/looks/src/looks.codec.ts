import { streamNameOf } from '@domain/codes';
import { codecOf, listOf, shape, text, whole } from '@domain/decider';
import type { LooksEvent } from './looks.events';

/** These names are the stored format: versions are added, never changed. */
export const looksCodec = codecOf<LooksEvent>({
  LooksRecorded: {
    name: 'LooksRecorded.v1',
    schema: shape({
      agency: text,
      localDate: text,
      batchId: text,
      looks: listOf(
        shape(
          { officer: text, operation: text, outcome: text, correlationId: text, at: text },
          { role: text, sentBy: text, object: text, count: whole },
        ),
      ),
      at: text,
    }),
  },
});

/** What the officers of one agency looked at on one local date. */
export const looksStream = (agencyCode: string, localDate: string): string =>
  streamNameOf('looks', `${agencyCode}.${localDate}`);

/** Reads from the right: agency codes hold dots themselves. */
export function looksOfStream(stream: string): { agency: string; localDate: string } | undefined {
  const match = /^looks-(.+)\.(\d{4}-\d{2}-\d{2})$/.exec(stream);
  return match ? { agency: match[1] as string, localDate: match[2] as string } : undefined;
}
