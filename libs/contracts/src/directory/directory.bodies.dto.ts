import { ApiProperty } from '../api-property';
import { OneQuery, PageQuery } from '../questions.dto';
import {
  IsAbbreviation,
  IsAgencyCode,
  IsId,
  IsLegalDate,
  IsLine,
  IsList,
  IsOfficerId,
  IsOneOf,
  IsPart,
  IsPosition,
  IsProse,
  IsSha256,
  IsWhole,
  MayBeAbsent,
} from '../shape';
import { AgencyTarget } from '../targets.dto';

const tiers = ['province', 'district', 'commune'] as const;
const heldRoles = [
  'Drafter',
  'Leader',
  'Clerk',
  'Specialist',
  'OneStopOfficer',
  'OneStopHead',
  'Auditor',
  'Operator',
] as const;

export class RegisterAgencyBody {
  @ApiProperty({ description: 'name in Vietnamese', example: 'Sở Tài chính' })
  @IsLine(200, { min: 2 })
  readonly name!: string;

  @ApiProperty({ description: 'stands in document symbols', example: 'STC' })
  @IsAbbreviation()
  readonly abbreviation!: string;

  @ApiProperty({ description: 'of local government; `district` ended on 2025-07-01' })
  @IsOneOf(tiers)
  readonly tier!: (typeof tiers)[number];

  @ApiProperty({ description: 'code of the agency above; it must be registered', example: 'H26' })
  @MayBeAbsent()
  @IsAgencyCode()
  readonly parent?: string;
}

export class AppointOfficerBody {
  @ApiProperty({ description: 'id of the officer, the `sub` of their tokens', example: 'vt.stc.01' })
  @IsOfficerId()
  readonly officer!: string;

  @ApiProperty({ description: 'name as printed on slips' })
  @IsLine(100, { min: 2 })
  readonly displayName!: string;

  @ApiProperty({ description: 'all of the post; those given before end' })
  @IsList(7, { min: 1 })
  @IsOneOf(heldRoles, { each: true })
  readonly roles!: readonly (typeof heldRoles)[number][];
}

/** Asks for many agencies at once. */
export class FindAgenciesBody {
  @IsList(1000, { min: 1 })
  @IsAgencyCode({ each: true })
  readonly codes!: readonly string[];

  /** `unknown`: the answer names only the codes nobody has; a thousand cards would not fit one message. */
  @MayBeAbsent()
  @IsOneOf(['unknown'])
  readonly only?: 'unknown';
}

/** Asks what agencies and officers were called, on whatever day. */
export class NamesOfBody {
  @IsList(1000, { min: 1 })
  @IsAgencyCode({ each: true })
  readonly codes!: readonly string[];

  /** Ids, of whichever of these agencies appointed them. */
  @MayBeAbsent()
  @IsList(1000)
  @IsOfficerId({ each: true })
  readonly officers?: readonly string[];
}

const schemes = ['qd20', 'qcvn102'] as const;
const signedFor = ['KT', 'TM', 'TUQ', 'TL'] as const;
const authorities = ['head', ...signedFor] as const;
const closings = ['merged', 'split', 'dissolved'] as const;

/** A change of the organisation: from when on, and by which decision. */
class Restructuring {
  @ApiProperty({ description: 'first local day it holds, YYYY-MM-DD', example: '2025-07-01' })
  @IsLegalDate()
  readonly effectiveDate!: string;

  @ApiProperty({ description: 'number and symbol of the decision', example: '15/QĐ-UBND' })
  @IsLine(100, { min: 2 })
  readonly legalBasis!: string;
}

export class RenameAgencyBody extends Restructuring {
  @ApiProperty({ description: 'name in Vietnamese', example: 'Sở Tài chính' })
  @IsLine(200, { min: 2 })
  readonly name!: string;

  @ApiProperty({ description: 'stands in document symbols', example: 'STC' })
  @IsAbbreviation()
  readonly abbreviation!: string;
}

export class MoveAgencyBody extends Restructuring {
  @ApiProperty({ description: 'code of the agency above from then on', example: 'H26' })
  @IsAgencyCode()
  readonly parent!: string;
}

