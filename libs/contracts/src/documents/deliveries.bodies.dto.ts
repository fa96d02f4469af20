import { ApiProperty } from '../api-property';
import {
  IsAgencyCode,
  IsFlag,
  IsId,
  IsInstant,
  IsLine,
  IsOfficerId,
  IsOneOf,
  IsProse,
  IsReasonCode,
  IsStatusCode,
  IsWhole,
  MayBeAbsent,
} from '../shape';
import { AssignProcessingBody } from './exchange.bodies.dto';
import { disputeOutcomes } from './states';

const refusalReasons = ['authenticity', 'integrity', 'missing-part', 'mis-sent', 'not-competent'] as const;

/** One document at one recipient. */
export class DeliveryTarget {
  @ApiProperty({ description: 'id of the document' })
  @IsId()
  readonly documentId!: string;

  @ApiProperty({ example: 'H26.2', description: 'code of the receiving agency' })
  @IsAgencyCode()
  readonly agency!: string;
}

class WithReason {
  @IsProse(500)
  readonly reason!: string;
}

export class RetryDeliveryBody {}
export class CancelDeliveryBody extends WithReason {}
export class TakeBackBody extends WithReason {}
export class WithdrawTakeBackBody extends WithReason {}

export class CloseRecallDisputeBody {
  @ApiProperty({ description: 'cancelled at the recipient, or kept by it' })
  @IsOneOf(disputeOutcomes)
  readonly outcome!: (typeof disputeOutcomes)[number];

  @ApiProperty({ description: 'number and symbol of the decision', example: '12/TB-UBND' })
  @IsLine(100)
  readonly decision!: string;
}

export class AgreeToRecallBody {}
export class RefuseRecallBody extends WithReason {}
export class AgreeToUpdateBody {}
export class RefuseUpdateBody extends WithReason {}

export class DecideDuplicateBody extends WithReason {
  @ApiProperty({ description: 'is it the same document once more?' })
  @IsFlag()
  readonly isDuplicate!: boolean;
}

export class ReassignProcessingBody extends AssignProcessingBody {
  @IsProse(500)
  readonly reason!: string;
}

export class RecordDispatchBody {
  @ApiProperty({ description: 'name of the carrier', example: 'axis' })
  @IsLine(64)
  readonly carrier!: string;

  @ApiProperty({ description: 'id it gave the delivery' })
  @IsLine(128)
  readonly carrierId!: string;
}

export class RecordFailureBody {
  @ApiProperty({ description: 'code of the carrier', example: 'unknown-organ' })
  @IsReasonCode()
  readonly reasonCode!: string;

  @IsProse(500)
  readonly reason!: string;
}

export class RecordAttemptFailureBody extends RecordFailureBody {
  @ApiProperty({ description: 'counted from 1 since the delivery was queued; the tenth is the last' })
  @IsWhole(1, 1000)
  readonly attempt!: number;
}

export class RecordArrivalBody {}

export class RecordStatusBody {
  @ApiProperty({ description: 'status of QCVN 102:2016: 01 to 06, 15, 16', example: '03' })
  @IsStatusCode()
  readonly statusCode!: string;

  @ApiProperty({ description: 'when it says it was, by the clock of the recipient' })
  @IsInstant()
  readonly toldAt!: string;

  @ApiProperty({ description: 'who acted at the recipient, as far as the carrier knows' })
  @MayBeAbsent()
  @IsOfficerId()
  readonly officer?: string;

  @ApiProperty({ description: 'with 02' })
  @MayBeAbsent()
  @IsOneOf(refusalReasons)
  readonly reasonCode?: (typeof refusalReasons)[number];

  @ApiProperty({ description: 'the reason with 02 and 16, the result with 06' })
  @MayBeAbsent()
  @IsProse(500)
  readonly description?: string;
}
