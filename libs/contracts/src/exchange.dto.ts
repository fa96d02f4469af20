import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import {
  IsAbbreviation,
  IsAgencyCode,
  IsDocumentTypeCode,
  IsLegalDate,
  IsMediaType,
  IsOfficerId,
  IsSha256,
} from './shape';
import { GivenSignature } from './signatures.dto';
import { copyKinds, urgencies } from './vocabulary';

const authorities = ['head', 'KT', 'TM', 'TUQ', 'TL'] as const;
const refusalReasons = ['authenticity', 'integrity', 'missing-part', 'mis-sent', 'not-competent'] as const;

export class ContentPartBody {
  @ApiProperty({
    description: 'SHA-256 of bytes uploaded before with PUT /contents',
    example: 'a'.repeat(64),
  })
  @IsSha256()
  readonly sha256!: string;

  @ApiProperty({ description: 'bytes' })
  @IsInt()
  @Min(1)
  @Max(10 * 1024 ** 3)
  readonly size!: number;

  @ApiProperty({ example: 'application/pdf' })
  @IsMediaType()
  readonly mediaType!: string;

  @ApiProperty({ example: 'cong-van.pdf', maxLength: 255 })
  @IsString()
  @Length(1, 255)
  readonly name!: string;
}

export class CopyOfBody {
  @ApiProperty({ enum: copyKinds, description: 'sao y, sao lục, trích sao' })
  @IsIn(copyKinds)
  readonly kind!: (typeof copyKinds)[number];

  @ApiProperty({ description: 'number and symbol of the original', example: '15/QĐ-UBND', maxLength: 50 })
  @IsString()
  @Length(1, 50)
  readonly symbol!: string;

  @ApiProperty({ description: 'code of the agency that issued the original', example: 'H26' })
  @IsAgencyCode()
  readonly agency!: string;
}

export class DraftDocumentBody {
  @ApiProperty({ description: 'code of Decree 30/2020 Annex III, or QP… of a normative type', example: 'CV' })
  @IsDocumentTypeCode()
  readonly documentType!: string;

  @ApiProperty({ description: 'trích yếu', maxLength: 500 })
  @IsString()
  @Length(1, 500)
  readonly subject!: string;

  @ApiProperty({ enum: urgencies, default: 'normal' })
  @IsIn(urgencies)
  readonly urgency!: (typeof urgencies)[number];

  @ApiProperty({ type: [ContentPartBody], maxItems: 50 })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @ArrayUnique((part: ContentPartBody) => part.sha256)
  @ValidateNested({ each: true })
  @Type(() => ContentPartBody)
  readonly contents!: readonly ContentPartBody[];

  @ApiPropertyOptional({ description: 'reply wanted by, YYYY-MM-DD' })
  @IsOptional()
  @IsLegalDate()
  readonly dueDate?: string;

  @ApiPropertyOptional({ description: 'a paper original follows' })
  @IsOptional()
  @IsBoolean()
  readonly paperFollows?: boolean;

  @ApiPropertyOptional({
    type: [String],
    description: 'ids of documents of your inbox that this one answers, at most 20',
  })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @ArrayUnique()
  @IsUUID('all', { each: true })
  readonly responseFor?: readonly string[];

  @ApiPropertyOptional({ format: 'uuid', description: 'your own issued document that this one replaces' })
  @IsOptional()
  @IsUUID()
  readonly replaces?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'your own issued document that this letter corrects' })
  @IsOptional()
  @IsUUID()
  readonly corrects?: string;

  @ApiPropertyOptional({
    type: [String],
    description: 'printed list of recipients, line by line, at most 100',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @IsString({ each: true })
  @Length(1, 500, { each: true })
  readonly distribution?: readonly string[];

  @ApiPropertyOptional({
    type: () => CopyOfBody,
    description: 'what it is a copy of, Decree 30/2020 art. 25',
  })
  @IsOptional()
  @ValidateNested()
  @Type(() => CopyOfBody)
  readonly copyOf?: CopyOfBody;

  @ApiPropertyOptional({ maximum: 100_000 })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(100_000)
  readonly pageAmount?: number;

  @ApiPropertyOptional({
    description: 'abbreviation of the unit that drafted an official letter: the end of 7816/VPCP-TTĐT',
    example: 'TTĐT',
  })
  @IsOptional()
  @IsAbbreviation()
  readonly draftingUnit?: string;

  @ApiPropertyOptional({ enum: ['none'], description: 'anything but `none` never enters this system' })
  @IsOptional()
  @IsIn(['none'])
  readonly secrecy?: 'none';
}

export class SignDocumentBody {
  @ApiProperty({ enum: authorities, description: 'in whose name, Decree 30/2020 art. 13' })
  @IsIn(authorities)
  readonly authority!: (typeof authorities)[number];

  @ApiProperty({ description: 'position as printed', example: 'Giám đốc', maxLength: 100 })
  @IsString()
  @Length(1, 100)
  readonly position!: string;

  @ApiPropertyOptional({
    type: () => [GivenSignature],
    description: "the signer's own digital signatures, one for each content part (Decree 30/2020 art. 5)",
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  @Type(() => GivenSignature)
  readonly signatures?: readonly GivenSignature[];
}

export class NumberDocumentBody {}

export class IssueDocumentBody {
  @ApiProperty({ type: [String], description: 'agency codes, at most 1,000', example: ['H26.1', 'H26.2'] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(1000)
  @ArrayUnique()
  @IsAgencyCode({ each: true })
  readonly recipients!: readonly string[];
}

export class RefuseReceiptBody {
  @ApiProperty({ enum: refusalReasons, description: 'Decree 30/2020 art. 21(2)(b)' })
  @IsIn(refusalReasons)
  readonly reasonCode!: (typeof refusalReasons)[number];

  @ApiProperty({ maxLength: 500 })
  @IsString()
  @Length(1, 500)
  readonly reason!: string;
}

export class AcceptReceiptBody {}

export class AssignProcessingBody {
  @ApiProperty({ description: 'officer in the lead', example: 'cv.stc.01' })
  @IsOfficerId()
  readonly assignee!: string;

  @ApiPropertyOptional({ type: [String], description: 'co-ordinating officers, at most 20' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @IsOfficerId({ each: true })
  readonly coordinating?: readonly string[];

  @ApiPropertyOptional({ description: "the leader's opinion", maxLength: 1000 })
  @IsOptional()
  @IsString()
  @Length(1, 1000)
  readonly opinion?: string;

  @ApiPropertyOptional({ description: 'to be done by, YYYY-MM-DD' })
  @IsOptional()
  @IsLegalDate()
  readonly dueDate?: string;
}

export class StartProcessingBody {}

export class CompleteProcessingBody {
  @ApiProperty({ description: 'result, or that no reply is needed', maxLength: 1000 })
  @IsString()
  @Length(1, 1000)
  readonly result!: string;

  @ApiPropertyOptional({
    format: 'uuid',
    description: 'issued document of the own agency that answers this one',
  })
  @IsOptional()
  @IsUUID()
  readonly reply?: string;
}

/** Counts one refusal at the edge: which agency, which local day, nothing else. */
export class CountRefusedSecretBody {
  @IsLegalDate()
  readonly localDate!: string;
}
