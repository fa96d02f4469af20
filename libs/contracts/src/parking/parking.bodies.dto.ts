import { ApiProperty } from '../api-property';
import { IsId, IsLine, IsNumeral, IsOneOf, IsProgramName, IsStreamName, MayBeAbsent } from '../shape';
import { type ParkingService, parkingServices } from './parking.answers';

/** A page of what is set aside, service by service. */
export class ParkedQuery {
  @ApiProperty({ description: 'rows, 1 to 100', default: 50 })
  @MayBeAbsent()
  @IsNumeral(1, 100)
  readonly limit?: number;

  @ApiProperty({ description: '`next` of the page before' })
  @MayBeAbsent()
  @IsLine(512)
  readonly cursor?: string;
}

/** Which of it is taken up again; all of it without any field. */
export class ReplayParkedBody {
  @ApiProperty({ description: 'only what this reactor or follower has set aside' })
  @MayBeAbsent()
  @IsProgramName()
  readonly program?: string;

  @ApiProperty({ description: 'only of this stream' })
  @MayBeAbsent()
  @IsStreamName()
  readonly stream?: string;

  @ApiProperty({ description: '`next` of the answer before' })
  @MayBeAbsent()
  @IsLine(512)
  readonly cursor?: string;
}

/** One fact that a program goes on without for ever. */
export class SkipParkedBody {
  @ApiProperty({ description: 'the service whose program it is' })
  @IsOneOf(parkingServices)
  readonly service!: ParkingService;

  @ApiProperty({ description: 'the reactor or follower that set it aside' })
  @IsProgramName()
  readonly program!: string;

  @IsId()
  readonly eventId!: string;

  @ApiProperty({ description: 'why, 1 to 500 characters; kept for ever' })
  @IsLine(500)
  readonly reason!: string;
}
