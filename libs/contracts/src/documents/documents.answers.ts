import { dossierStages, type SignatureVerdict } from '@domain/codes';
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
  namedOn,
  officer,
  oneOf,
  page,
  type Schema,
  shape,
  text,
  uuid,
  whole,
  yes,
} from '../answer';
import {
  anyState,
  closedAgency,
  deliveryState,
  documentState,
  foundKinds,
  issuer,
  tasks,
  todoRoles,
} from './states';
import { arrivalNumber, bookYear, documentType, outgoingNumber, subject, symbol, urgency } from './words';

// What commands of the sender are answered with; those of recipients and carriers tell nothing.

export const documentDrafted = shape({ documentId: uuid });
export type DocumentDrafted = Answer<typeof documentDrafted>;

export const documentNumbered = shape({ number: outgoingNumber, bookYear, symbol });
export type DocumentNumbered = Answer<typeof documentNumbered>;

export const documentIssued = shape({
  deliveries: described(
    list(
      shape({
        agency: described(agency, 'code of the agency that gets it'),
        deliveryId: described(text, 'id of the delivery, as histories and registers name it'),
        state: described(oneOf('Queued'), 'of the delivery'),
        forwardedFrom: maybe(
          described(
            list(agency),
            'codes of the closed agencies that were written to, whose successor this one is',
          ),
        ),
      }),
    ),
    'one for each agency that gets it',
  ),
});
export type DocumentIssued = Answer<typeof documentIssued>;

export const agenciesTold = shape({ told: described(whole, 'how many agencies it reaches') });
export type AgenciesTold = Answer<typeof agenciesTold>;

export const receiptAccepted = shape({ number: arrivalNumber, bookYear });
export type ReceiptAccepted = Answer<typeof receiptAccepted>;

const inboxRow = described(
  shape(
    {
      documentId: uuid,
      forAgency: maybe(
        described(closedAgency, 'code of the closed agency it came to, when the asking one reads on for it'),
      ),
      from: issuer,
      symbol,
      documentType,
      subject,
      urgency,
      state: deliveryState,
      arrivedAt: at,
      dueDate: maybe(described(date, 'a reply is wanted, or the work is due, by this local date')),
      overdue: described(
        yes,
        'somebody here owes something that was due: a receipt, an assignment, the work, an answer to a recall',
      ),
      number: maybe(arrivalNumber),
      bookYear: maybe(bookYear),
      assignee: maybe(described(namedOn(officer, 'changedAt'), 'id of the officer in the lead')),
      addressedTo: maybe(
        described(agency, 'code of the closed agency that was written to, when it came here in its place'),
      ),
      duplicateSuspected: maybe(
        described(yes, 'it may be here already under another id, and nobody has decided'),
      ),
      changedAt: described(at, 'when it was moved on last'),
    },
    'arrivedAt',
  ),
  'one document that came to the asking agency',
);
export type InboxRow = Answer<typeof inboxRow>;
export const inbox = page(inboxRow);

const outboxRow = described(
  shape(
    {
      documentId: uuid,
      forAgency: maybe(
        described(
          closedAgency,
          'code of the closed agency whose document it is, when the asking one reads on for it',
        ),
      ),
      state: documentState,
      documentType,
      subject,
      urgency,
      symbol: maybe(symbol),
      dueDate: maybe(described(date, 'local date by which a reply is wanted')),
      draftedAt: at,
      issuedAt: maybe(at),
      sendBy: maybe(described(at, 'until when it must leave, while it has not left')),
      deliveries: described(each(whole), 'recipients by state of their delivery'),
    },
    'issuedAt',
    'draftedAt',
  ),
  'one document of the asking agency, with where it stands at its recipients',
);
export type OutboxRow = Answer<typeof outboxRow>;
export const outbox = page(outboxRow);

export const inboxCounts = shape({
  states: described(each(whole), 'how many documents stand where'),
  overdue: described(whole, 'those of every state that are overdue'),
  urgent: described(whole, 'those of every state whose urgency is not `normal`'),
});
export type InboxCounts = Answer<typeof inboxCounts>;

const task = described(oneOf(...tasks), 'what is to be done; each is a list of its own');

const todoRow = shape(
  {
    task,
    documentId: maybe(described(uuid, 'the document; absent of a dossier')),
    dossierId: maybe(described(uuid, 'the dossier; absent of a document')),
    handoffId: maybe(described(uuid, 'the hand-off of the dossier that waits')),
    consultationId: maybe(described(uuid, 'the consultation that nobody answered')),
    order: maybe(described(whole, 'place in the route of the part it is about; of interlinked dossiers')),
    forAgency: maybe(closedAgency),
    forOfficer: maybe(
      described(
        officer,
        'id of the officer on whose desk it lies, who is away or left, when it is not the asking one',
      ),
    ),
    agency: maybe(
      described(
        agency,
        'code of the other side: who sent it, or the recipient whose delivery it is; absent for what has not left',
      ),
    ),
    symbol: maybe(symbol),
    subject: maybe(subject),
    urgency: maybe(urgency),
    state: maybe(anyState),
    code: maybe(described(text, 'first code of the dossier; absent until it has one')),
    procedure: maybe(described(text, 'procedure code of the dossier')),
    stage: maybe(described(oneOf(...dossierStages), 'where the dossier stands in its procedure')),
    since: described(
      at,
      'of a dossier, when this became a task; of a document, when it arrived; of what was sent, when it was issued; of what has not left, drafted',
    ),
    dueAt: maybe(described(text, 'local date or instant by which it is wanted')),
  },
  'since',
);
export type TodoRow = Answer<typeof todoRow>;

