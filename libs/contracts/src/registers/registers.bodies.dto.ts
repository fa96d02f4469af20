import { bookSeries } from '@domain/codes';
import { ApiProperty } from '../api-property';
import {
  IsAbbreviation,
  IsDocumentTypeCode,
  IsId,
  IsLegalDate,
  IsLine,
  IsList,
  IsOneOf,
  IsWhole,
  MayBeAbsent,
} from '../shape';
import { BookTarget } from '../targets.dto';
import { copyKinds } from '../vocabulary';

export class PaperEntryTarget extends BookTarget {
  @ApiProperty({ description: '`entryId` of a document on paper' })
  @IsId()
  readonly entryId!: string;
}

/** Where a book goes on that was kept in an older system. */
export class OpenBookBody {
  @ApiProperty({
    description: 'of the book: incoming, outgoing, copies, or a normative type',
    example: 'outgoing',
  })
  @IsOneOf(bookSeries)
  readonly series!: string;

  @ApiProperty({
    description: 'the first number that is given here; those before it were given there',
    example: 1846,
  })
  @IsWhole(2, 10_000_000)
  readonly nextNumber!: number;
}

/** A document of the own agency that exists on paper only. */
export class RecordOutgoingPaperBody {
  @ApiProperty({ description: 'code of Decree 30/2020 Annex III, or QP… of a normative type', example: 'CV' })
  @IsDocumentTypeCode()
  readonly documentType!: string;

  @ApiProperty({ description: 'it is a copy: sao y, sao lục, trích sao' })
  @MayBeAbsent()
  @IsOneOf(copyKinds)
  readonly copyKind?: (typeof copyKinds)[number];

  @ApiProperty({
    description: 'abbreviation of the unit that drafted an official letter: the end of 7816/VPCP-TTĐT',
    example: 'TTĐT',
  })
  @MayBeAbsent()
  @IsAbbreviation()
  readonly draftingUnit?: string;

  @ApiProperty({
    description: 'date it bears, in the year of the book and not after today',
    example: '2026-11-20',
  })
  @IsLegalDate()
  readonly documentDate!: string;

  @ApiProperty({ description: 'trích yếu' })
  @IsLine(500)
  readonly subject!: string;

  @ApiProperty({ description: 'as printed', example: 'Giám đốc' })
  @IsLine(200)
  readonly signer!: string;

  @ApiProperty({ description: 'as printed, line by line, 1 to 100', example: ['Như trên'] })
  @IsList(100, { min: 1 })
  @IsLine(500, { each: true })
  readonly recipients!: readonly string[];

  @ApiProperty({ description: 'unit or person that keeps the file copy' })
  @IsLine(200)
  readonly filedBy!: string;

  @ApiProperty({ description: 'number of copies', example: 3 })
  @IsWhole(1, 100_000)
  readonly copies!: number;

  @MayBeAbsent()
  @IsLine(500)
  readonly note?: string;

  @ApiProperty({ description: 'anything but `none` never enters this system' })
  @MayBeAbsent()
  @IsOneOf(['none'])
  readonly secrecy?: 'none';
}

/** A document that came to the own agency on paper only. */
export class RecordIncomingPaperBody {
  @ApiProperty({ description: 'date on which it came, not after today', example: '2026-11-20' })
  @IsLegalDate()
  readonly arrivedDate!: string;

  @ApiProperty({ description: 'who issued it, as printed' })
  @IsLine(200)
  readonly sender!: string;

  @ApiProperty({ description: 'number and symbol as printed', example: '12/CV-CTA' })
  @MayBeAbsent()
  @IsLine(50)
  readonly symbol?: string;

  @ApiProperty({ description: 'date it bears, not after its arrival', example: '2026-11-18' })
  @MayBeAbsent()
  @IsLegalDate()
  readonly documentDate?: string;

  @ApiProperty({
    description: 'code of Decree 30/2020 Annex III; left out when it is none',
    example: 'CV',
  })
  @MayBeAbsent()
  @IsDocumentTypeCode()
  readonly documentType?: string;

  @ApiProperty({ description: 'trích yếu' })
  @IsLine(500)
  readonly subject!: string;

  @ApiProperty({ description: 'unit or person it was given to' })
  @MayBeAbsent()
  @IsLine(200)
  readonly receiver?: string;

  @MayBeAbsent()
  @IsLine(500)
  readonly note?: string;

  @ApiProperty({ description: 'anything but `none` never enters this system' })
  @MayBeAbsent()
  @IsOneOf(['none'])
  readonly secrecy?: 'none';
}
