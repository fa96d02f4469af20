import type { registerOperations } from '@contracts';
import { type Acts, type AtOwnDesk, type CommandsOf, doing } from '@runtime';
import { OpenBook } from './open-book/open-book.command-handler';
import { RecordPaperEntry } from './record-paper-entry/record-paper-entry.command-handler';
import { VoidPaperEntry } from './void-paper-entry/void-paper-entry.command-handler';

/** What is entered by hand in the books of the own agency. */
export const paperActs: Acts<CommandsOf<typeof registerOperations>, AtOwnDesk> = {
  openBook: ({ act: { agency, officer, at }, meta, target, body }) => {
    const book = { agency, series: body.series, bookYear: target.year };
    const { nextNumber } = body;
    return doing(new OpenBook({ type: 'OpenBook', ...book, nextNumber, officer, at }, meta));
  },
  recordOutgoingPaper: ({ act: { agency, officer, at }, newId, meta, caller, target, body }) => {
    const { secrecy: _, ...columns } = body;
    const line = { type: 'RecordOutgoingPaper', officer, ...columns, at } as const;
    const shelf = { agency, direction: 'outgoing', bookYear: target.year } as const;
    const entryId = newId('paper-entry');
    return doing(new RecordPaperEntry(shelf, entryId, line, meta, caller), ({ event: { data } }) => {
      const { number, bookYear, series, symbol = '' } = data;
      return { entryId, number, bookYear, series, symbol };
    });
  },
  recordIncomingPaper: ({ act: { agency, officer, at }, newId, meta, caller, target, body }) => {
    const { secrecy: _, ...columns } = body;
    const line = { type: 'RecordIncomingPaper', officer, ...columns, at } as const;
    const shelf = { agency, direction: 'incoming', bookYear: target.year } as const;
    const entryId = newId('paper-entry');
    return doing(new RecordPaperEntry(shelf, entryId, line, meta, caller), ({ event: { data } }) => ({
      entryId,
      number: data.number,
      bookYear: data.bookYear,
    }));
  },
  voidOutgoingPaper: ({ act: { agency, officer, at }, meta, caller, target, body }) => {
    const shelf = { agency, direction: 'outgoing', bookYear: target.year } as const;
    return doing(new VoidPaperEntry(shelf, target.entryId, { officer, ...body, at }, meta, caller));
  },
  voidIncomingPaper: ({ act: { agency, officer, at }, meta, caller, target, body }) => {
    const shelf = { agency, direction: 'incoming', bookYear: target.year } as const;
    return doing(new VoidPaperEntry(shelf, target.entryId, { officer, ...body, at }, meta, caller));
  },
};
