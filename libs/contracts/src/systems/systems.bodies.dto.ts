import { type FeedPart, feedParts, type SystemStatus, systemStatuses } from '@domain/codes';
import { ApiProperty } from '../api-property';
import { OneQuery, PageQuery } from '../questions.dto';
import {
  IsAgencyCode,
  IsContact,
  IsId,
  IsInstant,
  IsLine,
  IsList,
  IsOneOf,
  IsOperationName,
  IsProse,
  IsUserKey,
  MayBeAbsent,
} from '../shape';

export class SystemTarget {
  @ApiProperty({ description: 'id of the system' })
  @IsId()
  readonly systemId!: string;
}

export class SystemKeyTarget extends SystemTarget {
  @ApiProperty({ description: 'id of the key' })
  @IsId()
  readonly keyId!: string;
}

/** Asks whether a key of a system is good. */
export class SystemOfKeyBody {
  @IsUserKey()
  readonly publicKey!: string;
}

export class RegisterSystemBody {
  @ApiProperty({ description: 'name in Vietnamese', example: 'Hệ thống quản lý văn bản' })
  @IsLine(200, { min: 2 })
  readonly name!: string;

  @ApiProperty({
    description: "function mailbox or telephone that is told of failures; never a person's own",
    example: 'vanhanh@stc.example.vn',
  })
  @IsContact()
  readonly contact!: string;

  @ApiProperty({ description: 'agencies whose public facts it reads: the own one or below it; at most 100' })
  @IsList(100, { unique: true })
  @IsAgencyCode({ each: true })
  readonly readsFor!: readonly string[];

  @ApiProperty({ description: 'which of their public facts' })
  @IsOneOf(feedParts)
  readonly reads!: FeedPart;

  @ApiProperty({ description: 'agencies it sends commands for: the own one or below it; at most 20' })
  @IsList(20, { unique: true })
  @IsAgencyCode({ each: true })
  readonly sendsFor!: readonly string[];

  @ApiProperty({ description: 'commands it sends, by `operationId`; at most 50', example: ['acceptReceipt'] })
  @IsList(50, { unique: true })
  @IsOperationName({ each: true })
  readonly operations!: readonly string[];
}

export class ApproveSystemBody {}

class WithReason {
  @ApiProperty({ description: 'why, for the owner' })
  @IsProse(500, { min: 2 })
  readonly reason!: string;
}

export class RejectSystemBody extends WithReason {}
export class RevokeSystemBody extends WithReason {}
export class RevokeSystemKeyBody extends WithReason {}

export class IssueSystemKeyBody {
  @ApiProperty({
    description:
      'public half of an nkey of the system, `U…`; left out, a pair is made here and its secret half told once',
  })
  @MayBeAbsent()
  @IsUserKey()
  readonly publicKey?: string;
}

export class RotateSystemKeyBody extends IssueSystemKeyBody {
  @ApiProperty({ description: 'until when the replaced one stays good: 30 days at most; at once without it' })
  @MayBeAbsent()
  @IsInstant()
  readonly replacedUntil?: string;
}

export class SystemsQuery extends PageQuery {
  @ApiProperty({ description: 'only systems that stand so' })
  @MayBeAbsent()
  @IsOneOf(systemStatuses)
  readonly status?: SystemStatus;
}

export class SystemQuery extends OneQuery {}

/** Asks how a system is registered now. */
export class SystemStandingBody {}
