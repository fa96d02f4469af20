import { ApiProperty } from '../api-property';
import { IsId, IsList, IsOfficerId, IsProse, MayBeAbsent } from '../shape';

/** The desk of one officer of the own agency. */
export class DeskTarget {
  @ApiProperty({ description: 'id of the officer whose work it is, in post or not', example: 'cv.stc.01' })
  @IsOfficerId()
  readonly officer!: string;
}

export class HandOverDeskBody {
  @ApiProperty({ description: 'officer of your agency who takes it over', example: 'cv.stc.02' })
  @IsOfficerId()
  readonly to!: string;

  @ApiProperty({
    description:
      'ids of drafts of that officer, and of documents assigned to that officer, at most 100; left out for none',
  })
  @MayBeAbsent()
  @IsList(100, { unique: true })
  @IsId({ each: true })
  readonly documents?: readonly string[];

  @ApiProperty({
    description:
      'ids of dossiers assigned to that officer, or offered by that officer and not settled yet, at most 100; left ' +
      'out for none',
  })
  @MayBeAbsent()
  @IsList(100, { unique: true })
  @IsId({ each: true })
  readonly dossiers?: readonly string[];

  @ApiProperty({
    description:
      'ids of leave cover for that officer, or by that officer for a colleague, which ends; at most 100, left out ' +
      'for none',
  })
  @MayBeAbsent()
  @IsList(100, { unique: true })
  @IsId({ each: true })
  readonly deskLendings?: readonly string[];

  @ApiProperty({ description: 'such as the decision by which the officer leaves' })
  @IsProse(500)
  readonly reason!: string;
}

/** One list of what went from desk to desk. */
export class DeskHandoverTarget {
  @ApiProperty({ description: 'what the hand-over was answered with' })
  @IsId()
  readonly handoverId!: string;
}

export class TakeOverDeskBody {}

/** What only services ask: of dossiers that are to go from one desk to another. */
export class DossiersOnDeskBody {
  @IsOfficerId()
  readonly from!: string;

  @IsOfficerId()
  readonly to!: string;

  @IsList(100, { min: 1, unique: true })
  @IsId({ each: true })
  readonly dossiers!: readonly string[];
}
