import { ApiProperty } from '../api-property';
import {
  IsAgencyCode,
  IsLegalDate,
  IsLine,
  IsList,
  IsOfficerId,
  IsOneOf,
  IsPart,
  IsProse,
  IsWhole,
  MayBeAbsent,
} from '../shape';
import { urgencies, urgencyMarks } from '../vocabulary';
import { GivenSignature } from './signatures.bodies.dto';

export class VoidNumberBody {
  @ApiProperty({ description: 'leader of your agency who approved it', example: 'ld.stc.01' })
  @IsOfficerId()
  readonly approvedBy!: string;

  @IsLine(500)
  readonly reason!: string;
}

export class SealDocumentBody {
  @ApiProperty({
    description:
      "the organisation's digital signatures, one for each content part (Decree 30/2020 art. 5 and 17(2))",
  })
  @MayBeAbsent()
  @IsList(50)
  @IsPart(() => GivenSignature, { each: true })
  readonly signatures?: readonly GivenSignature[];
}

export class RegisterDocumentBody {
  @ApiProperty({ description: 'unit or person that keeps the file copy' })
  @IsLine(200)
  readonly filedBy!: string;

  @ApiProperty({ description: 'number of copies, 0 when nothing is printed', example: 2 })
  @IsWhole(0, 100_000)
  readonly copies!: number;

  @MayBeAbsent()
  @IsLine(500)
  readonly note?: string;
}

export class OrderRecallBody {
  @ApiProperty({ description: 'Decree 30/2020 art. 18(4)' })
  @IsProse(500)
  readonly reason!: string;

  @ApiProperty({
    description: 'agencies that have the document, at most 1,000; all of them when absent',
    example: ['H26.1'],
  })
  @MayBeAbsent()
  @IsList(1000, { unique: true })
  @IsAgencyCode({ each: true })
  readonly recipients?: readonly string[];
}

export class WithdrawRecallOrderBody {
  @IsProse(500)
  readonly reason!: string;
}

export class UpdateDocumentBody {
  @ApiProperty({ description: 'told to every recipient' })
  @IsProse(500)
  readonly reason!: string;

  @ApiProperty({ description: 'trích yếu' })
  @MayBeAbsent()
  @IsLine(500)
  readonly subject?: string;

  @ApiProperty({ description: urgencyMarks })
  @MayBeAbsent()
  @IsOneOf(urgencies)
  readonly urgency?: (typeof urgencies)[number];

  @ApiProperty({ description: 'reply wanted by, YYYY-MM-DD' })
  @MayBeAbsent()
  @IsLegalDate()
  readonly dueDate?: string;

  @ApiProperty({ description: 'agency codes, at most 1,000', example: ['H26.4'] })
  @MayBeAbsent()
  @IsList(1000, { unique: true })
  @IsAgencyCode({ each: true })
  readonly addRecipients?: readonly string[];

  @ApiProperty({
    description: 'agencies to take it from: what has not left is stopped, the rest is asked back',
    example: ['H26.3'],
  })
  @MayBeAbsent()
  @IsList(1000, { unique: true })
  @IsAgencyCode({ each: true })
  readonly removeRecipients?: readonly string[];
}
