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
  readonly legs: readonly { readonly agency: string; readonly state: 'Queued' }[];
}
export interface ReceiptAccepted {
  readonly number: number;
  readonly bookYear: number;
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

export type DeliveryState =
  'Queued' | 'Arrived' | 'Refused' | 'Accepted' | 'Assigned' | 'InProcess' | 'Completed';
export type DocumentState = 'Draft' | 'Signed' | 'Numbered' | 'Issued';

/** One document that came to the asking agency. */
export interface InboxRow {
  readonly documentId: string;
  readonly from: string;
  readonly symbol: string;
  readonly documentType: string;
  readonly subject: string;
  readonly urgency: string;
  readonly state: DeliveryState;
  readonly arrivedAt: string;
  readonly number?: number;
  readonly bookYear?: number;
  readonly assignee?: string;
  readonly changedAt: string;
}

/** One document of the asking agency, with where it stands at its recipients. */
export interface OutboxRow {
  readonly documentId: string;
  readonly state: DocumentState;
  readonly documentType: string;
  readonly subject: string;
  readonly urgency: string;
  readonly symbol?: string;
  readonly draftedAt: string;
  readonly issuedAt?: string;
  /** Recipients by state of their leg. */
  readonly legs: Readonly<Partial<Record<DeliveryState, number>>>;
}

export interface LegStep {
  readonly state: DeliveryState;
  /** Status code of the national axis: 01 arrived … 06 completed; absent for Queued. */
  readonly statusCode?: string;
  readonly at: string;
  readonly officer?: string;
  readonly reasonCode?: string;
  readonly reason?: string;
  readonly number?: number;
  readonly assignee?: string;
  readonly result?: string;
}

export interface DocumentLeg {
  readonly agency: string;
  readonly state: DeliveryState;
  readonly since: string;
  /** Everything that happened on this leg, oldest first. */
  readonly history: readonly LegStep[];
}

/** A document as one of its parties sees it: the sender every leg, a recipient its own. */
export interface DocumentView {
  readonly documentId: string;
  readonly agency: string;
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
  readonly number?: number;
  readonly bookYear?: number;
  readonly dueDate?: string;
  readonly draftedAt: string;
  readonly signedAt?: string;
  readonly numberedAt?: string;
  readonly issuedAt?: string;
  /** By agency code, page by page: a document may go to 1,000 agencies. */
  readonly legs: readonly DocumentLeg[];
  /** Cursor of the next legs; absent on the last page. */
  readonly next?: string;
}

/** Sổ đăng ký văn bản đến, Decree 30/2020 Annex IV. */
export interface IncomingRegisterRow {
  readonly arrivedAt: string;
  readonly number: number;
  /** When the number was given. */
  readonly numberedAt: string;
  readonly from: string;
  readonly symbol: string;
  readonly documentType: string;
  readonly subject: string;
  /** Absent when the number was voided, and in the moment between number and receipt. */
  readonly receivedBy?: string;
  readonly acceptedAt?: string;
  readonly documentId: string;
  /** Present when the number was voided; it is never reused. */
  readonly voided?: string;
}

/** Sổ đăng ký văn bản đi, Decree 30/2020 Annex IV. */
export interface OutgoingRegisterRow {
  readonly number: number;
  /** Absent when the number was voided, and in the moment between number and document. */
  readonly symbol?: string;
  readonly documentType: string;
  readonly subject: string;
  readonly signer?: string;
  readonly numberedAt: string;
  readonly recipients: readonly string[];
  readonly documentId: string;
  readonly voided?: string;
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

/** May this agency read these bytes? Asked by the gateway before a download. */
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

/** What became of the events that a reactor had set aside, each given to it once more. */
export interface ReplayedEvents {
  readonly reactor: string;
  /** How many were handled and are no longer set aside. */
  readonly replayed: number;
  /** How many failed again and stay. */
  readonly failed: number;
  /** At most 100 of those that failed. */
  readonly failures: readonly {
    readonly stream: string;
    readonly revision: string;
    readonly type: string;
    readonly reason: string;
  }[];
}
