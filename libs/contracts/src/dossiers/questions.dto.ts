import { channels, type DossierStage, dossierStages, submissionChannels } from '@domain/codes';
import { ApiProperty } from '../api-property';
import { PageQuery } from '../questions.dto';
import {
  IsAgencyCode,
  IsFlagWord,
  IsId,
  IsLegalDate,
  IsLine,
  IsOfficerId,
  IsOneOf,
  MayBeAbsent,
} from '../shape';
import { type DossierBox, dossierBoxes } from './dossiers.answers';

/** A page of one box of the desk, late ones first, done ones newest first. Filters hold together. */
export class DossiersQuery extends PageQuery {
  @ApiProperty({
    description: '`held` by the agency, `offered` to it, `given` away by it and not done, or `done`',
    default: 'held',
  })
  @MayBeAbsent()
  @IsOneOf(dossierBoxes)
  readonly box?: DossierBox;

  @ApiProperty({ description: 'a code it bears, exactly', example: 'H26.1-261126-0001' })
  @MayBeAbsent()
  @IsLine(64)
  readonly code?: string;

  @ApiProperty({ description: 'reference of the applicant' })
  @MayBeAbsent()
  @IsId()
  readonly applicantRef?: string;

  @ApiProperty({ description: 'procedure code', example: '2.000635' })
  @MayBeAbsent()
  @IsLine(64)
  readonly procedure?: string;

  @ApiProperty({ description: 'where it stands in its procedure' })
  @MayBeAbsent()
  @IsOneOf(dossierStages)
  readonly stage?: DossierStage;

  @ApiProperty({ description: 'the way it came in' })
  @MayBeAbsent()
  @IsOneOf([...new Set([...channels, ...submissionChannels])])
  readonly channel?: string;

  @ApiProperty({ description: 'code of an agency that opened it, holds it, gives it or is given it' })
  @MayBeAbsent()
  @IsAgencyCode()
  readonly agency?: string;

  @ApiProperty({ description: 'officer who took it in or over for the agency, or processes it' })
  @MayBeAbsent()
  @IsOfficerId()
  readonly officer?: string;

  @ApiProperty({ description: 'only what is late (true) or not (false)' })
  @MayBeAbsent()
  @IsFlagWord()
  readonly late?: boolean;

  @ApiProperty({ description: 'due from this local date on, YYYY-MM-DD' })
  @MayBeAbsent()
  @IsLegalDate()
  readonly dueFromDate?: string;

  @ApiProperty({ description: 'due to the end of this local date, YYYY-MM-DD' })
  @MayBeAbsent()
  @IsLegalDate()
  readonly dueToDate?: string;

  @ApiProperty({ description: 'in the box since this local date or later, YYYY-MM-DD' })
  @MayBeAbsent()
  @IsLegalDate()
  readonly fromDate?: string;

  @ApiProperty({ description: 'in the box since the end of this local date or earlier, YYYY-MM-DD' })
  @MayBeAbsent()
  @IsLegalDate()
  readonly toDate?: string;
}
