import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Max,
  Min,
} from 'class-validator';
import { IsAbbreviation, IsDocumentTypeCode, IsLegalDate } from './shape';
import { BookTarget } from './targets.dto';
import { copyKinds } from './vocabulary';

export class PaperEntryTarget extends BookTarget {
  @ApiProperty({ format: 'uuid', description: '`entryId` of a document on paper' })
  @IsUUID()
  readonly entryId!: string;
}

/** A document of the own agency that exists on paper only. */
export class RecordOutgoingPaperBody {
  @ApiProperty({ description: 'code of Decree 30/2020 Annex III, or QP… of a normative type', example: 'CV' })
  @IsDocumentTypeCode()
  readonly documentType!: string;

  @ApiPropertyOptional({ enum: copyKinds, description: 'it is a copy: sao y, sao lục, trích sao' })
  @IsOptional()
  @IsIn(copyKinds)
  readonly copyKind?: (typeof copyKinds)[number];

  @ApiPropertyOptional({
    description: 'abbreviation of the unit that drafted an official letter: the end of 7816/VPCP-TTĐT',
    example: 'TTĐT',
  })
  @IsOptional()
  @IsAbbreviation()
  readonly draftingUnit?: string;

  @ApiProperty({
    description: 'date it bears, in the year of the book and not after today',
    example: '2026-11-20',
  })
  @IsLegalDate()
  readonly documentDate!: string;

  @ApiProperty({ description: 'trích yếu', maxLength: 500 })
  @IsString()
  @Length(1, 500)
  readonly subject!: string;

  @ApiProperty({ description: 'as printed', example: 'Giám đốc', maxLength: 200 })
  @IsString()
  @Length(1, 200)
  readonly signer!: string;

  @ApiProperty({ type: [String], description: 'as printed, line by line, 1 to 100', example: ['Như trên'] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @IsString({ each: true })
  @Length(1, 500, { each: true })
  readonly recipients!: readonly string[];

  @ApiProperty({ description: 'unit or person that keeps the file copy', maxLength: 200 })
  @IsString()
  @Length(1, 200)
  readonly filedBy!: string;

  @ApiProperty({ description: 'number of copies', example: 3 })
  @IsInt()
  @Min(1)
  @Max(100_000)
  readonly copies!: number;

  @ApiPropertyOptional({ maxLength: 500 })
  @IsOptional()
  @IsString()
  @Length(1, 500)
  readonly note?: string;

  @ApiPropertyOptional({ enum: ['none'], description: 'anything but `none` never enters this system' })
  @IsOptional()
  @IsIn(['none'])
  readonly secrecy?: 'none';
}

/** A document that came to the own agency on paper only. */
export class RecordIncomingPaperBody {
  @ApiProperty({ description: 'date on which it came, not after today', example: '2026-11-20' })
  @IsLegalDate()
  readonly arrivedDate!: string;

  @ApiProperty({ description: 'who issued it, as printed', maxLength: 200 })
  @IsString()
  @Length(1, 200)
  readonly sender!: string;

  @ApiPropertyOptional({ description: 'number and symbol as printed', example: '12/CV-CTA', maxLength: 50 })
  @IsOptional()
  @IsString()
  @Length(1, 50)
  readonly symbol?: string;

  @ApiPropertyOptional({ description: 'date it bears, not after its arrival', example: '2026-11-18' })
  @IsOptional()
  @IsLegalDate()
  readonly documentDate?: string;

  @ApiPropertyOptional({
    description: 'code of Decree 30/2020 Annex III; left out when it is none',
    example: 'CV',
  })
  @IsOptional()
  @IsDocumentTypeCode()
  readonly documentType?: string;

  @ApiProperty({ description: 'trích yếu', maxLength: 500 })
  @IsString()
  @Length(1, 500)
  readonly subject!: string;

  @ApiPropertyOptional({ description: 'unit or person it was given to', maxLength: 200 })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  readonly receiver?: string;

  @ApiPropertyOptional({ maxLength: 500 })
  @IsOptional()
  @IsString()
  @Length(1, 500)
  readonly note?: string;

  @ApiPropertyOptional({ enum: ['none'], description: 'anything but `none` never enters this system' })
  @IsOptional()
  @IsIn(['none'])
  readonly secrecy?: 'none';
}

export interface OutgoingPaperRecorded {
  /** For voiding its number. */
  readonly entryId: string;
  readonly number: number;
  readonly bookYear: number;
  readonly series: string;
  readonly symbol: string;
}

export interface IncomingPaperRecorded {
  readonly entryId: string;
  readonly number: number;
  readonly bookYear: number;
}
