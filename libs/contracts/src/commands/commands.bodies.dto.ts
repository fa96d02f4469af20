import { ApiProperty } from '../api-property';
import { IsList, IsOfficerId, IsPart, IsText, MayBeAbsent } from '../shape';

/** Commands of one request. */
export const commandsOfBatchMax = 100;

/** What an importing tool says of one command, as it would in the `Import-` headers. */
export class ImportedBody {
  @ApiProperty({ description: 'code of the agency that acted' })
  @IsText(1_024)
  readonly agency!: string;

  @ApiProperty({ description: 'id of the officer who acted' })
  @IsText(1_024)
  readonly officer!: string;

  @ApiProperty({ description: '`<percent-encoded file name>#<sha256>`, or `scenario`' })
  @IsText(4_096)
  readonly from!: string;

  @ApiProperty({ description: 'instant of RFC 3339 in the past; now when left out' })
  @MayBeAbsent()
  @IsText(1_024)
  readonly occurredAt?: string;
}

/**
 * One command of several. What would stand in headers is any text here: its form is judged as that of the header is,
 * and what is wrong with it is answered for this command alone.
 */
export class BatchedCommandBody {
  @ApiProperty({
    description: '`operationId` of a command that goes to one service as it is',
    example: 'recordActivity',
  })
  @IsText(1_024)
  readonly operation!: string;

  @ApiProperty({
    type: 'object',
    selfRequired: false,
    additionalProperties: true,
    description: 'the parameters of its path by name; left out when it has none',
  })
  readonly target?: unknown;

  @ApiProperty({
    type: 'object',
    selfRequired: false,
    additionalProperties: true,
    description: 'its body; no field when left out',
  })
  readonly body?: unknown;

  @ApiProperty({ description: 'its `Idempotency-Key`; a PUT takes none' })
  @MayBeAbsent()
  @IsText(1_024)
  readonly idempotencyKey?: string;

  @ApiProperty({ description: 'its `On-Behalf-Of`: code of a closed agency for which the officer acts' })
  @MayBeAbsent()
  @IsText(1_024)
  readonly onBehalfOf?: string;

  @ApiProperty({
    description: 'role `Importer` only: whose act it was, and when; done now by the asker when left out',
  })
  @MayBeAbsent()
  @IsPart(() => ImportedBody)
  readonly import?: ImportedBody;
}

export class SendCommandsBody {
  @ApiProperty({
    description:
      'done one after the other where the first parameter of their paths has the same value, at once otherwise; each is ' +
      'answered as if it were sent alone. Nothing is taken back: what was recorded stays when another is refused, and ' +
      'those behind a refused one are still tried',
  })
  @IsList(commandsOfBatchMax, { min: 1 })
  @IsPart(() => BatchedCommandBody, { each: true })
  readonly commands!: readonly BatchedCommandBody[];
}

/**
 * A command that a connected system sends over the bus; its subject says by which system, for which agency, and which.
 * What would stand in headers is any text here, as in a batch.
 */
export class SentCommandBody {
  /** Officer of the agency for whom the system acts: in post, with a role that the command asks for. */
  @IsOfficerId()
  readonly officer!: string;

  /** The parameters of its path by name; left out when it has none. */
  readonly target?: unknown;

  /** Its body; no field when left out. */
  readonly body?: unknown;

  /** Its `Idempotency-Key`; a PUT takes none. */
  @MayBeAbsent()
  @IsText(1_024)
  readonly idempotencyKey?: string;

  /** Its `On-Behalf-Of`: code of a closed agency for which the officer acts. */
  @MayBeAbsent()
  @IsText(1_024)
  readonly onBehalfOf?: string;

  /** Its `Correlation-Id`. */
  @MayBeAbsent()
  @IsText(1_024)
  readonly correlationId?: string;
}
