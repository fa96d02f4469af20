import { Controller } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  type Caller,
  type CommandReply,
  NoTarget,
  type Nothing,
  RecordLooksBody,
  subjects,
} from '@contracts';
import { CallerOf, Clock, commandMeta, done, History } from '@runtime';
import { RecordBatchOfLooks } from './record-looks.command-handler';

@Controller()
export class RecordLooksController {
  constructor(
    private readonly commands: CommandBus,
    private readonly clock: Clock,
    private readonly history: History,
  ) {}

  @MessagePattern(subjects.recordLooks)
  async record(
    @Payload('target') target: NoTarget,
    @Payload('body') body: RecordLooksBody,
    @CallerOf() caller: Caller,
  ): Promise<CommandReply<Nothing>> {
    const { meta, at } = commandMeta(caller, subjects.recordLooks, { target, body }, this.clock);
    await this.commands.execute(new RecordBatchOfLooks(body.looks, meta, at));
    // Nobody follows the trail, so there is no position that anybody could wait for.
    return done(this.history, { position: 0n }, {});
  }
}
