import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { Type } from 'class-transformer';
import { OneQuery, PageQuery } from './questions.dto';
import { IsAbbreviation, IsAgencyCode, IsLegalDate, IsOfficerId, IsPosition, IsSha256 } from './shape';
import { AgencyTarget } from './targets.dto';

const tiers = ['province', 'district', 'commune'] as const;
const heldRoles = [
  'Drafter',
  'Leader',
  'Clerk',
  'Specialist',
  'OneStopOfficer',
  'Auditor',
  'Operator',
] as const;

export class RegisterAgencyBody {
  @ApiProperty({ description: 'name in Vietnamese', example: 'Sở Tài chính', maxLength: 200 })
  @IsString()
  @Length(2, 200)
  readonly name!: string;

  @ApiProperty({ description: 'stands in document symbols', example: 'STC', maxLength: 20 })
  @IsAbbreviation()
  readonly abbreviation!: string;

  @ApiProperty({ enum: tiers })
  @IsIn(tiers)
  readonly tier!: (typeof tiers)[number];

  @ApiPropertyOptional({ description: 'code of the agency above; it must be registered', example: 'H26' })
  @IsOptional()
  @IsAgencyCode()
  readonly parent?: string;
}

export class AppointOfficerBody {
  @ApiProperty({ description: 'id of the officer, the `sub` of their tokens', example: 'vt.stc.01' })
  @IsOfficerId()
  readonly officer!: string;

  @ApiProperty({ description: 'name as printed on slips', maxLength: 100 })
  @IsString()
  @Length(2, 100)
  readonly displayName!: string;

  @ApiProperty({ enum: heldRoles, isArray: true })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(7)
  @IsIn(heldRoles, { each: true })
  readonly roles!: readonly (typeof heldRoles)[number][];
}

/** Asks for many agencies at once. */
export class FindAgenciesBody {
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(1000)
  @IsAgencyCode({ each: true })
  readonly codes!: readonly string[];

  /** `unknown`: the answer names only the codes nobody has; a thousand cards would not fit one message. */
  @IsOptional()
  @IsIn(['unknown'])
  readonly only?: 'unknown';
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

  @ApiProperty({ description: 'number and symbol of the decision', example: '15/QĐ-UBND', maxLength: 100 })
  @IsString()
  @Length(2, 100)
  readonly legalBasis!: string;
}

export class RenameAgencyBody extends Restructuring {
  @ApiProperty({ description: 'name in Vietnamese', example: 'Sở Tài chính', maxLength: 200 })
  @IsString()
  @Length(2, 200)
  readonly name!: string;

  @ApiProperty({ description: 'stands in document symbols', example: 'STC', maxLength: 20 })
  @IsAbbreviation()
  readonly abbreviation!: string;
}

export class MoveAgencyBody extends Restructuring {
  @ApiProperty({ description: 'code of the agency above from then on', example: 'H26' })
  @IsAgencyCode()
  readonly parent!: string;
}

export class CloseAgencyBody extends Restructuring {
  @ApiProperty({ enum: closings })
  @IsIn(closings)
  readonly how!: (typeof closings)[number];

  @ApiProperty({
    description:
      'agencies that take over, the first one takes the mail: one when merged, two or more when split',
    isArray: true,
    type: String,
    example: ['H26.2'],
  })
  @IsArray()
  @ArrayMaxSize(100)
  @ArrayUnique()
  @IsAgencyCode({ each: true })
  readonly successors!: readonly string[];
}

