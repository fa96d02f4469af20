import { Controller } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  BookTarget,
  RecordIncomingPaperBody,
  RecordOutgoingPaperBody,
  subjects,
  type Caller,
  type CommandReply,
  type IncomingPaperRecorded,
  type OutgoingPaperRecorded,
} from '@contracts';
import { CallerOf, Clock, commandMeta, entityId } from '@runtime';
import { Replies } from '../replies';
import { RecordPaperEntry } from './record-paper-entry.command-handler';

@Controller()
export class RecordPaperEntryController {
  constructor(
    private readonly commands: CommandBus,
    private readonly clock: Clock,
    private readonly replies: Replies,
  ) {}

  @MessagePattern(subjects.recordOutgoingPaper)
  async outgoing(
    @Payload('target') target: BookTarget,
    @Payload('body') body: RecordOutgoingPaperBody,
    @CallerOf() caller: Caller,
  ): Promise<CommandReply<OutgoingPaperRecorded>> {
    const message = { target, body };
    const { meta, commandId, at } = commandMeta(caller, subjects.recordOutgoingPaper, message, this.clock);
    const { agency, officer } = caller.actor;
    const { secrecy: _, ...columns } = body;
    const line = { type: 'RecordOutgoingPaper', officer, ...columns, at } as const;
    const shelf = { agency, direction: 'outgoing', bookYear: target.year } as const;
    const entryId = entityId(commandId, 'paper-entry');
    const outcome = await this.commands.execute(new RecordPaperEntry(shelf, entryId, line, meta, caller));
    return this.replies.to(outcome, ({ event: { data } }) => {
      const { number, bookYear, series, symbol = '' } = data;
      return { entryId, number, bookYear, series, symbol };
    });
  }

  @MessagePattern(subjects.recordIncomingPaper)
  async incoming(
    @Payload('target') target: BookTarget,
    @Payload('body') body: RecordIncomingPaperBody,
    @CallerOf() caller: Caller,
  ): Promise<CommandReply<IncomingPaperRecorded>> {
    const message = { target, body };
    const { meta, commandId, at } = commandMeta(caller, subjects.recordIncomingPaper, message, this.clock);
    const { agency, officer } = caller.actor;
    const { secrecy: _, ...columns } = body;
    const line = { type: 'RecordIncomingPaper', officer, ...columns, at } as const;
    const shelf = { agency, direction: 'incoming', bookYear: target.year } as const;
    const entryId = entityId(commandId, 'paper-entry');
    const outcome = await this.commands.execute(new RecordPaperEntry(shelf, entryId, line, meta, caller));
    return this.replies.to(outcome, ({ event: { data } }) => {
      return { entryId, number: data.number, bookYear: data.bookYear };
    });
  }
}
