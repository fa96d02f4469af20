import { type DayKind, dayKinds } from '@domain/codes';
import { ApiProperty } from '../api-property';
import { OneQuery } from '../questions.dto';
import {
  IsAgencyCode,
  IsLegalDate,
  IsLine,
  IsList,
  IsOneOf,
  IsPart,
  IsProse,
  IsTrue,
  IsWorkingHours,
  MayBeAbsent,
} from '../shape';

export class AddedDayBody {
  @ApiProperty({ description: 'local day, YYYY-MM-DD', example: '2026-11-24' })
  @IsLegalDate()
  readonly date!: string;

  @ApiProperty({ description: 'days off, and SWAP_WORK: a weekly rest day that is worked' })
  @IsOneOf(dayKinds)
  readonly kind!: DayKind;

  @ApiProperty({
    description: 'law, decision or notice; the days of one swap share it',
    example: '5015/TB-BNV',
  })
  @IsLine(200, { min: 2 })
  readonly source!: string;

  @ApiProperty({ description: 'local day from which it was known, YYYY-MM-DD', example: '2026-10-15' })
  @IsLegalDate()
  readonly validFrom!: string;

  @ApiProperty({ description: 'nobody has compared it with its decision yet; left out when somebody has' })
  @MayBeAbsent()
  @IsTrue()
  readonly unverified?: true;

  @ApiProperty({ description: 'of a local closure: the one agency that is closed; left out when all are' })
  @MayBeAbsent()
  @IsAgencyCode()
  readonly agency?: string;
}

export class RemovedDayBody {
  @ApiProperty({ description: 'local day, YYYY-MM-DD', example: '2026-08-31' })
  @IsLegalDate()
  readonly date!: string;

  @ApiProperty({ description: 'of the closure of one agency' })
  @MayBeAbsent()
  @IsAgencyCode()
  readonly agency?: string;
}

const dayOf = ({ date, agency = '' }: RemovedDayBody): string => `${date} ${agency}`;

export class ReviseCalendarBody {
  @ApiProperty({ description: 'days that differ from the plain week; at most 400' })
  @MayBeAbsent()
  @IsList(400)
  @IsPart(() => AddedDayBody, { each: true })
  readonly added?: readonly AddedDayBody[];

  @ApiProperty({ description: 'days that count no longer; at most 400' })
  @MayBeAbsent()
  @IsList(400, { unique: dayOf })
  @IsPart(() => RemovedDayBody, { each: true })
  readonly removed?: readonly RemovedDayBody[];

  @ApiProperty({
    description: 'local time, in order of the day; as before when left out',
    example: '07:30-11:30,13:00-17:00',
  })
  @MayBeAbsent()
  @IsWorkingHours()
  readonly hours?: string;

  @ApiProperty({ description: 'number and symbol of the decision', example: '15/TB-UBND' })
  @IsLine(200, { min: 2 })
  readonly source!: string;

  @IsProse(500, { min: 2 })
  readonly reason!: string;
}

export class CalendarQuery extends OneQuery {
  @ApiProperty({ description: 'as it was known at the end of this local day; as it stands without it' })
  @MayBeAbsent()
  @IsLegalDate()
  readonly knownOn?: string;
}
