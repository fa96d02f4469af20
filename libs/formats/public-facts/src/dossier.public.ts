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
      en: 'A dossier exists and its agency holds it.',
      vi: 'Hồ sơ đã được lập và do cơ quan này giữ.',
      to: holder,
      about: dossierId,
      fields: ['dossierId', 'agency', 'procedure', 'channel', 'codes', 'startedAt', 'dueAt'],
    },
    HandoffOffered: {
      name: 'handoff-offered',
      version: 1,
      en: 'The holder offers a dossier to another agency and holds it until that one takes it.',
      vi: 'Cơ quan đang giữ đề nghị bàn giao hồ sơ cho cơ quan khác và giữ đến khi được nhận.',
      to: bothEnds,
      about: dossierId,
      fields: ['dossierId', 'handoffId', 'from', 'to', 'giver', 'reason'],
    },
    HandoffAccepted: {
      name: 'handoff-accepted',
      version: 1,
      en: 'The other agency took the dossier and is its holder now.',
      vi: 'Cơ quan nhận đã nhận hồ sơ và là cơ quan đang giữ.',
      to: bothEnds,
      about: dossierId,
      fields: ['dossierId', 'handoffId', 'from', 'to', 'giver', 'taker'],
    },
    HandoffReturned: {
      name: 'handoff-returned',
      version: 1,
      en: 'The other agency did not take the dossier; the giver still holds it.',
      vi: 'Cơ quan nhận không nhận hồ sơ; cơ quan giao vẫn giữ.',
      to: bothEnds,
      about: dossierId,
      fields: ['dossierId', 'handoffId', 'from', 'to', 'reason'],
    },
    HandoffRecalled: {
      name: 'handoff-recalled',
      version: 1,
      en: 'The giver took the offer back before the dossier was taken.',
      vi: 'Cơ quan giao đã rút đề nghị bàn giao trước khi được nhận.',
      to: bothEnds,
      about: dossierId,
      fields: ['dossierId', 'handoffId', 'from', 'to', 'reason'],
    },
    ActivityRecorded: {
      name: 'activity-recorded',
      version: 1,
      en: 'The holder did something with the dossier.',
      vi: 'Cơ quan đang giữ đã thực hiện một việc với hồ sơ.',
      to: holder,
      about: dossierId,
      fields: ['dossierId', 'agency', 'activity', 'instance'],
    },
    DossierCompleted: {
      name: 'dossier-completed',
      version: 1,
      en: 'The procedure of the dossier ended.',
      vi: 'Thủ tục của hồ sơ đã kết thúc.',
      to: holder,
      about: dossierId,
      fields: ['dossierId', 'agency', 'outcome', 'endedAt'],
    },
    DossierSubmitted: 'of-the-applicant',
    PostalHandoverRecorded: 'of-the-applicant',
    IntakeSupplementGuided: 'of-the-applicant',
    IntakeSupplementReceived: 'of-the-applicant',
    AcceptanceRefused: 'of-the-applicant',
    DossierAccepted: 'of-the-applicant',
    SupplementRequested: 'of-the-applicant',
    SupplementSubmitted: 'of-the-applicant',
    SupplementAccepted: 'of-the-applicant',
    SupplementLapsed: 'of-the-applicant',
    WithdrawalRequested: 'of-the-applicant',
    DossierWithdrawn: 'of-the-applicant',
    WithdrawalRejected: 'of-the-applicant',
    ApologyIssued: 'of-the-applicant',
    LateApologyRefused: 'of-the-applicant',
    AppointmentMoved: 'of-the-applicant',
    ResultReturned: 'of-the-applicant',
    HandoffGiverReplaced: 'own-process',
    ProcessorAssigned: 'own-process',
    ProcessorReplaced: 'own-process',
    ConsultationRequested: 'own-process',
    ConsultationAnswered: 'own-process',
    ConsultationLapsed: 'own-process',
    VerificationRecorded: 'own-process',
    DeadlineRecomputed: 'own-process',
    ProcessingStopped: 'own-process',
    ResultProposed: 'own-process',
    ApprovalDenied: 'own-process',
    ResultApproved: 'own-process',
    ResultNumbered: 'own-process',
    ResultSealed: 'own-process',
    ResultForwardedToOneStop: 'own-process',
    ResultCorrected: 'own-process',
    DossierArchived: 'own-process',
    LinkedResultsConsolidated: 'own-process',
    LinkedDossierRefused: 'own-process',
    LinkedDossierContinued: 'own-process',
    RouteFixed: 'told-by-another-fact',
    HandoffOverdue: 'reminder',
    OverduePredicted: 'reminder',
    OverdueDeclared: 'reminder',
  },
};
