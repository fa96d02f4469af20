/** What each command and question is answered with. Instants are ISO 8601 UTC with milliseconds. */

export interface Page<Row> {
  readonly rows: readonly Row[];
  /** Cursor of the next page; absent on the last one. */
  readonly next?: string;
}

// directory

export interface AgencyCard {
  readonly code: string;
  readonly scheme: 'qd20' | 'qcvn102';
  readonly name: string;
  readonly abbreviation: string;
  readonly tier: 'province' | 'district' | 'commune';
  readonly parent?: string;
  readonly officers: readonly {
    readonly officer: string;
    readonly displayName: string;
    readonly roles: readonly string[];
  }[];
}

export interface AgenciesFound {
  readonly agencies: readonly AgencyCard[];
  readonly unknown: readonly string[];
  /** Token of the newest directory fact that was looked at. */
  readonly directoryPosition: string;
}

// exchange

export interface DocumentDrafted {
  readonly documentId: string;
}
export interface DocumentNumbered {
  readonly number: number;
  readonly bookYear: number;
  readonly symbol: string;
}
export interface DocumentIssued {
  readonly legs: readonly {
    /** Who gets it. */
    readonly agency: string;
    /** Id of the leg, as histories and registers name it. */
    readonly deliveryId: string;
    readonly state: 'Queued';
    /** Closed agencies that were written to, whose successor this one is. */
    readonly forwardedFrom?: readonly string[];
  }[];
}
export interface ReceiptAccepted {
  readonly number: number;
  readonly bookYear: number;
}
/** Of an order about a document that was issued: how many agencies it reaches. */
export interface AgenciesTold {
  readonly told: number;
}
export type Nothing = Readonly<Record<string, never>>;

// dossiers

export interface DossierOpened {
  readonly dossierId: string;
}
export interface HandoffOffered {
  readonly handoffId: string;
}

// read models

/** States of a leg, domain tables A2. */
export type DeliveryState =
  | 'Queued'
  | 'InTransit'
  | 'Failed'
  | 'Arrived'
  | 'Refused'
  | 'Accepted'
  | 'Assigned'
  | 'InProcess'
  | 'Completed'
  | 'RecallPending'
  | 'RecallDisputed'
  | 'UpdatePending'
  | 'Cancelled'
  | 'Superseded';
/** States of a document at its sender, domain table A1. */
export type DocumentState =
  | 'Draft'
  | 'Signed'
  | 'Numbered'
  | 'Sealed'
  | 'Registered'
  | 'Issued'
  | 'Recalling'
  | 'Recalled'
  | 'Replaced';

/** A document named by another one. */
export interface LinkedDocument {
  readonly documentId: string;
  readonly agency: string;
  readonly symbol: string;
}

/** One document that came to the asking agency. */
export interface InboxRow {
  readonly documentId: string;
  /** The closed agency it came to, when the asking one reads on for it. */
  readonly forAgency?: string;
  readonly from: string;
  readonly symbol: string;
  readonly documentType: string;
  readonly subject: string;
  readonly urgency: string;
  readonly state: DeliveryState;
  readonly arrivedAt: string;
  /** A reply is wanted, or the work is due, by this local date. */
  readonly dueDate?: string;
  /** Somebody here owes something that was due: a receipt, an assignment, the work. */
  readonly overdue: boolean;
  readonly number?: number;
  readonly bookYear?: number;
  readonly assignee?: string;
  /** The closed agency that was written to, when it came here in its place. */
  readonly addressedTo?: string;
  /** It may be here already under another id, and nobody has decided. */
  readonly duplicateSuspected?: boolean;
  readonly changedAt: string;
}

/** One document of the asking agency, with where it stands at its recipients. */
export interface OutboxRow {
  readonly documentId: string;
  /** The closed agency that issued it, when the asking one reads on for it. */
  readonly forAgency?: string;
  readonly state: DocumentState;
  readonly documentType: string;
  readonly subject: string;
  readonly urgency: string;
  readonly symbol?: string;
  readonly dueDate?: string;
  readonly draftedAt: string;
  readonly issuedAt?: string;
  /** Until when it must leave, while it has not left. */
  readonly sendBy?: string;
  /** Recipients by state of their leg. */
  readonly legs: Readonly<Partial<Record<DeliveryState, number>>>;
}

