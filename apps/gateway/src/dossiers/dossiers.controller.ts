import { Body, Controller, Param, Query } from '@nestjs/common';
import {
  CompleteDossierBody,
  DossierTarget,
  OneQuery,
  OpenDossierBody,
  PageQuery,
  RecordActivityBody,
  subjects,
  type Caller,
  type ControlSlip,
  type DossierHeldRow,
  type DossierOfferedRow,
  type DossierOpened,
  type DossierView,
  type Nothing,
  type Page,
} from '@contracts';
import { Asker, Handles } from '../edge/operation';
import { Services } from '../edge/services';

@Controller()
export class DossiersController {
  constructor(private readonly services: Services) {}

  @Handles('openDossier')
  open(@Body() body: OpenDossierBody, @Asker() caller: Caller) {
    return this.services.command<DossierOpened>(subjects.openDossier, { target: {}, body }, caller);
  }

  @Handles('getDossiersHeld')
  held(@Query() body: PageQuery, @Asker() caller: Caller) {
    return this.services.query<Page<DossierHeldRow>>(subjects.dossiersHeld, { target: {}, body }, caller);
  }

  @Handles('getDossiersOffered')
  offered(@Query() body: PageQuery, @Asker() caller: Caller) {
    return this.services.query<Page<DossierOfferedRow>>(
      subjects.dossiersOffered,
      { target: {}, body },
      caller,
    );
  }

  @Handles('getDossier')
  one(@Param() target: DossierTarget, @Query() body: OneQuery, @Asker() caller: Caller) {
    return this.services.query<DossierView>(subjects.dossierByParty, { target, body }, caller);
  }

  @Handles('getControlSlip')
  controlSlip(@Param() target: DossierTarget, @Query() body: PageQuery, @Asker() caller: Caller) {
    return this.services.query<ControlSlip>(subjects.controlSlip, { target, body }, caller);
  }

  @Handles('recordActivity')
  record(@Param() target: DossierTarget, @Body() body: RecordActivityBody, @Asker() caller: Caller) {
    return this.services.command<Nothing>(subjects.recordActivity, { target, body }, caller);
  }

  @Handles('completeDossier')
  complete(@Param() target: DossierTarget, @Body() body: CompleteDossierBody, @Asker() caller: Caller) {
    return this.services.command<Nothing>(subjects.completeDossier, { target, body }, caller);
  }
}
