import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, IsUUID, Length, Matches, Max, Min } from 'class-validator';
import { parkingSubjects } from './subjects';

export type ParkingService = keyof typeof parkingSubjects;
/** In the order in which they are asked. */
export const parkingServices = Object.keys(parkingSubjects) as readonly ParkingService[];

const cursorPattern = new RegExp(`^((${parkingServices.join('|')})([.]|$))?[A-Za-z0-9_-]{0,400}$`);
const programPattern = /^[a-z0-9-]{1,64}$/;
const streamPattern = /^[a-z]+-[A-Za-z0-9.-]{1,120}$/;

/** A page of what is set aside, service by service. */
export class ParkedQuery {
  @ApiPropertyOptional({ description: 'rows, 1 to 100', default: 50 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100)
  readonly limit?: number;

  @ApiPropertyOptional({ description: '`next` of the page before' })
  @IsOptional()
  @Matches(cursorPattern, { message: 'must be `next` of the page before' })
  readonly cursor?: string;
}

/** Which of it is taken up again; all of it without any field. */
export class ReplayParkedBody {
  @ApiPropertyOptional({ description: 'only what this reactor or follower has set aside' })
  @IsOptional()
  @Matches(programPattern, { message: 'must be the name of a program: 1 to 64 of a-z 0-9 -' })
  readonly program?: string;

  @ApiPropertyOptional({ description: 'only of this stream' })
  @IsOptional()
  @Matches(streamPattern, { message: 'must be the name of a stream' })
  readonly stream?: string;

  @ApiPropertyOptional({ description: '`next` of the answer before' })
  @IsOptional()
  @Matches(cursorPattern, { message: 'must be `next` of the answer before' })
  readonly cursor?: string;
}

/** One fact that a program goes on without for ever. */
export class SkipParkedBody {
  @ApiProperty({ enum: parkingServices })
  @IsIn(parkingServices)
  readonly service!: ParkingService;

  @ApiProperty({ description: 'the reactor or follower that set it aside' })
  @Matches(programPattern, { message: 'must be the name of a program: 1 to 64 of a-z 0-9 -' })
  readonly program!: string;

  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  readonly eventId!: string;

  @ApiProperty({ description: 'why, 1 to 500 characters; kept for ever' })
  @IsString()
  @Length(1, 500)
  readonly reason!: string;
}