/** How many documents stand where; `overdue` and `urgent` count those of every state. */
export interface InboxCounts {
  readonly states: Readonly<Partial<Record<DeliveryState, number>>>;
  readonly overdue: number;
  readonly urgent: number;
}

/** What somebody of a role has to do; each is a list of its own. */
export type Task =
  | 'receive'
  | 'answer-recall'
  | 'answer-update'
  | 'decide-duplicate'
  | 'failed-delivery'
  | 'number'
  | 'seal'
  | 'register'
  | 'issue'
  | 'send-by-near'
  | 'sign'
  | 'assign'
  | 'dispute'
  | 'follow-dispute'
  | 'work'
  | 'draft';

export interface TodoRow {
  readonly task: Task;
  readonly documentId: string;
  readonly forAgency?: string;
  /** The other side: who sent it, or the recipient whose leg it is; absent for what has not left. */
  readonly agency?: string;
  readonly symbol?: string;
  readonly subject: string;
  readonly urgency: string;
  readonly state: DeliveryState | DocumentState;
  readonly since: string;
  /** Local date or instant by which it is wanted. */
  readonly dueAt?: string;
}

export interface TodoList {
  readonly role: string;
  readonly tasks: readonly {
    readonly task: Task;
    /** At most 1,000: more is told as 1,000. */
    readonly count: number;
    /** Oldest first. */
    readonly rows: readonly TodoRow[];
    /** Cursor of the next rows, with `task`; absent when these are all. */
    readonly next?: string;
  }[];
}

/** A document of the asking agency, own or come in. */
export interface FoundDocument {
  readonly direction: 'in' | 'out';
  readonly documentId: string;
  readonly forAgency?: string;
  /** Who issued it. */
  readonly agency: string;
  readonly symbol?: string;
  readonly documentType: string;
  readonly subject: string;
  readonly urgency: string;
  readonly state: DeliveryState | DocumentState;
  /** Arrival number of the asking agency's register. */
  readonly number?: number;
  /** Drafted or arrived. */
  readonly at: string;
}

/** One fact of a leg and the state it led to. */
export interface LegStep {
  readonly fact: string;
  readonly state: DeliveryState;
  /** Status code of the national axis: 01 arrived … 06 completed, 13 recall, 15 agreed, 16 refused. */
  readonly statusCode?: string;
  readonly at: string;
  /** When it says it was, by the clock of the recipient's own system. */
  readonly toldAt?: string;
  readonly inferred?: boolean;
  readonly officer?: string;
  /** The successor whose officer acted, and the closed agency it acted for. */
  readonly by?: string;
  readonly actingFor?: string;
  readonly attempt?: number;
  readonly reasonCode?: string;
  readonly reason?: string;
  readonly number?: number;
  readonly assignee?: string;
  readonly opinion?: string;
  readonly result?: string;
  readonly form?: string;
  readonly outcome?: string;
  readonly decision?: string;
  readonly grounds?: string;
  readonly isDuplicate?: boolean;
  readonly dueAt?: string;
}

/** Whose move it is on a leg. */
export interface Awaiting {
  /** Agency code. */
  readonly from: string;
  readonly what:
    | 'arrival'
    | 'retry-or-cancellation'
    | 'receipt'
    | 'assignment'
    | 'start'
    | 'completion'
    | 'recall-answer'
    | 'dispute-closing'
    | 'update-answer';
  /** Instant by which it is wanted, when law or document set one. */
  readonly dueAt?: string;
}

/** A request of the sender, and what was answered. */
export interface LegQuestion {
  readonly officer: string;
  readonly at: string;
  readonly reason: string;
  readonly form?: string;
  /** It was asked after the work was completed. */
  readonly afterCompletion?: boolean;
  readonly changes?: Readonly<Record<string, string>>;
  readonly answer?: {
    readonly agreed?: boolean;
    readonly withdrawn?: boolean;
    readonly officer: string;
    readonly reason?: string;
    readonly at: string;
  };
  readonly dispute?: {
    readonly officer: string;
    readonly outcome: string;
    readonly decision: string;
    readonly at: string;
  };
}

