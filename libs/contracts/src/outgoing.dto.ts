import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { IsAgencyCode, IsLegalDate, IsOfficerId } from './shape';
import { GivenSignature } from './signatures.dto';
import { urgencies } from './vocabulary';

export class VoidNumberBody {
  @ApiProperty({ description: 'leader of your agency who approved it', example: 'ld.stc.01' })
  @IsOfficerId()
  readonly approvedBy!: string;

  @ApiProperty({ maxLength: 500 })
  @IsString()
  @Length(1, 500)
  readonly reason!: string;
}

export class SealDocumentBody {
  @ApiPropertyOptional({
    type: () => [GivenSignature],
    description:
      "the organisation's digital signatures, one for each content part (Decree 30/2020 art. 5 and 17(2))",
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  @Type(() => GivenSignature)
  readonly signatures?: readonly GivenSignature[];
}

export class RegisterDocumentBody {
  @ApiProperty({ description: 'unit or person that keeps the file copy', maxLength: 200 })
  @IsString()
  @Length(1, 200)
  readonly filedBy!: string;

  @ApiProperty({ description: 'number of copies, 0 when nothing is printed', example: 2 })
  @IsInt()
  @Min(0)
  @Max(100_000)
  readonly copies!: number;

  @ApiPropertyOptional({ maxLength: 500 })
  @IsOptional()
  @IsString()
  @Length(1, 500)
  readonly note?: string;
}

export class OrderRecallBody {
  @ApiProperty({ description: 'Decree 30/2020 art. 18(4)', maxLength: 500 })
  @IsString()
  @Length(1, 500)
  readonly reason!: string;

  @ApiPropertyOptional({
    type: [String],
    description: 'agencies that have the document, at most 1,000; all of them when absent',
    example: ['H26.1'],
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(1000)
  @ArrayUnique()
  @IsAgencyCode({ each: true })
  readonly recipients?: readonly string[];
}

export class WithdrawRecallOrderBody {
  @ApiProperty({ maxLength: 500 })
  @IsString()
  @Length(1, 500)
  readonly reason!: string;
}

export class UpdateDocumentBody {
  @ApiProperty({ description: 'told to every recipient', maxLength: 500 })
  @IsString()
  @Length(1, 500)
  readonly reason!: string;

  @ApiPropertyOptional({ description: 'trích yếu', maxLength: 500 })
  @IsOptional()
  @IsString()
  @Length(1, 500)
  readonly subject?: string;

  @ApiPropertyOptional({ enum: urgencies })
  @IsOptional()
  @IsIn(urgencies)
  readonly urgency?: (typeof urgencies)[number];

  @ApiPropertyOptional({ description: 'reply wanted by, YYYY-MM-DD' })
  @IsOptional()
  @IsLegalDate()
  readonly dueDate?: string;

  @ApiPropertyOptional({ type: [String], description: 'agency codes, at most 1,000', example: ['H26.4'] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(1000)
  @ArrayUnique()
  @IsAgencyCode({ each: true })
  readonly addRecipients?: readonly string[];

  @ApiPropertyOptional({
    type: [String],
    description: 'agencies to take it from: what has not left is stopped, the rest is asked back',
    example: ['H26.3'],
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(1000)
  @ArrayUnique()
  @IsAgencyCode({ each: true })
  readonly removeRecipients?: readonly string[];
}
