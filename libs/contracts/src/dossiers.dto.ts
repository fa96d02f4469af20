import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  ValidateNested,
} from 'class-validator';
import { IsAgencyCode, IsCodeScheme, IsInstant } from './shape';

const channels = ['online', 'counter', 'post', 'email', 'internal', 'kiosk'] as const;
const outcomes = ['granted', 'refused', 'withdrawn', 'other'] as const;

/** A dossier's code as data: opaque text with its scheme, never an id. */
export class DossierCodeBody {
  @ApiProperty({ example: 'tt01-2018' })
  @IsCodeScheme()
  readonly scheme!: string;

  @ApiProperty({ example: '000.00.15.H51-230415-0007', maxLength: 64 })
  @IsString()
  @Length(1, 64)
  readonly value!: string;
}

export class OpenDossierBody {
  @ApiProperty({ description: 'procedure code', example: '2.000635', maxLength: 64 })
  @IsString()
  @Length(1, 64)
  readonly procedure!: string;

  @ApiProperty({ enum: channels })
  @IsIn(channels)
  readonly channel!: (typeof channels)[number];

  @ApiProperty({ format: 'uuid', description: 'reference of the applicant; personal data stays outside' })
  @IsUUID()
  readonly applicantRef!: string;

  @ApiPropertyOptional({ type: [DossierCodeBody], maxItems: 5 })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(5)
  @ValidateNested({ each: true })
  @Type(() => DossierCodeBody)
  readonly codes?: readonly DossierCodeBody[];

  @ApiPropertyOptional({ description: 'instant the period began; the instant of opening when left out' })
  @IsOptional()
  @IsInstant()
  readonly startedAt?: string;

  @ApiPropertyOptional({ description: 'statutory deadline, instant' })
  @IsOptional()
  @IsInstant()
  readonly dueAt?: string;
}

export class OfferHandoffBody {
  @ApiProperty({ description: 'code of the agency it is offered to', example: 'H26.1' })
  @IsAgencyCode()
  readonly to!: string;

  @ApiProperty({ maxLength: 500 })
  @IsString()
  @Length(1, 500)
  readonly reason!: string;
}

export class AcceptHandoffBody {}

export class ReturnHandoffBody {
  @ApiProperty({ maxLength: 500, description: 'not competent, parts missing, …' })
  @IsString()
  @Length(1, 500)
  readonly reason!: string;
}

export class RecallHandoffBody {
  @ApiProperty({ maxLength: 500 })
  @IsString()
  @Length(1, 500)
  readonly reason!: string;
}

export class RecordActivityBody {
  @ApiProperty({ maxLength: 200, example: 'Thẩm định hồ sơ' })
  @IsString()
  @Length(1, 200)
  readonly activity!: string;

  @ApiPropertyOptional({ maxLength: 64, description: 'id of this activity in the system it was done in' })
  @IsOptional()
  @IsString()
  @Length(1, 64)
  readonly instance?: string;
}

export class CompleteDossierBody {
  @ApiProperty({ enum: outcomes })
  @IsIn(outcomes)
  readonly outcome!: (typeof outcomes)[number];

  @ApiPropertyOptional({
    description: 'instant the procedure ended; the instant of this command when left out',
  })
  @IsOptional()
  @IsInstant()
  readonly endedAt?: string;
}
