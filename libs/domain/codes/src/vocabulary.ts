/** Tiers of local government; the district tier ended on 2025-07-01 and stays for history. */
export const tiers = ['province', 'district', 'commune'] as const;
export type Tier = (typeof tiers)[number];

/**
 * Roles of officers. `OneStopHead` leads a one-stop unit, and is told what is late there. `Importer` and `AxisAdapter`
 * are held by no officer: only tools that bring in past facts, and the carriers of documents between systems, carry
 * them.
 */
export const roles = [
  'Drafter',
  'Leader',
  'Clerk',
  'Specialist',
  'OneStopOfficer',
  'OneStopHead',
  'Auditor',
  'Operator',
  'Importer',
  'AxisAdapter',
] as const;
export type Role = (typeof roles)[number];

/** Urgency marks of Decree 30/2020 art. 4(2)(c): Khẩn, Thượng khẩn, Hỏa tốc. */
export const urgencies = ['normal', 'urgent', 'very-urgent', 'flash'] as const;
export type Urgency = (typeof urgencies)[number];

/** In whose name one signs, Decree 30/2020 art. 13: head, KT., TM., TUQ., TL. */
export const signingAuthorities = ['head', 'KT', 'TM', 'TUQ', 'TL'] as const;
export type SigningAuthority = (typeof signingAuthorities)[number];

/** Why a receipt is refused, Decree 30/2020 art. 21(2)(b) and Decision 28/2018 art. 9. */
export const refusalReasons = [
  'authenticity',
  'integrity',
  'missing-part',
  'mis-sent',
  'not-competent',
] as const;
export type RefusalReason = (typeof refusalReasons)[number];

/** Copies of Decree 30/2020 art. 25: true copy (sao y), copy of a copy (sao lục), extract (trích sao). */
export const copyKinds = ['SY', 'SL', 'TrS'] as const;
export type CopyKind = (typeof copyKinds)[number];

/**
 * Two ways to ask a document back: the leader's formal recall of the document (edXML type 1, Decree 30/2020
 * art. 18(4)), and the clerk's take-back of one delivery (status 13).
 */
export const recallForms = ['formal', 'take-back'] as const;
export type RecallForm = (typeof recallForms)[number];

/** Decision 28/2018 art. 4: without both valid signatures an e-document is for information only. */
export const legalValues = ['original', 'information-only'] as const;
export type LegalValue = (typeof legalValues)[number];

/** A document named by another one. */
export interface DocumentLink {
  /** Id of the document in this system. */
  readonly documentId: string;
  /** The agency that issued it. */
  readonly agency: string;
  /** Number and symbol as printed. */
  readonly symbol: string;
}

/** A document that another one answers (edXML ResponseFor). */
export interface AnsweredDocument extends DocumentLink {
  /** Closed agencies that it had come to, when their successor answers in its own name. */
  readonly answeringFor?: readonly string[];
}

/** The verdict on one signature with its evidence, as the proofs give it; stored as it is. */
export interface SignatureVerdict {
  /** Person or organisation, Decree 30/2020 art. 5. */
  readonly by: 'officer' | 'agency';
  readonly status: 'valid' | 'weak' | 'undecided' | 'invalid';
  /** Lower-case hex SHA-256 of the signed content part. */
  readonly content: string;
  /** Lower-case hex SHA-256 of the certificate. */
  readonly certificate: string;
  /** Codes of what was found, worst first. */
  readonly findings: readonly string[];
  /** What the verdict rests on: plain JSON, no names of persons. */
  readonly evidence: Readonly<Record<string, unknown>>;
}

/** Ways a dossier comes in. */
export const channels = ['online', 'counter', 'post', 'email', 'internal', 'kiosk'] as const;
export type Channel = (typeof channels)[number];

/** What a period of a procedure is counted in: working days, working hours, days of the calendar. */
export const periodUnits = ['working-days', 'working-hours', 'calendar-days'] as const;
export type PeriodUnit = (typeof periodUnits)[number];

/** `exactHours`: when the working hours are used up, on the minute. `endOfDay`: 24:00 of the last day. */
export const conventions = ['exactHours', 'endOfDay'] as const;
export type Convention = (typeof conventions)[number];

/** HOLIDAY, COMPENSATION, SWAP_OFF and LOCAL_CLOSURE are days off; SWAP_WORK is a weekly rest day that is worked. */
export const dayKinds = ['HOLIDAY', 'COMPENSATION', 'SWAP_OFF', 'SWAP_WORK', 'LOCAL_CLOSURE'] as const;
export type DayKind = (typeof dayKinds)[number];

