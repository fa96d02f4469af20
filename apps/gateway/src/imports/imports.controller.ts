import { Controller, Param, Query } from '@nestjs/common';
import { ImportTarget, OneQuery, subjects, type Caller, type ImportInNumbers } from '@contracts';
import { Asker, Handles } from '../edge/operation';
import { Services } from '../edge/services';

@Controller()
export class ImportsController {
  constructor(private readonly services: Services) {}

  @Handles('getImport')
  one(@Param() target: ImportTarget, @Query() body: OneQuery, @Asker() caller: Caller) {
    return this.services.query<ImportInNumbers>(subjects.importInNumbers, { target, body }, caller);
  }
}
