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
import { documentByParty } from './document-by-party/document-by-party.projection';
import { DocumentByPartyHandler } from './document-by-party/document-by-party.query';
import { DossierByPartyController } from './dossier-by-party/dossier-by-party.controller';
import { dossierByParty } from './dossier-by-party/dossier-by-party.projection';
import { DossierByPartyHandler } from './dossier-by-party/dossier-by-party.query';
import { DossiersHeldController } from './dossiers-held/dossiers-held.controller';
import { dossiersHeld } from './dossiers-held/dossiers-held.projection';
import { DossiersHeldHandler } from './dossiers-held/dossiers-held.query';
import { DossiersOfferedController } from './dossiers-offered/dossiers-offered.controller';
import { dossiersOffered } from './dossiers-offered/dossiers-offered.projection';
import { DossiersOfferedHandler } from './dossiers-offered/dossiers-offered.query';
import { ImportInNumbersController } from './import-in-numbers/import-in-numbers.controller';
import { importInNumbers } from './import-in-numbers/import-in-numbers.projection';
import { ImportInNumbersHandler } from './import-in-numbers/import-in-numbers.query';
import { InboxController } from './inbox/inbox.controller';
import { inbox } from './inbox/inbox.projection';
import { InboxHandler } from './inbox/inbox.query';
import { IncomingRegisterController } from './incoming-register/incoming-register.controller';
import { incomingRegister } from './incoming-register/incoming-register.projection';
import { IncomingRegisterHandler } from './incoming-register/incoming-register.query';
import { OutboxController } from './outbox/outbox.controller';
import { outbox } from './outbox/outbox.projection';
import { OutboxHandler } from './outbox/outbox.query';
import { OutgoingRegisterController } from './outgoing-register/outgoing-register.controller';
import { outgoingRegister } from './outgoing-register/outgoing-register.projection';
import { OutgoingRegisterHandler } from './outgoing-register/outgoing-register.query';
import type { Projection } from './projector/projection';

/** Everything this app answers: one row a question. */
const questions: readonly {
  readonly projection: Projection;
  readonly handler: Provider;
  readonly controller: Type;
}[] = [
  { projection: inbox, handler: InboxHandler, controller: InboxController },
  { projection: outbox, handler: OutboxHandler, controller: OutboxController },
  { projection: documentByParty, handler: DocumentByPartyHandler, controller: DocumentByPartyController },
  { projection: incomingRegister, handler: IncomingRegisterHandler, controller: IncomingRegisterController },
  { projection: outgoingRegister, handler: OutgoingRegisterHandler, controller: OutgoingRegisterController },
  { projection: dossiersHeld, handler: DossiersHeldHandler, controller: DossiersHeldController },
  { projection: dossiersOffered, handler: DossiersOfferedHandler, controller: DossiersOfferedController },
  { projection: dossierByParty, handler: DossierByPartyHandler, controller: DossierByPartyController },
  { projection: controlSlip, handler: ControlSlipHandler, controller: ControlSlipController },
  { projection: contentAccess, handler: ContentAccessHandler, controller: ContentAccessController },
  { projection: dayInNumbers, handler: DayInNumbersHandler, controller: DayInNumbersController },
  { projection: importInNumbers, handler: ImportInNumbersHandler, controller: ImportInNumbersController },
];

export const projections: readonly Projection[] = questions.map(({ projection }) => projection);
export const handlers: readonly Provider[] = questions.map(({ handler }) => handler);
export const controllers: readonly Type[] = questions.map(({ controller }) => controller);