/** How much of a procedure is done online (Decree 42/2022): all of it, a part, nothing. */
export const onlineLevels = ['full', 'partial', 'none'] as const;
export type OnlineLevel = (typeof onlineLevels)[number];

/** When a fee is paid: with the dossier, with what was missing, for the result. */
export const feeMoments = ['receipt', 'supplement', 'result'] as const;
export type FeeMoment = (typeof feeMoments)[number];

/**
 * How the agencies of a route work: one after the other, all at once (Decree 61/2018 art. 19(6)), or at the level
 * above, from where the result comes back down (art. 19(7)).
 */
export const routeModes = ['sequential', 'parallel', 'upward'] as const;
export type RouteMode = (typeof routeModes)[number];

/** Where one agency's part of an interlinked dossier stands; `Planned`: its turn has not come. */
export const legStates = ['Planned', 'Pending', 'Active', 'Returned', 'Done', 'Refused', 'Closed'] as const;
export type LegState = (typeof legStates)[number];

/** Why such a part is over before it is done: what its dossier came to. */
export const legEnds = ['finished', 'refused', 'withdrawn', 'stopped'] as const;
export type LegEnd = (typeof legEnds)[number];

/** What the clock does once a supplement came: it begins anew (Decree 61/2018 art. 19(4)) or goes on. */
export const supplementClocks = ['restart', 'resume'] as const;
export type SupplementClock = (typeof supplementClocks)[number];
/** How a dossier is submitted; `proxy`: somebody else stands for the applicant at the counter. */
export const submissionChannels = ['counter', 'online', 'post', 'kiosk', 'proxy'] as const;
export type SubmissionChannel = (typeof submissionChannels)[number];

/** Where a dossier stands in its procedure; `unversioned`: it was opened without a version of one. */
export const dossierStages = [
  'unversioned',
  'Submitted',
  'IntakeSupplement',
  'NotAccepted',
  'Accepted',
  'Routed',
  'InProcess',
  'AwaitingSupplement',
  'WithdrawalPending',
  'Withdrawn',
  'Stopped',
  'AwaitingApproval',
  'Approved',
  'ResultIssued',
  'Finished',
  'Returned',
  'Archived',
] as const;
export type DossierStage = (typeof dossierStages)[number];

/** How a dossier is linked to an earlier one: by what it rests on, as its continuation, as one of several of it. */
export const dossierLinks = ['made-from', 'follows', 'part-of'] as const;
export type DossierLinkKind = (typeof dossierLinks)[number];

/** Granted or refused: both are results, and are returned alike (Decree 61/2018 art. 19(8)). */
export const resultOutcomes = ['granted', 'refused'] as const;
export type ResultOutcome = (typeof resultOutcomes)[number];

/** How a result comes to the applicant. */
export const returnChannels = ['counter', 'online', 'post'] as const;
export type ReturnChannel = (typeof returnChannels)[number];

/** One part of a document or dossier: bytes live in the content store under their SHA-256, events hold only this. */
export interface ContentPart {
  /** Lower-case hex SHA-256 of the bytes. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
  readonly mediaType: string;
  /** File name as data, NFC, at most 255 code points; never used as a path. */
  readonly name: string;
}

/** Forms of the one-stop unit, by the key that stays the same while their numbers move. */
export const dossierForms = [
  'receipt',
  'supplement-request',
  'refusal',
  'apology',
  'stopping-notice',
  'control-slip',
  'tracking-register',
] as const;
export type DossierForm = (typeof dossierForms)[number];

/** How far a dossier has come, as anybody may know it: nothing of what is done with it, by whom or why. */
export const dossierDegrees = ['received', 'in-process', 'finished', 'returned', 'ended'] as const;
export type DossierDegree = (typeof dossierDegrees)[number];

/** What a connected system reads of an agency: all of its public facts, or those of one context. */
export const feedParts = ['everything', 'exchange', 'dossiers'] as const;
export type FeedPart = (typeof feedParts)[number];

/** Where a connected system stands: an operator decides, and nothing brings one back. */
export const systemStatuses = ['awaiting', 'approved', 'rejected', 'revoked'] as const;
export type SystemStatus = (typeof systemStatuses)[number];

/** Of a connected system's key at an instant; `replaced`: still good, beside the one that follows it. */
export const keyStandings = ['current', 'replaced', 'expired', 'revoked'] as const;
export type KeyStanding = (typeof keyStandings)[number];

/** What an officer may be told of: flash documents that wait, what is due, deliveries that failed. */
export const noticeKinds = ['flash', 'due', 'failed'] as const;
export type NoticeKind = (typeof noticeKinds)[number];

export const noticeWays = ['mail', 'sms', 'zalo'] as const;
export type NoticeWay = (typeof noticeWays)[number];
