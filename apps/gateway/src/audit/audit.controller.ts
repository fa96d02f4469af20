import { Controller, Param, Query } from '@nestjs/common';
import {
  DocumentTarget,
  DossierTarget,
  HistoryQuery,
  LooksQuery,
  subjects,
  type Caller,
  type DocumentHistory,
  type DossierHistory,
  type LooksPage,
} from '@contracts';
import { Asker, Handles } from '../edge/operation';
import { Services } from '../edge/services';

@Controller()
export class AuditController {
  constructor(private readonly services: Services) {}

  @Handles('getDossierHistory')
  dossier(@Param() target: DossierTarget, @Query() body: HistoryQuery, @Asker() caller: Caller) {
    return this.services.query<DossierHistory>(subjects.dossierHistory, { target, body }, caller);
  }

  @Handles('getDocumentHistory')
  document(@Param() target: DocumentTarget, @Query() body: HistoryQuery, @Asker() caller: Caller) {
    return this.services.query<DocumentHistory>(subjects.documentHistory, { target, body }, caller);
  }

  @Handles('getLooks')
  looks(@Query() body: LooksQuery, @Asker() caller: Caller) {
    return this.services.query<LooksPage>(subjects.looks, { target: {}, body }, caller);
  }
}
