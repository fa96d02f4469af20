import { ApiProperty } from '../api-property';
import {
  IsAgencyCode,
  IsId,
  IsInstant,
  IsLegalDate,
  IsLine,
  IsList,
  IsNumeral,
  IsObjectName,
  IsOfficerId,
  IsOneOf,
  IsOutcome,
  IsPart,
  IsReasonCode,
  IsWhole,
  MayBeAbsent,
} from '../shape';

/** Looks of one batch: 500 of the longest stay below the limit of a message. */
export const looksOfBatchMax = 500;

/** One look as the edge tells of it. */
export class LookPart {
  @IsAgencyCode()
  readonly agency!: string;

  @IsOfficerId()
  readonly officer!: string;

  @MayBeAbsent()
  @IsReasonCode()
  readonly role?: string;

  @MayBeAbsent()
  @IsId()
  readonly sentBy?: string;

  @IsReasonCode()
  readonly operation!: string;

  @MayBeAbsent()
  @IsObjectName()
  readonly object?: string;

  @IsOutcome()
  readonly outcome!: string;

  @IsId()
  readonly correlationId!: string;

  @IsInstant()
  readonly at!: string;

  @MayBeAbsent()
  @IsWhole(1, 1_000_000_000)
  readonly count?: number;
}

/** A batch of looks, of any agencies; its idempotency key stays the same however often it is sent. */
export class RecordLooksBody {
  @IsList(looksOfBatchMax, { min: 1 })
  @IsPart(() => LookPart, { each: true })
  readonly looks!: readonly LookPart[];
}

/** Local days of one question, both ends included. */
export const looksDaysMax = 31;

/** Who of one agency looked at what, on at most 31 local days. */
export class LooksQuery {
  @ApiProperty({ description: 'code of the agency whose officers looked', example: 'H26.1' })
  @IsAgencyCode()
  readonly agency!: string;

  @ApiProperty({ description: 'first local date (Asia/Ho_Chi_Minh), YYYY-MM-DD', example: '2026-11-29' })
  @IsLegalDate()
  readonly fromDate!: string;

  @ApiProperty({ description: 'last local date, at most 31 days in all; `fromDate` when left out' })
  @MayBeAbsent()
  @IsLegalDate()
  readonly toDate?: string;

  @ApiProperty({ description: 'only of this officer' })
  @MayBeAbsent()
  @IsOfficerId()
  readonly officer?: string;

  @ApiProperty({ description: 'only at this object: an id such as that of a document, or a SHA-256' })
  @MayBeAbsent()
  @IsObjectName()
  readonly object?: string;

  @MayBeAbsent()
  @IsOneOf(['newest', 'oldest'])
  @ApiProperty({ description: 'which come first', default: 'newest' })
  readonly first?: 'newest' | 'oldest';

  @ApiProperty({ description: 'rows, 1 to 500', default: 200 })
  @MayBeAbsent()
  @IsNumeral(1, 500)
  readonly limit?: number;

  @ApiProperty({ description: '`next` of the page before' })
  @MayBeAbsent()
  @IsLine(64)
  readonly cursor?: string;
}