/** Where a document stands at one recipient, since when, and what is awaited from whom. */
export interface DocumentLeg {
  readonly agency: string;
  /** The closed agency that was written to, when its successor got the leg. */
  readonly addressedTo?: string;
  readonly state: DeliveryState;
  readonly since: string;
  readonly awaiting?: Awaiting;
  readonly overdue: boolean;
  readonly arrivedAt?: string;
  readonly dueDate?: string;
  readonly number?: number;
  readonly bookYear?: number;
  readonly assignment?: {
    readonly officer: string;
    readonly assignee: string;
    readonly coordinating: readonly string[];
    readonly opinion?: string;
    readonly dueDate?: string;
    readonly at: string;
  };
  readonly completion?: {
    readonly officer: string;
    readonly result: string;
    readonly reply?: LinkedDocument;
    readonly at: string;
  };
  readonly carriage?: { readonly carrier: string; readonly carrierId: string; readonly at: string };
  /** Attempts of the carrier that failed since it was queued. */
  readonly attempts?: number;
  readonly failure?: { readonly reasonCode: string; readonly reason: string; readonly at: string };
  readonly cancellation?: { readonly officer: string; readonly reason: string; readonly at: string };
  readonly refusal?: {
    readonly officer: string;
    readonly reasonCode: string;
    readonly reason: string;
    readonly at: string;
  };
  readonly recall?: LegQuestion;
  readonly update?: LegQuestion;
  readonly supersededBy?: LinkedDocument;
  readonly duplicate?: {
    readonly grounds: string;
    readonly earlier: LinkedDocument;
    readonly at: string;
    readonly decision?: {
      readonly officer: string;
      readonly isDuplicate: boolean;
      readonly reason: string;
      readonly at: string;
    };
  };
  /**
   * What was not done in time, and each time a due date came near, by `dueAt`, earliest first; of many the 50 with the
   * latest. `since`: the fact from which on it was owed.
   */
  readonly silences: readonly {
    readonly silence: string;
    readonly dueAt: string;
    readonly since: string;
    readonly at: string;
  }[];
  /** The answer of this recipient, when a reply was wanted or given. */
  readonly reply?: {
    readonly standing: 'open' | 'overdue' | 'answered' | 'in-time' | 'late';
    readonly documentId?: string;
    readonly symbol?: string;
    readonly at?: string;
  };
  /** What happened on this leg, oldest first; of a long one the newest 50. */
  readonly history: readonly LegStep[];
}

