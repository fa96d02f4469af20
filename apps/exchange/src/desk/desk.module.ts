import { Module } from '@nestjs/common';
import { deskOperations } from '@contracts';
import { actsAt, commandsOf, OwnDesk } from '@runtime';
import { deskActs } from './desk.acts';
import { HandOverDeskHandler } from './hand-over-desk.command-handler';
import { TakeOverDeskHandler } from './take-over-desk.command-handler';

/** What lies on the desk of one officer, whatever it is. */
@Module({
  controllers: [actsAt(OwnDesk, commandsOf(deskOperations), deskActs)],
  providers: [HandOverDeskHandler, TakeOverDeskHandler],
})
export class DeskModule {}