export const todoList = shape({
  role: described(oneOf(...todoRoles), 'whose lists these are'),
  tasks: described(
    list(
      shape({
        task,
        count: described(whole, 'at most 1,000; more is told as 1,000'),
        rows: described(list(todoRow), 'oldest first'),
        next: described(cursor, '`cursor` of the next rows, with `task`; absent when these are all'),
      }),
    ),
    'the most pressing first',
  ),
});
export type TodoList = Answer<typeof todoList>;

const found = described(
  shape(
    {
      kind: described(
        oneOf(...foundKinds),
        '`document`: electronic; `paper`: a line of a book whose document exists on paper only; `slip`: a hand-over slip',
      ),
      direction: maybe(
        described(
          oneOf('in', 'out'),
          '`in`: it came to the agency; `out`: its own; absent of dossiers and slips',
        ),
      ),
      documentId: maybe(described(uuid, 'of a document')),
      paperEntryId: maybe(described(uuid, 'of a line on paper')),
      dossierId: maybe(described(uuid, 'of a dossier')),
      slipId: maybe(described(uuid, 'of a hand-over slip')),
      forAgency: maybe(closedAgency),
      agency: maybe(
        described(
          issuer,
          `${issuer.description}, opened the dossier or gave the slip; absent of paper that came in`,
        ),
      ),
      sender: maybe(described(text, 'who issued what came in on paper, as printed')),
      symbol: maybe(described(symbol, `${symbol.description}; of a dossier its code`)),
      documentType: maybe(documentType),
      subject: maybe(described(text, 'trích yếu; of a slip its reason; absent of dossiers')),
      urgency: maybe(urgency),
      state: maybe(described(anyState, `${anyState.description}; absent of paper, dossiers and slips`)),
      stage: maybe(described(oneOf(...dossierStages), 'where the dossier stands in its procedure')),
      procedure: maybe(described(text, 'procedure code of the dossier')),
      number: maybe(
        described(
          arrivalNumber,
          "arrival number of the asking agency's register; of own paper and slips their number",
        ),
      ),
      documentDate: maybe(described(date, 'local date it bears')),
      dueDate: maybe(described(date, 'local date on which it is due')),
      assignee: maybe(described(officer, 'who processes it; of an own document, who drafted it')),
      voided: maybe(described(text, 'why the number of the line on paper was voided')),
      at: described(
        at,
        'when it came in, was numbered, or drafted when it has no number; of paper, the first instant of the day on which it came or which it bears',
      ),
    },
    'at',
  ),
  'what the asking agency has that bears a number, own or come in',
);
export type SearchRow = Answer<typeof found>;

/** More are not counted. */
export const foundMax = 1_000;
export const foundPage = shape({
  rows: list(found),
  next: cursor,
  total: maybe(
    described(
      shape({
        count: described(whole, `how many there are, at most ${foundMax}`),
        isAtLeast: described(yes, 'there are more than that'),
      }),
      'only with `withTotal`',
    ),
  ),
});
export type FoundPage = Answer<typeof foundPage>;

const rate: Schema<number> = { type: 'number' };
export const electronicExchange = described(
  shape({
    year: described(whole, 'local year'),
    electronic: described(whole, 'documents exchanged wholly electronically'),
    refusedSecret: described(whole, 'documents refused because they are secret, known only by their count'),
    rate: maybe(
      described(
        rate,
        'per cent of all, secret ones included, one decimal place; absent when there was nothing to exchange',
      ),
    ),
    eligibleRate: maybe(
      described(
        rate,
        'per cent of what may be exchanged electronically at all, secret ones excluded, one decimal place',
      ),
    ),
  }),
  'documents exchanged wholly electronically of all, by local year',
);
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
  /** The recipient whose delivery it concerns; absent for facts of the document itself. */
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
  /** More stands behind it already. */
  readonly hasMore: boolean;
  /** Whose deliveries were looked at: those of the asker, and of closed agencies whose mail it has by now. */
  readonly agencies: readonly string[];
}

/**
 * What has just been written into the rows, and nothing between it and what was told before. Whoever hears one whose
 * `after` is not the `through` of the one before has missed something.
 */
export interface RowsWritten {
  /** Positions: where the rows stood, and where they stand. */
  readonly after: string;
  readonly through: string;
  /** Documents that something was written of. */
  readonly documents: readonly string[];
  /** Agencies of whose deliveries something was written, or whose mail another one has from now on. */
  readonly agencies: readonly string[];
}

/** What a service is told of a document: nothing when there is none. */
export interface DocumentStanding {
  readonly document?: {
    readonly agency: string;
    readonly status: string;
    readonly numbered?: {
      readonly number: number;
      readonly bookYear: number;
      readonly symbol: string;
      readonly documentDate: string;
    };
    /** SHA-256 of its parts. */
    readonly contents: readonly string[];
    readonly signatures: readonly Pick<SignatureVerdict, 'by' | 'status' | 'content' | 'certificate'>[];
  };
}