/** A document as one of its parties sees it: the sender every leg, a recipient its own. */
export interface DocumentView {
  readonly documentId: string;
  readonly agency: string;
  /** The closed agency through which the asking one sees it. */
  readonly forAgency?: string;
  /** The successor that issued it, and the closed agency whose document it is; absent when that one did. */
  readonly by?: string;
  readonly actingFor?: string;
  readonly state: DocumentState;
  readonly documentType: string;
  readonly subject: string;
  readonly urgency: string;
  readonly contents: readonly {
    readonly sha256: string;
    readonly size: number;
    readonly mediaType: string;
    readonly name: string;
  }[];
  readonly symbol?: string;
  readonly documentCode?: string;
  readonly number?: number;
  readonly bookYear?: number;
  readonly dueDate?: string;
  readonly pageAmount?: number;
  readonly paperFollows?: boolean;
  readonly distribution?: readonly string[];
  /** Decision 28/2018 art. 4. */
  readonly legalValue?: string;
  readonly signatures?: readonly {
    readonly by: string;
    readonly status: string;
    readonly content: string;
    readonly certificate: string;
    readonly findings: readonly string[];
  }[];
  readonly draftedAt: string;
  readonly signedAt?: string;
  readonly signedBy?: string;
  readonly authority?: string;
  readonly numberedAt?: string;
  readonly sealedAt?: string;
  readonly registeredAt?: string;
  readonly issuedAt?: string;
  /** Until when it must leave, by both rules; told to the sender only, like everything below `late`. */
  readonly sendBy?: {
    readonly decision28: string;
    readonly decree30: string;
    readonly stricter: string;
    readonly calendarVersion: string;
  };
  /** It left after the stricter limit. */
  readonly late?: boolean;
  readonly filedBy?: string;
  readonly copies?: number;
  readonly note?: string;
  readonly forwarded?: readonly { readonly from: string; readonly to: string }[];
  readonly numberVoided?: {
    readonly number: number;
    readonly bookYear: number;
    readonly series: string;
    readonly symbol: string;
    readonly approvedBy: string;
    readonly reason: string;
    readonly officer: string;
    readonly at: string;
  };
  readonly recall?: {
    readonly orderedBy: string;
    readonly orderedAt: string;
    readonly reason: string;
    /** How many were asked, and how it ended. */
    readonly recipients: number;
    readonly withdrawnBy?: string;
    readonly withdrawnAt?: string;
    readonly withdrawnReason?: string;
    readonly settledAt?: string;
    readonly cancelled?: number;
    readonly kept?: number;
  };
  readonly update?: {
    readonly changes: Readonly<Record<string, string>>;
    readonly reason: string;
    readonly officer: string;
    readonly at: string;
    readonly added: number;
    readonly removed: number;
  };
  readonly copyOf?: { readonly kind: string; readonly symbol: string; readonly agency: string };
  /** What it names, and what names it, as far as the asking agency may see it; at most 50 of each. */
  readonly responseFor: readonly (LinkedDocument & {
    /** Closed agencies that it had come to, for which their successor answers. */
    readonly answeringFor?: readonly string[];
  })[];
  readonly answeredBy: readonly LinkedDocument[];
  readonly replaces?: LinkedDocument;
  readonly replacedBy?: LinkedDocument;
  readonly corrects?: LinkedDocument;
  readonly correctedBy: readonly LinkedDocument[];
  /** By agency code, page by page: a document may go to 1,000 agencies. */
  readonly legs: readonly DocumentLeg[];
  /** Cursor of the next legs; absent on the last page. */
  readonly next?: string;
}

/** A document among others, as far as the asking agency may see it. */
export interface RelatedDocument extends LinkedDocument {
  readonly subject: string;
  readonly documentType: string;
  readonly state: DocumentState;
  readonly issuedAt?: string;
  readonly dueDate?: string;
}

export interface Relation {
  readonly from: string;
  readonly to: string;
  readonly kind: 'response' | 'replacement' | 'correction' | 'copy';
}

/** Replacements, corrections and copies around a document; oldest first, at most 200. */
export interface Lineage {
  readonly documents: readonly RelatedDocument[];
  readonly relations: readonly Relation[];
}

/** Requests and replies around a document; oldest first, at most 200. */
export interface Conversation extends Lineage {
  /** Of every request among them that wants a reply, how each recipient that may be seen stands. */
  readonly requests: readonly {
    readonly documentId: string;
    readonly dueDate?: string;
    readonly recipient: string;
    readonly standing: 'open' | 'overdue' | 'answered' | 'in-time' | 'late';
    readonly reply?: string;
  }[];
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
  readonly state: DeliveryState | DocumentState;
  readonly at: string;
}

/** What came after a position, in order and without a gap, and how far that is. */
export interface LiveEvents {
  readonly events: readonly LiveEvent[];
  /** Everything up to here was told. */
  readonly through: string;
}

/** Sổ đăng ký văn bản đến, Decree 30/2020 Annex IV. */
export interface IncomingRegisterRow {
  /** Local date of arrival. */
  readonly arrivedDate: string;
  /** Absent for what came on paper. */
  readonly arrivedAt?: string;
  readonly number: number;
  /** When the number was given. */
  readonly numberedAt: string;
  /** Code of the agency; on paper as printed. */
  readonly from: string;
  /** On paper a document may bear neither symbol, nor date, nor a type of the table. */
  readonly symbol?: string;
  /** Local date the document bears. */
  readonly documentDate?: string;
  readonly documentType?: string;
  readonly subject: string;
  /** Id of the officer it was given to; on paper as written. */
  readonly receiver?: string;
  /** Absent when the number was voided, and in the moment between number and receipt. */
  readonly receivedBy?: string;
  readonly acceptedAt?: string;
  /** The closed agency that was written to. */
  readonly addressedTo?: string;
  /** Cancelled here on recall: the number stays. */
  readonly cancelledAt?: string;
  readonly note?: string;
  readonly documentId?: string;
  /** In place of `documentId` for what came on paper only. */
  readonly paperEntryId?: string;
  /** Present when the number was voided; it is never reused. */
  readonly voided?: string;
  /** Absent when the house voided it by itself. */
  readonly voidedBy?: string;
  readonly voidApprovedBy?: string;
}

