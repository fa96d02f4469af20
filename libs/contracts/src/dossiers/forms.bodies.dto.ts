import { ApiProperty } from '../api-property';
import { IsId, IsLegalDate, IsLine, IsNumeral, IsOneOf, MayBeAbsent } from '../shape';

export class DossierFormTarget {
  @ApiProperty({ description: 'id of the dossier' })
  @IsId()
  readonly dossierId!: string;

  @ApiProperty({
    description:
      'key of the form: `receipt`, `supplement-request`, `refusal`, `apology`, `stopping-notice`, `control-slip`',
    example: 'control-slip',
  })
  @IsLine(64)
  readonly form!: string;
}

export class DossierCodeTarget {
  @ApiProperty({ description: 'the whole dossier code', example: '000.00.15.H51-230415-0007' })
  @IsLine(64)
  readonly code!: string;
}

/** A form as a file or as data; without `format` the header `Accept` says which. */
export class DossierFormQuery {
  @ApiProperty({ description: 'of the answer; without it `Accept` tells, and `pdf` when that does not' })
  @MayBeAbsent()
  @IsOneOf(['pdf', 'json'])
  readonly format?: 'pdf' | 'json';

  @ApiProperty({ description: '`position` of a command: waits at most 5 s until it is visible' })
  @MayBeAbsent()
  @IsLine(64)
  readonly after?: string;
}

/** Local days of one register, both ends included. */
export const registerDaysMax = 366;

class RegisterDays {
  @ApiProperty({ description: 'first local date (Asia/Ho_Chi_Minh), YYYY-MM-DD', example: '2026-11-01' })
  @IsLegalDate()
  readonly fromDate!: string;

  @ApiProperty({ description: 'last local date, at most 366 days in all; `fromDate` when left out' })
  @MayBeAbsent()
  @IsLegalDate()
  readonly toDate?: string;

  @ApiProperty({ description: '`position` of a command: waits at most 5 s until it is visible' })
  @MayBeAbsent()
  @IsLine(64)
  readonly after?: string;
}

export class DossierRegisterQuery extends RegisterDays {
  @ApiProperty({ description: 'rows, 1 to 100', default: 50 })
  @MayBeAbsent()
  @IsNumeral(1, 100)
  readonly limit?: number;

  @ApiProperty({ description: '`next` of the page before' })
  @MayBeAbsent()
  @IsLine(512)
  readonly cursor?: string;
}

export class PrintDossierRegisterQuery extends RegisterDays {
  @ApiProperty({ description: 'of the file', default: 'pdf' })
  @MayBeAbsent()
  @IsOneOf(['pdf', 'csv', 'xlsx'])
  readonly format?: 'pdf' | 'csv' | 'xlsx';
}
