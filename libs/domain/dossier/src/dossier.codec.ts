import { channels, idOfStream, streamNameOf } from '@domain/codes';
import { codecOf, listOf, oneOf, shape, text } from '@domain/decider';
import type { DossierEvent } from './dossier.events';

const handoff = { dossierId: text, handoffId: text, from: text, to: text, at: text };
const whose = { dossierId: text, agency: text, officer: text, at: text };

/** These names are the stored format: versions are added, never changed. */
export const dossierCodec = codecOf<DossierEvent>({
  DossierOpened: {
    name: 'DossierOpened.v1',
    schema: shape(
      {
        ...whose,
        procedure: text,
        channel: oneOf(...channels),
        applicantRef: text,
        codes: listOf(shape({ scheme: text, value: text })),
        startedAt: text,
      },
      { dueAt: text },
    ),
  },
  HandoffOffered: { name: 'HandoffOffered.v1', schema: shape({ ...handoff, giver: text, reason: text }) },
  HandoffAccepted: { name: 'HandoffAccepted.v1', schema: shape({ ...handoff, giver: text, taker: text }) },
  HandoffReturned: { name: 'HandoffReturned.v1', schema: shape({ ...handoff, officer: text, reason: text }) },
  HandoffRecalled: { name: 'HandoffRecalled.v1', schema: shape({ ...handoff, officer: text, reason: text }) },
  ActivityRecorded: {
    name: 'ActivityRecorded.v1',
    schema: shape({ ...whose, activity: text }, { instance: text }),
  },
  DossierCompleted: {
    name: 'DossierCompleted.v1',
    schema: shape({
      ...whose,
      outcome: oneOf('granted', 'refused', 'withdrawn', 'other'),
      endedAt: text,
    }),
  },
});

export const dossierStream = (dossierId: string): string => streamNameOf('dossier', dossierId);
export const dossierOfStream = (stream: string): string | undefined => idOfStream('dossier', stream);