/** Sổ đăng ký văn bản đi, Decree 30/2020 Annex IV. */
export interface OutgoingRegisterRow {
  /** `outgoing`, or `outgoing<type>` of a normative type. */
  readonly series: string;
  readonly number: number;
  /** Absent when the number was voided, and in the moment between number and document. */
  readonly symbol?: string;
  /** Local date the document bears. */
  readonly documentDate: string;
  readonly documentType: string;
  readonly subject: string;
  /** Id of the officer; on paper as printed. */
  readonly signer?: string;
  readonly numberedAt: string;
  /** Codes of agencies; on paper as printed. */
  readonly recipients: readonly string[];
  /** Unit or person receiving the file copy, and the number of copies, from the registration on. */
  readonly filedBy?: string;
  readonly copies?: number;
  /** How it was sent, once it was. */
  readonly sending?: 'electronic' | 'electronic-and-paper' | 'paper';
  readonly issuedAt?: string;
  readonly note?: string;
  readonly documentId?: string;
  /** In place of `documentId` for what exists on paper only. */
  readonly paperEntryId?: string;
  readonly voided?: string;
  readonly voidedBy?: string;
  readonly voidApprovedBy?: string;
}

export type DossierState = 'held' | 'offered' | 'completed';

export interface DossierHeldRow {
  readonly dossierId: string;
  readonly procedure: string;
  readonly channel: string;
  readonly holder: string;
  readonly heldSince: string;
  readonly openedAt: string;
  readonly dueAt?: string;
  readonly state: DossierState;
}

export interface DossierOfferedRow {
  readonly dossierId: string;
  readonly handoffId: string;
  readonly from: string;
  readonly to: string;
  readonly giver: string;
  readonly reason: string;
  readonly offeredAt: string;
  readonly dueAt?: string;
}

export interface DossierView {
  readonly dossierId: string;
  readonly procedure: string;
  readonly channel: string;
  readonly codes: readonly { readonly scheme: string; readonly value: string }[];
  readonly openedBy: string;
  readonly holder: string;
  readonly state: DossierState;
  readonly pendingHandoff?: DossierOfferedRow;
  readonly openedAt: string;
  readonly startedAt: string;
  readonly dueAt?: string;
  readonly completedAt?: string;
  readonly endedAt?: string;
  readonly outcome?: string;
  readonly activities: number;
}

/** One row of the process control slip (phiếu kiểm soát quá trình giải quyết hồ sơ): who gave, who took, when. */
export interface ControlSlipRow {
  readonly row: number;
  readonly handoffId: string;
  readonly from: string;
  readonly to: string;
  readonly giver: string;
  readonly offeredAt: string;
  readonly outcome: 'pending' | 'accepted' | 'returned' | 'recalled';
  /** Who took it over, when it was accepted. */
  readonly taker?: string;
  /** Who accepted, returned or recalled it. */
  readonly settledBy?: string;
  readonly settledAt?: string;
  readonly reason: string;
  readonly settledReason?: string;
}

export interface ControlSlip {
  readonly dossierId: string;
  readonly openedBy: string;
  readonly openedAt: string;
  readonly holder: string;
  readonly rows: readonly ControlSlipRow[];
  /** Cursor of the next rows; absent on the last page. */
  readonly next?: string;
}

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

/**
 * Documents exchanged wholly electronically of all, secret ones included, by local year. A secret one is known only
 * by its count.
 */
