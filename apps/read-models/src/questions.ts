import type { Provider, Type } from '@nestjs/common';
import { ContentAccessController } from './content-access/content-access.controller';
import { contentAccess } from './content-access/content-access.projection';
import { ContentAccessHandler } from './content-access/content-access.query';
import { ControlSlipController } from './control-slip/control-slip.controller';
import { controlSlip } from './control-slip/control-slip.projection';
import { ControlSlipHandler } from './control-slip/control-slip.query';
import { DayInNumbersController } from './day-in-numbers/day-in-numbers.controller';
import { dayInNumbers } from './day-in-numbers/day-in-numbers.projection';
import { DayInNumbersHandler } from './day-in-numbers/day-in-numbers.query';
import { DocumentByPartyController } from './document-by-party/document-by-party.controller';
import { DocumentByPartyHandler } from './document-by-party/document-by-party.query';
import { documents } from './documents/documents.projection';
import { legs } from './documents/legs.projection';
import { links } from './documents/links.projection';
import { searchWords } from './documents/search-words.projection';
import { steps } from './documents/steps.projection';
import { successions } from './documents/successions.projection';
import { DossierByPartyController } from './dossier-by-party/dossier-by-party.controller';
import { dossierByParty } from './dossier-by-party/dossier-by-party.projection';
import { DossierByPartyHandler } from './dossier-by-party/dossier-by-party.query';
import { DossiersHeldController } from './dossiers-held/dossiers-held.controller';
import { dossiersHeld } from './dossiers-held/dossiers-held.projection';
import { DossiersHeldHandler } from './dossiers-held/dossiers-held.query';
import { DossiersOfferedController } from './dossiers-offered/dossiers-offered.controller';
import { dossiersOffered } from './dossiers-offered/dossiers-offered.projection';
import { DossiersOfferedHandler } from './dossiers-offered/dossiers-offered.query';
import { DraftsController } from './drafts/drafts.controller';
import { ElectronicExchangeController } from './electronic-exchange/electronic-exchange.controller';
import { electronicExchange } from './electronic-exchange/electronic-exchange.projection';
import { ElectronicExchangeHandler } from './electronic-exchange/electronic-exchange.query';
import { ImportInNumbersController } from './import-in-numbers/import-in-numbers.controller';
import { importInNumbers } from './import-in-numbers/import-in-numbers.projection';
import { ImportInNumbersHandler } from './import-in-numbers/import-in-numbers.query';
import { InboxController } from './inbox/inbox.controller';
import { InboxHandler } from './inbox/inbox.query';
import { InboxCountsController } from './inbox-counts/inbox-counts.controller';
import { InboxCountsHandler } from './inbox-counts/inbox-counts.query';
import { IncomingRegisterController } from './incoming-register/incoming-register.controller';
import { incomingRegister } from './incoming-register/incoming-register.projection';
import { IncomingRegisterHandler } from './incoming-register/incoming-register.query';
import { LiveEventsController } from './live/live-events.controller';
import { LiveEventsHandler } from './live/live-events.query';
import { OutboxController } from './outbox/outbox.controller';
import { OutboxHandler } from './outbox/outbox.query';
import { OutgoingRegisterController } from './outgoing-register/outgoing-register.controller';
import { outgoingRegister } from './outgoing-register/outgoing-register.projection';
import { OutgoingRegisterHandler } from './outgoing-register/outgoing-register.query';
import type { Projection } from './projector/projection';
import { ConversationHandler } from './related/conversation.query';
import { LineageHandler } from './related/lineage.query';
import { RelatedController } from './related/related.controller';
import { SearchController } from './search/search.controller';
import { SearchHandler } from './search/search.query';
import { TodoController } from './todo/todo.controller';
import { TodoHandler } from './todo/todo.query';

/** Everything that is written, in this order for each fact: what reads the rows of another stands after it. */
export const projections: readonly Projection[] = [
  documents,
  legs,
  links,
  steps,
  searchWords,
  successions,
  electronicExchange,
  incomingRegister,
  outgoingRegister,
  dossiersHeld,
  dossiersOffered,
  dossierByParty,
  controlSlip,
  contentAccess,
  dayInNumbers,
  importInNumbers,
];

/** Everything this app answers. */
export const handlers: readonly Provider[] = [
  InboxHandler,
  InboxCountsHandler,
  OutboxHandler,
  DocumentByPartyHandler,
  TodoHandler,
  SearchHandler,
  LineageHandler,
  ConversationHandler,
  LiveEventsHandler,
  ElectronicExchangeHandler,
  IncomingRegisterHandler,
  OutgoingRegisterHandler,
  DossiersHeldHandler,
  DossiersOfferedHandler,
  DossierByPartyHandler,
  ControlSlipHandler,
  ContentAccessHandler,
  DayInNumbersHandler,
  ImportInNumbersHandler,
];
export const controllers: readonly Type[] = [
  InboxController,
  InboxCountsController,
  OutboxController,
  DraftsController,
  DocumentByPartyController,
  TodoController,
  SearchController,
  RelatedController,
  LiveEventsController,
  ElectronicExchangeController,
  IncomingRegisterController,
  OutgoingRegisterController,
  DossiersHeldController,
  DossiersOfferedController,
  DossierByPartyController,
  ControlSlipController,
  ContentAccessController,
  DayInNumbersController,
  ImportInNumbersController,
];
