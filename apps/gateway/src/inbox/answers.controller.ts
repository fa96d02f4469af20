import { Body, Controller, Param } from '@nestjs/common';
import {
  AgreeToRecallBody,
  AgreeToUpdateBody,
  DecideDuplicateBody,
  DocumentTarget,
  ReassignProcessingBody,
  RefuseRecallBody,
  RefuseUpdateBody,
  subjects,
  type Caller,
  type Nothing,
} from '@contracts';
import { Asker, Handles } from '../edge/operation';
import { Services } from '../edge/services';

@Controller()
export class AnswersController {
  constructor(private readonly services: Services) {}

  @Handles('decideDuplicate')
  decide(@Param() target: DocumentTarget, @Body() body: DecideDuplicateBody, @Asker() caller: Caller) {
    return this.services.command<Nothing>(subjects.decideDuplicate, { target, body }, caller);
  }

  @Handles('reassignProcessing')
  reassign(@Param() target: DocumentTarget, @Body() body: ReassignProcessingBody, @Asker() caller: Caller) {
    return this.services.command<Nothing>(subjects.reassignProcessing, { target, body }, caller);
  }

  @Handles('agreeToRecall')
  agreeToRecall(@Param() target: DocumentTarget, @Body() body: AgreeToRecallBody, @Asker() caller: Caller) {
    return this.services.command<Nothing>(subjects.agreeToRecall, { target, body }, caller);
  }

  @Handles('refuseRecall')
  refuseRecall(@Param() target: DocumentTarget, @Body() body: RefuseRecallBody, @Asker() caller: Caller) {
    return this.services.command<Nothing>(subjects.refuseRecall, { target, body }, caller);
  }

  @Handles('agreeToUpdate')
  agreeToUpdate(@Param() target: DocumentTarget, @Body() body: AgreeToUpdateBody, @Asker() caller: Caller) {
    return this.services.command<Nothing>(subjects.agreeToUpdate, { target, body }, caller);
  }

  @Handles('refuseUpdate')
  refuseUpdate(@Param() target: DocumentTarget, @Body() body: RefuseUpdateBody, @Asker() caller: Caller) {
    return this.services.command<Nothing>(subjects.refuseUpdate, { target, body }, caller);
  }
}
