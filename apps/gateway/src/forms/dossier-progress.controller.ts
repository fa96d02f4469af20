import { Controller, Param } from '@nestjs/common';
import { DossierCodeTarget, type DossierProgress, subjects } from '@contracts';
import { houseCaller } from '@runtime';
import { Handles } from '../edge/operation';
import { Services } from '../edge/services';

/** What anybody may look up: the house asks for them, since nobody says who they are. */
@Controller()
export class DossierProgressController {
  constructor(private readonly services: Services) {}

  @Handles('getDossierProgress')
  progress(@Param() target: DossierCodeTarget): Promise<DossierProgress> {
    const message = { target, body: {} };
    return this.services.query<DossierProgress>(subjects.dossierProgress, message, houseCaller('http'));
  }
}