export interface ElectronicExchange {
  readonly year: number;
  readonly electronic: number;
  readonly refusedSecret: number;
  /** Per cent with one decimal place; absent when there was nothing to exchange. */
  readonly rate?: number;
  /** Per cent of what may be exchanged electronically at all: secret ones excluded. */
  readonly eligibleRate?: number;
}

/** What was recorded out of one imported file, whoever it concerns; nothing recorded twice is counted twice. */
export interface ImportInNumbers {
  readonly sha256: string;
  /** Agencies registered and officers appointed for it. */
  readonly agencies: number;
  readonly officers: number;
  readonly dossiers: number;
  /** Dossiers by the channel they came on. */
  readonly channels: Readonly<Record<string, number>>;
  /** Hand-offs that were offered and accepted. */
  readonly handoffs: number;
  readonly activities: number;
  /** Dossiers completed, and those of them that ended at or before the deadline the same file gave them. */
  readonly ended: number;
  readonly endedOnTime: number;
}

// audit

/** One recorded event, with who, when, why and where it stands. */
export interface HistoryEvent {
  readonly stream: string;
  readonly revision: number;
  /** Commit position, decimal. */
  readonly position: string;
  readonly eventId: string;
  readonly type: string;
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly actor: { readonly agency: string; readonly officer: string; readonly role: string };
  readonly source: string;
  readonly importedFrom?: string;
  readonly onBehalfOf?: string;
  readonly correlationId: string;
  readonly causationId: string;
  readonly commandId: string;
  readonly legalBasis?: string;
  readonly ruleVersion?: string;
  /** Reason or result as the fact states it, when it does. */
  readonly reason?: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface History<State> {
  /** Folded from the store up to the moment asked for: the same on every page. */
  readonly state: State;
  /** Up to the same moment, in the order of their positions, page by page. */
  readonly events: readonly HistoryEvent[];
  /** Cursor of the next page; absent on the last one. */
  readonly next?: string;
}

export type DossierHistory = History<Readonly<Record<string, unknown>>>;
export type DocumentHistory = History<{
  readonly document: Readonly<Record<string, unknown>>;
  /** By agency code, page by page like the events: a document may go to 1,000 agencies. */
  readonly deliveries: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}>;

/** Who looked at what: an answered question, a download or print, or a refusal. Ids only. */
export interface LookRow {
  readonly at: string;
  readonly agency: string;
  readonly officer: string;
  /** The role that allowed it; absent when none did. */
  readonly role?: string;
  /** Name of the operation, as `operationId` of the API page. */
  readonly operation: string;
  /** Ids of what was asked for, `/` between; absent when the operation names no object. */
  readonly object?: string;
  /** `answered`, or `<context>:<refusal>`. */
  readonly outcome: string;
  readonly correlationId: string;
  /** So many more equal refusals within a minute, in one row; absent on a row of its own. */
  readonly count?: number;
}

export interface LooksPage {
  /** May be fewer than asked for, even none, while `next` goes on: so much of the trail is read for one page. */
  readonly rows: readonly LookRow[];
  /** Cursor of the next page; absent on the last one. */
  readonly next?: string;
}

// operations

/** A fact that a program could not handle. A follower's whole stream stands still from it on. */
export interface ParkedFact {
  /** Of the reactor or follower, `[a-z0-9-]`. */
  readonly program: string;
  readonly eventId: string;
  readonly stream: string;
  readonly revision: string;
  readonly type: string;
  /** At most 500 characters; nothing of what the fact says. */
  readonly reason: string;
  readonly parkedAt: string;
}

/** What one program took up again. */
export interface ReplayedFacts {
  readonly program: string;
  /** How many were handled and are no longer set aside. */
  readonly replayed: number;
  /** How many failed again and stay. */
  readonly failed: number;
  /** Those that failed; at most 100 in one answer. */
  readonly failures: readonly Omit<ParkedFact, 'program'>[];
}

/** As much as could be taken up again in about five seconds. */
export interface ParkedReplayed {
  readonly programs: readonly ReplayedFacts[];
  /** Cursor of what is left; absent when all was tried. */
  readonly next?: string;
}

export type ParkedSkipped = Pick<ParkedFact, 'program' | 'eventId' | 'stream' | 'revision' | 'type'>;
