import { ApiProperty } from '../api-property';
import { IsInstant, IsLine, IsNumeral, MayBeAbsent } from '../shape';

/** A moment of a history: at most one of `at`, `recordedAt`, `revision`. */
export class HistoryQuery {
  @ApiProperty({ description: 'as it was at this instant, by when things occurred' })
  @MayBeAbsent()
  @IsInstant()
  readonly at?: string;

  @ApiProperty({ description: 'as it was known at this instant, by when things were recorded' })
  @MayBeAbsent()
  @IsInstant()
  readonly recordedAt?: string;

  @ApiProperty({ description: 'as it was at this revision of its stream (0 is the first event)' })
  @MayBeAbsent()
  @IsNumeral(0, Number.MAX_SAFE_INTEGER)
  readonly revision?: number;

  @ApiProperty({ description: 'events, 1 to 500', default: 200 })
  @MayBeAbsent()
  @IsNumeral(1, 500)
  readonly limit?: number;

  @ApiProperty({ description: '`next` of the page before' })
  @MayBeAbsent()
  @IsLine(512)
  readonly cursor?: string;
}
