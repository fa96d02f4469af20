import { idOfStream, streamNameOf } from '@domain/codes';
import { codecOf, listOf, shape, text } from '@domain/decider';
import type { HandoverEvent } from './handover.events';

const whose = { handoverId: text, agency: text, officer: text, at: text };

/** These names are the stored format: versions are added, never changed. */
export const handoverCodec = codecOf<HandoverEvent>({
  DeskHandedOver: {
    name: 'DeskHandedOver.v1',
    schema: shape({
      ...{ ...whose, from: text, to: text, documents: listOf(text), dossiers: listOf(text), reason: text },
    }),
  },
  DeskTakenOver: { name: 'DeskTakenOver.v1', schema: shape(whose) },
});

export const handoverStream = (handoverId: string): string => streamNameOf('handover', handoverId);
export const handoverOfStream = (stream: string): string | undefined => idOfStream('handover', stream);
