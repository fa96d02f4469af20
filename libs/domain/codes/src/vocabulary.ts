/** Tiers of local government; the district tier ended on 2025-07-01 and stays for history. */
export const tiers = ['province', 'district', 'commune'] as const;
export type Tier = (typeof tiers)[number];

/** Roles of officers. `Importer` is held by no officer: only tools that bring in past facts carry it. */
export const roles = [
  'Drafter',
  'Leader',
  'Clerk',
  'Specialist',
  'OneStopOfficer',
  'Auditor',
  'Operator',
  'Importer',
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

/** Ways a dossier comes in. */
export const channels = ['online', 'counter', 'post', 'email', 'internal', 'kiosk'] as const;
export type Channel = (typeof channels)[number];

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