export class MergeAgenciesBody extends Restructuring {
  @ApiProperty({ description: '1 to 500 codes', isArray: true, type: String, example: ['H26.21', 'H26.22'] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(500)
  @ArrayUnique()
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

  @ApiPropertyOptional({ description: 'last local day, YYYY-MM-DD', example: '2026-12-31' })
  @IsOptional()
  @IsLegalDate()
  readonly validToDate?: string;
}

export class AssignCodeBody extends Interval {
  @ApiProperty({ enum: schemes, description: 'Decision 20/2020 or QCVN 102:2016' })
  @IsIn(schemes)
  readonly scheme!: (typeof schemes)[number];

  @ApiProperty({ example: '000.00.01.H26' })
  @IsAgencyCode()
  readonly value!: string;
}

export class DelegateAuthorityBody extends Interval {
  @ApiProperty({ description: 'officer who may sign so', example: 'pgd.stc.01' })
  @IsOfficerId()
  readonly officer!: string;

  @ApiProperty({ enum: signedFor, description: 'Decree 30/2020 art. 13; TUQ. needs a last day' })
  @IsIn(signedFor)
  readonly authority!: (typeof signedFor)[number];

  @ApiProperty({ description: 'the leader who gives it', example: 'gd.stc.01' })
  @IsOfficerId()
  readonly givenBy!: string;

  @ApiProperty({ description: 'number and symbol of the delegation', example: '03/GUQ-STC', maxLength: 100 })
  @IsString()
  @Length(2, 100)
  readonly legalBasis!: string;
}

class WithReason {
  @ApiProperty({ maxLength: 500 })
  @IsString()
  @Length(2, 500)
  readonly reason!: string;
}

export class RevokeDelegationBody extends WithReason {}
export class WithdrawCertificateBody extends WithReason {}
export class DismissOfficerBody {}

export class RegisterCertificateBody {
  @ApiProperty({ description: 'SHA-256 of the DER certificate, lower-case hex', example: 'a'.repeat(64) })
  @IsSha256()
  readonly certificate!: string;

  @ApiPropertyOptional({ description: 'whose it is; nobody: the agency itself signs with it' })
  @IsOptional()
  @IsOfficerId()
  readonly officer?: string;
}

export class OfficerTarget extends AgencyTarget {
  @ApiProperty({ example: 'vt.stc.01' })
  @IsOfficerId()
  readonly officer!: string;
}

export class DelegationTarget extends AgencyTarget {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  readonly delegationId!: string;
}

export class CertificateTarget extends AgencyTarget {
  @ApiProperty({ description: 'SHA-256 of the DER certificate, lower-case hex', example: 'a'.repeat(64) })
  @IsSha256()
  readonly sha256!: string;
}

const agencyStates = ['open', 'closed'] as const;

export class AgenciesQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'as it stood on this local day; today without it' })
  @IsOptional()
  @IsLegalDate()
  readonly onDate?: string;

  @ApiPropertyOptional({ description: 'words of name, abbreviation or code, with or without diacritics' })
  @IsOptional()
  @IsString()
  @Length(1, 100)
  readonly search?: string;

  @ApiPropertyOptional({ enum: tiers })
  @IsOptional()
  @IsIn(tiers)
  readonly tier?: (typeof tiers)[number];

  @ApiPropertyOptional({ enum: agencyStates })
  @IsOptional()
  @IsIn(agencyStates)
  readonly state?: (typeof agencyStates)[number];
}

export class AgencyQuery extends OneQuery {
  @ApiPropertyOptional({ description: 'as it stood on this local day; today without it' })
  @IsOptional()
  @IsLegalDate()
  readonly onDate?: string;
}

export class AgencyByCodeQuery extends AgencyQuery {
  @ApiProperty({ enum: schemes })
  @IsIn(schemes)
  readonly scheme!: (typeof schemes)[number];

  @ApiProperty({ example: '000.00.01.H26' })
  @IsAgencyCode()
  readonly value!: string;
}

/** Asks which of many agencies can be written to on a local day. */
export class CheckRecipientsBody {
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(1000)
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

  @IsIn(authorities)
  readonly authority!: (typeof authorities)[number];

  @IsLegalDate()
  readonly onDate!: string;
}

/** The last event a reader got, which is gone. */
export class LostEvent {
  @IsString()
  @Length(1, 200)
  readonly stream!: string;

  @IsPosition()
  readonly revision!: string;

  @IsUUID()
  readonly eventId!: string;

  @IsPosition()
  readonly position!: string;

  /** In which the reader got it; absent when it does not know. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(999_999)
  readonly epoch?: number;
}

/** What a reader finds gone, or after which position the operator of a restored store renews its history. */
export class RenewHistoryBody {
  /** Commit position up to which tokens of earlier epochs hold; 0 when absent, which none outlives. */
  @IsOptional()
  @IsPosition()
  readonly after?: string;

  /** Why, for the log: 1 to 500 characters. */
  @IsOptional()
  @IsString()
  @Length(1, 500)
  readonly reason?: string;

  @IsOptional()
  @ValidateNested()
  @Type(() => LostEvent)
  readonly lost?: LostEvent;
}
