import {
  agency,
  type Answer,
  at,
  cursor,
  date,
  described,
  each,
  list,
  maybe,
  oneOf,
  page,
  shape,
  text,
  uuid,
  whole,
  yes,
} from '../answer';
import { anyState, closedAgency, deliveryState, documentState, tasks } from './states';

// What commands of the sender are answered with; those of recipients and carriers tell nothing.

export const documentDrafted = shape({ documentId: uuid });
export type DocumentDrafted = Answer<typeof documentDrafted>;

export const documentNumbered = shape({ number: whole, bookYear: whole, symbol: text });
export type DocumentNumbered = Answer<typeof documentNumbered>;

export const documentIssued = shape({
  legs: list(
    shape({
      /** Who gets it. */
      agency,
      /** Id of the leg, as histories and registers name it. */
      deliveryId: text,
      state: oneOf('Queued'),
      /** Closed agencies that were written to, whose successor this one is. */
      forwardedFrom: maybe(list(agency)),
    }),
  ),
});
export type DocumentIssued = Answer<typeof documentIssued>;

/** Of an order about a document that was issued: how many agencies it reaches. */
export const agenciesTold = shape({ told: whole });
export type AgenciesTold = Answer<typeof agenciesTold>;

export const receiptAccepted = shape({ number: whole, bookYear: whole });
export type ReceiptAccepted = Answer<typeof receiptAccepted>;

/** One document that came to the asking agency. */
const inboxRow = shape({
  documentId: uuid,
  /** The closed agency it came to, when the asking one reads on for it. */
  forAgency: maybe(closedAgency),
  from: agency,
  symbol: text,
  documentType: text,
  subject: text,
  urgency: text,
  state: deliveryState,
  arrivedAt: at,
  /** A reply is wanted, or the work is due, by this local date. */
  dueDate: maybe(date),
  /** Somebody here owes something that was due: a receipt, an assignment, the work. */
  overdue: yes,
  number: maybe(whole),
  bookYear: maybe(whole),
  assignee: maybe(text),
  /** The closed agency that was written to, when it came here in its place. */
  addressedTo: maybe(agency),
  /** It may be here already under another id, and nobody has decided. */
  duplicateSuspected: maybe(yes),
  changedAt: at,
});
export type InboxRow = Answer<typeof inboxRow>;
export const inbox = page(inboxRow);

/** One document of the asking agency, with where it stands at its recipients. */
const outboxRow = shape({
  documentId: uuid,
  /** The closed agency that issued it, when the asking one reads on for it. */
  forAgency: maybe(closedAgency),
  state: documentState,
  documentType: text,
  subject: text,
  urgency: text,
  symbol: maybe(text),
  dueDate: maybe(date),
  draftedAt: at,
  issuedAt: maybe(at),
  /** Until when it must leave, while it has not left. */
  sendBy: maybe(at),
  /** Recipients by state of their leg. */
  legs: each(whole),
});
export type OutboxRow = Answer<typeof outboxRow>;
export const outbox = page(outboxRow);

/** How many documents stand where; `overdue` and `urgent` count those of every state. */
export const inboxCounts = shape({ states: each(whole), overdue: whole, urgent: whole });
export type InboxCounts = Answer<typeof inboxCounts>;

const task = oneOf(...tasks);

const todoRow = shape({
  task,
  documentId: uuid,
  forAgency: maybe(closedAgency),
  /** The other side: who sent it, or the recipient whose leg it is; absent for what has not left. */
  agency: maybe(agency),
  symbol: maybe(text),
  subject: text,
  urgency: text,
  state: anyState,
  since: at,
  /** By which it is wanted. */
  dueAt: maybe(described(text, 'local date or instant')),
});
export type TodoRow = Answer<typeof todoRow>;

export const todoList = shape({
  role: text,
  tasks: list(
    shape({
      task,
      /** More is told as 1,000. */
      count: described(whole, 'at most 1,000'),
      /** Oldest first. */
      rows: list(todoRow),
      /** Cursor of the next rows, with `task`; absent when these are all. */
      next: cursor,
    }),
  ),
});
export type TodoList = Answer<typeof todoList>;

/** A document of the asking agency, own or come in. */
const foundDocument = shape({
  direction: oneOf('in', 'out'),
  documentId: uuid,
  forAgency: maybe(closedAgency),
  /** Who issued it. */
  agency,
  symbol: maybe(text),
  documentType: text,
  subject: text,
  urgency: text,
  state: anyState,
  /** Arrival number of the asking agency's register. */
  number: maybe(whole),
  /** Drafted or arrived. */
  at,
});
export type FoundDocument = Answer<typeof foundDocument>;
export const documentsFound = page(foundDocument);

const rate = described<number>({ type: 'number' }, 'per cent, one decimal place');
/**
 * Documents exchanged wholly electronically of all, secret ones included, by local year. A secret one is known only
 * by its count.
 */
export const electronicExchange = shape({
  year: whole,
  electronic: whole,
  refusedSecret: whole,
  /** Absent when there was nothing to exchange. */
  rate: maybe(rate),
  /** Of what may be exchanged electronically at all: secret ones excluded. */
  eligibleRate: maybe(rate),
});
export type ElectronicExchange = Answer<typeof electronicExchange>;

// What services ask each other; none of it is seen at the edge as it is.

/** A part of a document as the document names it, which this agency may read. Asked before a download. */
export interface ContentAccess {
  readonly mediaType: string;
  readonly name: string;
  readonly size: number;
}

/** Counts over the whole installation, for the start page. */
export interface DayInNumbers {
  readonly agencies: number;
  readonly documents: Readonly<Record<string, number>>;
  readonly deliveries: Readonly<Record<string, number>>;
  readonly dossiers: Readonly<Record<string, number>>;
  readonly handoffs: Readonly<Record<string, number>>;
  readonly activities: number;
}

/** One fact of a live stream. */
export interface LiveEvent {
  /** Where the fact stands: the id to go on after. */
  readonly position: string;
  readonly documentId: string;
  /** The agency that issued the document. */
  readonly from: string;
  /** The recipient whose leg it concerns; absent for facts of the document itself. */
  readonly to?: string;
  readonly fact: string;
  readonly state: Answer<typeof anyState>;
  readonly at: string;
}

/** What came after a position, in order and without a gap, and how far that is. */
export interface LiveEvents {
  readonly events: readonly LiveEvent[];
  /** Everything up to here was told. */
  readonly through: string;
}
