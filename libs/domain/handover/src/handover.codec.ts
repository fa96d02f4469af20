import { idOfStream, streamNameOf } from '@domain/codes';
import { codecOf, listOf, shape, text } from '@domain/decider';
import type { HandoverEvent } from './handover.events';

type HandedOver = Extract<HandoverEvent, { type: 'DeskHandedOver' }>['data'];

const whose = { handoverId: text, agency: text, officer: text, at: text };

/** These names are the stored format: versions are added, never changed. */
export const handoverCodec = codecOf<HandoverEvent>(
  {
    DeskHandedOver: {
      name: 'DeskHandedOver.v2',
      schema: shape(
        { ...whose, from: text, to: text, documents: listOf(text), dossiers: listOf(text), reason: text },
        { deskLendings: listOf(text) },
      ),
    },
    DeskTakenOver: { name: 'DeskTakenOver.v1', schema: shape(whose) },
  },
  {
    'DeskHandedOver.v1': (data: HandedOver) => ({ type: 'DeskHandedOver', data }),
  },
);

export const handoverStream = (handoverId: string): string => streamNameOf('handover', handoverId);
export const handoverOfStream = (stream: string): string | undefined => idOfStream('handover', stream);
