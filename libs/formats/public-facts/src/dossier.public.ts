import type { DossierEvent } from '@domain/dossier/events';
import type { PublicFacts } from './public-fact';

interface Handoff {
  readonly dossierId: string;
  readonly from: string;
  readonly to: string;
}
const bothEnds = ({ from, to }: Handoff) => [from, to];
const holder = ({ agency }: { readonly agency: string }) => [agency];
const dossierId = (data: { readonly dossierId: string }) => data.dossierId;

/**
 * A hand-off is told to both agencies, the rest to the holder. The reference of the applicant does not leave.
 */
export const dossierPublic: PublicFacts<DossierEvent> = {
  owner: 'dossiers',
  context: 'dossiers',
  facts: {
    DossierOpened: {
      name: 'dossier-opened',
      version: 1,
      to: holder,
      about: dossierId,
      fields: ['dossierId', 'agency', 'procedure', 'channel', 'codes', 'startedAt', 'dueAt'],
    },
    HandoffOffered: {
      name: 'handoff-offered',
      version: 1,
      to: bothEnds,
      about: dossierId,
      fields: ['dossierId', 'handoffId', 'from', 'to', 'giver', 'reason'],
    },
    HandoffAccepted: {
      name: 'handoff-accepted',
      version: 1,
      to: bothEnds,
      about: dossierId,
      fields: ['dossierId', 'handoffId', 'from', 'to', 'giver', 'taker'],
    },
    HandoffReturned: {
      name: 'handoff-returned',
      version: 1,
      to: bothEnds,
      about: dossierId,
      fields: ['dossierId', 'handoffId', 'from', 'to', 'reason'],
    },
    HandoffRecalled: {
      name: 'handoff-recalled',
      version: 1,
      to: bothEnds,
      about: dossierId,
      fields: ['dossierId', 'handoffId', 'from', 'to', 'reason'],
    },
    ActivityRecorded: {
      name: 'activity-recorded',
      version: 1,
      to: holder,
      about: dossierId,
      fields: ['dossierId', 'agency', 'activity', 'instance'],
    },
    DossierCompleted: {
      name: 'dossier-completed',
      version: 1,
      to: holder,
      about: dossierId,
      fields: ['dossierId', 'agency', 'outcome', 'endedAt'],
    },
  },
};
