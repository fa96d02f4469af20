import { Module } from '@nestjs/common';
import { registerOperations } from '@contracts';
import { actsAt, commandsOf, OwnDesk } from '@runtime';
import { OpenBookHandler } from './open-book/open-book.command-handler';
import { paperActs } from './paper.acts';
import { PaperEntries } from './record-paper-entry/paper-entries';
import { RecordPaperEntryHandler } from './record-paper-entry/record-paper-entry.command-handler';
import { RegisterCommandHandler } from './register.command-handler';
import { VoidPaperEntryHandler } from './void-paper-entry/void-paper-entry.command-handler';

/** The books of numbers, and what is entered in them by hand. */
@Module({
  controllers: [actsAt(OwnDesk, commandsOf(registerOperations), paperActs)],
  providers: [
    RegisterCommandHandler,
    OpenBookHandler,
    PaperEntries,
    RecordPaperEntryHandler,
    VoidPaperEntryHandler,
  ],
})
export class RegisterModule {}
