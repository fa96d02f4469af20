import { question as agencyFeed } from './agency-feed/feed-rows.query';
import { question as applicantDossiers } from './applicant-dossiers/applicant-dossiers.query';
import type { ProjectedQuestion } from './asking/question';
import { question as contentAccess } from './content-access/content-access.query';
import { question as controlSlip } from './control-slip/control-slip.query';
import { question as dayInNumbers } from './day-in-numbers/day-in-numbers.query';
import { question as deskHandovers } from './desk-handovers/desk-handovers.query';
import { question as documentByParty } from './document-by-party/document-by-party.query';
import { agencyNames } from './documents/agency-names.projection';
import { deliveries } from './documents/deliveries.projection';
import { desksLent } from './documents/desks-lent.projection';
import { documents } from './documents/documents.projection';
import { links } from './documents/links.projection';
import { officersLeft } from './documents/officers-left.projection';
import { steps } from './documents/steps.projection';
import { successions } from './documents/successions.projection';
import { question as dossierDesk } from './dossier-desk/dossiers.query';
import { question as dossierProgress } from './dossier-progress/dossier-progress.query';
import { question as dossiersTracked } from './dossiers-tracked/dossiers-tracked.query';
import { question as electronicExchange } from './electronic-exchange/electronic-exchange.query';
import { question as handOverSlip } from './hand-over-slip/hand-over-slip.query';
import { question as importInNumbers } from './import-in-numbers/import-in-numbers.query';
import { question as inbox } from './inbox/inbox.query';
import { question as inboxCounts } from './inbox-counts/inbox-counts.query';
import { question as incomingRegister } from './incoming-register/incoming-register.query';
import { question as interlinked } from './legs/legs.query';
import { question as live } from './live/live-events.query';
import { question as noticeMatters } from './notice-matters/notice-matters.query';
import { question as outbox } from './outbox/outbox.query';
import { question as outgoingRegister } from './outgoing-register/outgoing-register.query';
import type { Projection } from './projector/projection';
import { question as conversation } from './related/conversation.query';
import { question as lineage } from './related/lineage.query';
import { question as search } from './search/search.query';
import { question as todo } from './todo/todo.query';

/** Everything this app answers. */
export const questions: readonly ProjectedQuestion[] = [
  inbox,
  inboxCounts,
  applicantDossiers,
  outbox,
  documentByParty,
  todo,
  search,
  lineage,
  conversation,
  live,
  electronicExchange,
  incomingRegister,
  outgoingRegister,
  dossierDesk,
  interlinked,
  controlSlip,
  handOverSlip,
  deskHandovers,
  dossierProgress,
  dossiersTracked,
  contentAccess,
  noticeMatters,
  dayInNumbers,
  importInNumbers,
  agencyFeed,
];

/** Rows that many questions read. */
const ofMany: readonly Projection[] = [
  documents,
  deliveries,
  links,
  steps,
  successions,
  agencyNames,
  desksLent,
  officersLeft,
];

/** Everything that is written, in this order for each fact: what reads the rows of another stands after it. */
export const projections: readonly Projection[] = [
  ...ofMany,
  ...questions.flatMap(({ projections: own = [] }) => own),
];
