import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  Max,
  Min,
} from 'class-validator';
import { AssignProcessingBody } from './exchange.dto';
import { IsAgencyCode, IsInstant, IsOfficerId } from './shape';

const refusalReasons = ['authenticity', 'integrity', 'missing-part', 'mis-sent', 'not-competent'] as const;
const outcomes = ['cancelled', 'kept'] as const;

/** One document at one recipient. */
export class DeliveryTarget {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  readonly documentId!: string;

  @ApiProperty({ example: 'H26.2', description: 'code of the receiving agency' })
  @IsAgencyCode()
  readonly agency!: string;
}

class WithReason {
  @ApiProperty({ maxLength: 500 })
  @IsString()
  @Length(1, 500)
  readonly reason!: string;
}

export class RetryDeliveryBody {}
export class CancelDeliveryBody extends WithReason {}
export class TakeBackBody extends WithReason {}
export class WithdrawTakeBackBody extends WithReason {}

export class CloseRecallDisputeBody {
  @ApiProperty({ enum: outcomes })
  @IsIn(outcomes)
  readonly outcome!: (typeof outcomes)[number];

  @ApiProperty({ description: 'number and symbol of the decision', example: '12/TB-UBND', maxLength: 100 })
  @IsString()
  @Length(1, 100)
  readonly decision!: string;
}

export class AgreeToRecallBody {}
export class RefuseRecallBody extends WithReason {}
export class AgreeToUpdateBody {}
export class RefuseUpdateBody extends WithReason {}

export class DecideDuplicateBody extends WithReason {
  @ApiProperty({ description: 'is it the same document once more?' })
  @IsBoolean()
  readonly isDuplicate!: boolean;
}

export class ReassignProcessingBody extends AssignProcessingBody {
  @ApiProperty({ maxLength: 500 })
  @IsString()
  @Length(1, 500)
  readonly reason!: string;
}

export class RecordDispatchBody {
  @ApiProperty({ description: 'name of the carrier', example: 'axis', maxLength: 64 })
  @IsString()
  @Length(1, 64)
  readonly carrier!: string;

  @ApiProperty({ description: 'id it gave the delivery', maxLength: 128 })
  @IsString()
  @Length(1, 128)
  readonly carrierId!: string;
}

export class RecordFailureBody {
  @ApiProperty({ description: 'code of the carrier', example: 'unknown-organ' })
  @Matches(/^[A-Za-z0-9._-]{1,64}$/, { message: 'must be 1 to 64 of A-Z a-z 0-9 . _ -' })
  readonly reasonCode!: string;

  @ApiProperty({ maxLength: 500 })
  @IsString()
  @Length(1, 500)
  readonly reason!: string;
}

export class RecordAttemptFailureBody extends RecordFailureBody {
  @ApiProperty({ description: 'counted from 1 since the delivery was queued; the tenth is the last' })
  @IsInt()
  @Min(1)
  @Max(1000)
  readonly attempt!: number;
}

export class RecordArrivalBody {}

export class RecordStatusBody {
  @ApiProperty({ description: 'status of QCVN 102:2016: 01 to 06, 15, 16', example: '03' })
  @Matches(/^\d{2}$/, { message: 'must be two digits' })
  readonly statusCode!: string;

  @ApiProperty({ description: 'when it says it was, by the clock of the recipient', format: 'date-time' })
  @IsInstant()
  readonly toldAt!: string;

  @ApiPropertyOptional({ description: 'who acted at the recipient, as far as the carrier knows' })
  @IsOptional()
  @IsOfficerId()
  readonly officer?: string;

  @ApiPropertyOptional({ enum: refusalReasons, description: 'with 02' })
  @IsOptional()
  @IsIn(refusalReasons)
  readonly reasonCode?: (typeof refusalReasons)[number];

  @ApiPropertyOptional({ description: 'the reason with 02 and 16, the result with 06', maxLength: 500 })
  @IsOptional()
  @IsString()
  @Length(1, 500)
  readonly description?: string;
}
