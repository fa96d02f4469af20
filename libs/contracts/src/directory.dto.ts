import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsOptional, IsString, Length } from 'class-validator';
import { IsAbbreviation, IsAgencyCode, IsOfficerId } from './shape';

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
