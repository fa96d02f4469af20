import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { ImportTarget, OneQuery, subjects, type ImportInNumbers, type QueryReply } from '@contracts';
import { Desk } from '../asking/desk';
import { ImportInNumbersOf } from './import-in-numbers.query';

@Controller()
export class ImportInNumbersController {
  constructor(private readonly desk: Desk) {}

  @MessagePattern(subjects.getImport)
  one(
    @Payload('target') { sha256 }: ImportTarget,
    @Payload('body') one: OneQuery,
  ): Promise<QueryReply<ImportInNumbers>> {
    return this.desk.ask(one, new ImportInNumbersOf(sha256));
  }
}
