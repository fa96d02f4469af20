import { documentSymbol, localDate, localYear, type Numberable } from '@domain/codes';
import { accept, type Decider, type Decision, impossible, refuse } from '@domain/decider';
import { entryOf, noEntries, withEntry } from './entries';
import { registerCodec } from './register.codec';
import type { Book, IncomingPaper, OutgoingPaper, RegisterEvent } from './register.events';
import { type RegisterState, registerStates } from './register-state';

interface Entering extends Book {
  readonly key: string;
  readonly officer: string;
  readonly at: string;
}

export type RegisterCommand =
  | ({
      readonly type: 'OpenBook';
      /** The first number that is given here. */
      readonly nextNumber: number;
      readonly officer: string;
      readonly at: string;
    } & Book)
  | ({ readonly type: 'AllocateNumber' } & Entering)
  | ({ readonly type: 'RecordOutgoingPaper'; readonly abbreviation: string } & Entering & OutgoingPaper)
  | ({ readonly type: 'RecordIncomingPaper' } & Entering & IncomingPaper)
  | {
      readonly type: 'VoidNumber';
      readonly key: string;
      readonly reason: string;
      /** Absent when the house voids it by itself. */
      readonly officer?: string;
      /** The leader who approved it. */
      readonly approvedBy?: string;
      readonly at: string;
    };

export const registerRefusals = [
  'book-already-begun',
  'number-voided',
  'no-number-for-key',
  'not-the-book-of-this-year',
  'date-outside-book',
  'arrival-in-the-future',
  'dated-after-arrival',
] as const;
export type RegisterRefusal = (typeof registerRefusals)[number];

/** What of a paper decides in which series it is numbered and how its symbol is printed. */
export const numberableOf = ({
  copyKind,
  ...paper
}: Pick<OutgoingPaper, 'documentType' | 'draftingUnit' | 'copyKind'>): Numberable =>
  copyKind === undefined ? paper : { ...paper, copyOf: { kind: copyKind } };

export const registerDecider: Decider<RegisterCommand, RegisterEvent, RegisterState, RegisterRefusal> = {
  initial: { book: undefined, last: 0, entries: noEntries },

  decide(command, state): Decision<RegisterEvent, RegisterRefusal> {
    if (command.type === 'OpenBook') return open(command, state);
    const entry = entryOf(state.entries, command.key);
    switch (command.type) {
      case 'AllocateNumber': {
        if (entry !== undefined) return entry.voided ? refuse('number-voided') : accept();
        return accept(numberFor(command, state.last + 1));
      }
      case 'RecordOutgoingPaper':
        return entry === undefined ? outgoingPaper(command, state.last + 1) : accept();
      case 'RecordIncomingPaper':
        return entry === undefined ? incomingPaper(command, state.last + 1) : accept();
      case 'VoidNumber': {
        if (entry === undefined || state.book === undefined) return refuse('no-number-for-key');
        if (entry.voided) return accept();
        const { type: _, ...voided } = command;
        return accept({ type: 'NumberVoided', data: { ...state.book, number: entry.number, ...voided } });
      }
      default:
        return impossible(command);
    }
  },

  evolve(state, event) {
    const { agency, series, bookYear, number, key } = event.data;
    switch (event.type) {
      // No single document has those numbers.
      case 'BookOpened':
        return { ...state, book: { agency, series, bookYear }, last: number };
      case 'NumberAllocated':
        return {
          book: state.book ?? { agency, series, bookYear },
          last: number,
          entries: withEntry(state.entries, key, { number, voided: false }),
        };
      case 'NumberVoided':
        return { ...state, entries: withEntry(state.entries, key, { number, voided: true }) };
      case 'OutgoingPaperRecorded':
      case 'IncomingPaperRecorded':
        return state;
      default:
        return impossible(event);
    }
  },
};

type Command<T extends RegisterCommand['type']> = Extract<RegisterCommand, { type: T }>;
type PaperDecision = Decision<RegisterEvent, RegisterRefusal>;

/** What the numbers of an older system are for is known there. */
const openingKey = 'opening-balance';

/** The numbers of an older system are taken over once, before any is given here (Decree 30/2020 art. 15, 22). */
function open(
  { type: _, nextNumber, ...opening }: Command<'OpenBook'>,
  { book, last }: RegisterState,
): PaperDecision {
  if (localYear(opening.at) !== opening.bookYear) return refuse('not-the-book-of-this-year');
  if (book !== undefined) return refuse('book-already-begun', { last: String(last) });
  return accept({ type: 'BookOpened', data: { ...opening, number: nextNumber - 1, key: openingKey } });
}

/** Number and date are given together, so both are of the book's year: Decree 30/2020 art. 15. */
function outgoingPaper(
  { type: _, abbreviation, ...line }: Command<'RecordOutgoingPaper'>,
  number: number,
): PaperDecision {
  const { bookYear, documentDate, at } = line;
  if (localYear(at) !== bookYear) return refuse('not-the-book-of-this-year');
  const isOfThisYear = Number(documentDate.slice(0, 4)) === bookYear;
  if (!isOfThisYear || documentDate > localDate(at)) return refuse('date-outside-book');
  const symbol = documentSymbol({ number, bookYear }, numberableOf(line), abbreviation);
  const recorded = { ...line, number, symbol };
  return accept<RegisterEvent>(numberFor(line, number), { type: 'OutgoingPaperRecorded', data: recorded });
}

/** Incoming numbers run by the time of receipt, so the year is that of the entry: Decree 30/2020 art. 22(2). */
function incomingPaper({ type: _, ...line }: Command<'RecordIncomingPaper'>, number: number): PaperDecision {
  const { bookYear, arrivedDate, documentDate = arrivedDate, at } = line;
  if (localYear(at) !== bookYear) return refuse('not-the-book-of-this-year');
  if (arrivedDate > localDate(at)) return refuse('arrival-in-the-future');
  if (documentDate > arrivedDate) return refuse('dated-after-arrival');
  const recorded = { ...line, number };
  return accept<RegisterEvent>(numberFor(line, number), { type: 'IncomingPaperRecorded', data: recorded });
}

/** Electronic or on paper: one series, so one way to take the next number. */
function numberFor(
  { agency, series, bookYear, key, officer, at }: Entering,
  number: number,
): Extract<RegisterEvent, { type: 'NumberAllocated' }> {
  return { type: 'NumberAllocated', data: { agency, series, bookYear, key, officer, at, number } };
}

export const register = { decider: registerDecider, codec: registerCodec, states: registerStates };