export class CloseAgencyBody extends Restructuring {
  @ApiProperty({ description: 'into one successor, among two or more, or with any number of them' })
  @IsOneOf(closings)
  readonly how!: (typeof closings)[number];

  @ApiProperty({
    description:
      'agencies that take over, the first one takes the mail: one when merged, two or more when split',
    example: ['H26.2'],
  })
  @IsList(100, { unique: true })
  @IsAgencyCode({ each: true })
  readonly successors!: readonly string[];
}

export class MergeAgenciesBody extends Restructuring {
  @ApiProperty({ description: '1 to 500 codes', example: ['H26.21', 'H26.22'] })
  @IsList(500, { min: 1, unique: true })
  @IsAgencyCode({ each: true })
  readonly predecessors!: readonly string[];

  @ApiProperty({ description: 'the agency they are merged into; it must be open', example: 'H26.23' })
  @IsAgencyCode()
  readonly successor!: string;
}

class Interval {
  @ApiProperty({ description: 'first local day, YYYY-MM-DD', example: '2026-01-01' })
  @IsLegalDate()
  readonly validFromDate!: string;

  @ApiProperty({ description: 'last local day, YYYY-MM-DD', example: '2026-12-31' })
  @MayBeAbsent()
  @IsLegalDate()
  readonly validToDate?: string;
}

export class AssignCodeBody extends Interval {
  @ApiProperty({ description: 'Decision 20/2020 or QCVN 102:2016' })
  @IsOneOf(schemes)
  readonly scheme!: (typeof schemes)[number];

  @ApiProperty({ description: 'the code, as the scheme writes it', example: '000.00.01.H26' })
  @IsAgencyCode()
  readonly value!: string;
}

export class DelegateAuthorityBody extends Interval {
  @ApiProperty({ description: 'officer who may sign so', example: 'pgd.stc.01' })
  @IsOfficerId()
  readonly officer!: string;

  @ApiProperty({ description: 'Decree 30/2020 art. 13; TUQ. needs a last day' })
  @IsOneOf(signedFor)
  readonly authority!: (typeof signedFor)[number];

  @ApiProperty({ description: 'the leader who gives it', example: 'gd.stc.01' })
  @IsOfficerId()
  readonly givenBy!: string;

  @ApiProperty({ description: 'number and symbol of the delegation', example: '03/GUQ-STC' })
  @IsLine(100, { min: 2 })
  readonly legalBasis!: string;
}

class WithReason {
  @IsProse(500, { min: 2 })
  readonly reason!: string;
}

export class RevokeDelegationBody extends WithReason {}
export class WithdrawCertificateBody extends WithReason {}
export class DismissOfficerBody {}

export class EndDeskLendingBody extends WithReason {}

export class LendDeskBody {
  @ApiProperty({ description: 'officer who is away', example: 'cv.stc.01' })
  @IsOfficerId()
  readonly officer!: string;

  @ApiProperty({
    description: 'officer of the same agency who does the work meanwhile',
    example: 'cv.stc.02',
  })
  @IsOfficerId()
  readonly cover!: string;

  @ApiProperty({ description: 'the leader who decided it', example: 'gd.stc.01' })
  @IsOfficerId()
  readonly givenBy!: string;

  @ApiProperty({ description: 'first local day' })
  @IsLegalDate()
  readonly validFromDate!: string;

  @ApiProperty({ description: 'last local day' })
  @IsLegalDate()
  readonly validToDate!: string;

  @ApiProperty({ description: 'number and symbol of the decision', example: '04/TB-STC' })
  @IsLine(100, { min: 2 })
  readonly legalBasis!: string;
}

export class DeskLendingTarget extends AgencyTarget {
  @ApiProperty({ description: 'what lending the desk was answered with' })
  @IsId()
  readonly lendingId!: string;
}

/** Asks whose desks an officer covers on a local day. */
export class CoveredByBody {
  @IsOfficerId()
  readonly cover!: string;

  @IsLegalDate()
  readonly onDate!: string;
}

export class RegisterCertificateBody {
  @ApiProperty({ description: 'SHA-256 of the DER certificate, hex', example: 'a'.repeat(64) })
  @IsSha256()
  readonly certificate!: string;

