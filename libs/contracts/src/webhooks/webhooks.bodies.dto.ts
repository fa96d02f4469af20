import { ApiProperty } from '../api-property';
import { PageQuery } from '../questions.dto';
import {
  IsAgencyCode,
  IsEventType,
  IsId,
  IsLine,
  IsList,
  IsProse,
  IsWebhookUrl,
  IsWhole,
  MayBeAbsent,
} from '../shape';

const numberMax = 2 ** 31 - 1;

export class WebhookTarget {
  @ApiProperty({ description: 'what subscribing was answered with' })
  @IsId()
  readonly webhookId!: string;
}

export class SubscribeWebhookBody {
  @ApiProperty({
    description:
      'where messages are sent: https on port 443 of a public host, unless the operator allows others; ' +
      'no user information, no fragment',
  })
  @IsWebhookUrl()
  readonly url!: string;

  @ApiProperty({ description: 'CloudEvents types wanted, at most 100; every public type when left out' })
  @MayBeAbsent()
  @IsList(100, { min: 1, unique: true })
  @IsEventType({ each: true })
  readonly types?: readonly string[];

  @ApiProperty({
    description: 'who is told of failures: an address of the keepers of the system, no name of a person',
  })
  @IsLine(254)
  readonly contact!: string;

  @ApiProperty({
    description:
      "number in the agency's messages after which it begins; with what comes after the proof when left out",
  })
  @MayBeAbsent()
  @IsWhole(0, numberMax)
  readonly afterNumber?: number;
}

export class RotateWebhookKeyBody {
  @ApiProperty({
    description:
      'hours for which messages are signed with the key before, too; 0 for one that leaked; 24 when left out',
  })
  @MayBeAbsent()
  @IsWhole(0, 720)
  readonly overlapHours?: number;
}

export class TestWebhookBody {}

export class EndSendingBody {
  @IsProse(500)
  readonly reason!: string;
}

export class ResumeWebhookBody {
  @ApiProperty({
    description:
      'number after which messages are sent again, those that were taken before as well; from where it stood when left out',
  })
  @MayBeAbsent()
  @IsWhole(0, numberMax)
  readonly afterNumber?: number;
}

export class WebhooksQuery extends PageQuery {
  @ApiProperty({ description: 'of this agency; operators alone see those of others' })
  @MayBeAbsent()
  @IsAgencyCode()
  readonly agency?: string;
}
