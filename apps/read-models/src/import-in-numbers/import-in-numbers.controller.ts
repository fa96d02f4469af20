import { type ImportInNumbers, ImportTarget, OneQuery, type QueryReply, subjects } from '@contracts';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { Desk } from '../asking/desk';
import { ImportInNumbersOf } from './import-in-numbers.query';

@Controller()
export class ImportInNumbersController {
  constructor(private readonly desk: Desk) {}

  @MessagePattern(subjects.importInNumbers)
  one(
    @Payload('target') { sha256 }: ImportTarget,
    @Payload('body') one: OneQuery,
  ): Promise<QueryReply<ImportInNumbers>> {
    return this.desk.ask(one, new ImportInNumbersOf(sha256));
  }
}