  @ApiProperty({ description: 'whose it is; nobody: the agency itself signs with it' })
  @MayBeAbsent()
  @IsOfficerId()
  readonly officer?: string;
}

export class OfficerTarget extends AgencyTarget {
  @ApiProperty({ description: 'id of the officer', example: 'vt.stc.01' })
  @IsOfficerId()
  readonly officer!: string;
}

export class DelegationTarget extends AgencyTarget {
  @ApiProperty({ description: 'what delegating the authority was answered with' })
  @IsId()
  readonly delegationId!: string;
}

export class CertificateTarget extends AgencyTarget {
  @ApiProperty({ description: 'SHA-256 of the DER certificate, hex', example: 'a'.repeat(64) })
  @IsSha256()
  readonly sha256!: string;
}

const agencyStates = ['open', 'closed'] as const;

export class AgenciesQuery extends PageQuery {
  @ApiProperty({ description: 'as it stood on this local day; today without it' })
  @MayBeAbsent()
  @IsLegalDate()
  readonly onDate?: string;

  @ApiProperty({ description: 'words of name, abbreviation or code, with or without diacritics' })
  @MayBeAbsent()
  @IsLine(100)
  readonly search?: string;

  @ApiProperty({ description: 'only agencies of this tier' })
  @MayBeAbsent()
  @IsOneOf(tiers)
  readonly tier?: (typeof tiers)[number];

  @ApiProperty({ description: 'only agencies that are so on the day' })
  @MayBeAbsent()
  @IsOneOf(agencyStates)
  readonly state?: (typeof agencyStates)[number];
}

export class AgencyQuery extends OneQuery {
  @ApiProperty({ description: 'as it stood on this local day; today without it' })
  @MayBeAbsent()
  @IsLegalDate()
  readonly onDate?: string;
}

export class AgencyByCodeQuery extends AgencyQuery {
  @ApiProperty({ description: 'Decision 20/2020 or QCVN 102:2016' })
  @IsOneOf(schemes)
  readonly scheme!: (typeof schemes)[number];

  @ApiProperty({ description: 'a code the agency has on the day', example: '000.00.01.H26' })
  @IsAgencyCode()
  readonly value!: string;
}

/** Asks which of many agencies can be written to on a local day. */
export class CheckRecipientsBody {
  @IsList(1000, { min: 1 })
  @IsAgencyCode({ each: true })
  readonly codes!: readonly string[];

  @IsLegalDate()
  readonly onDate!: string;
}

/** Asks for whom an agency acts on a local day. */
export class MailOfBody {
  @IsLegalDate()
  readonly onDate!: string;
}

/** Asks whether an officer may sign so on a local day. */
export class FindAuthorityBody {
  @IsOfficerId()
  readonly officer!: string;

  @IsOneOf(authorities)
  readonly authority!: (typeof authorities)[number];

  @IsLegalDate()
  readonly onDate!: string;
}

/** Asks what an officer may act as on a local day. */
export class OfficerStandingBody {
  @IsOfficerId()
  readonly officer!: string;

  @IsLegalDate()
  readonly onDate!: string;
}

/** The last event a reader got, which is gone. */
export class LostEvent {
  @IsLine(200)
  readonly stream!: string;

  @IsPosition()
  readonly revision!: string;

  @IsId()
  readonly eventId!: string;

  @IsPosition()
  readonly position!: string;

  /** In which the reader got it; absent when it does not know. */
  @MayBeAbsent()
  @IsWhole(1, 999_999)
  readonly epoch?: number;
}

/** What a reader finds gone, or after which position the operator of a restored store renews its history. */
export class RenewHistoryBody {
  /** Commit position up to which tokens of earlier epochs hold; 0 when absent, which none outlives. */
  @MayBeAbsent()
  @IsPosition()
  readonly after?: string;

  /** Why, for the log: 1 to 500 characters. */
  @MayBeAbsent()
  @IsLine(500)
  readonly reason?: string;

  @MayBeAbsent()
  @IsPart(() => LostEvent)
  readonly lost?: LostEvent;
}
