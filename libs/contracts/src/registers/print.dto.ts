import { ApiProperty } from '../api-property';
import { IsLine, IsOneOf, IsSeries, MayBeAbsent } from '../shape';

/** A book as a file. */
export class PrintQuery {
  @ApiProperty({ description: 'of the file', default: 'pdf' })
  @MayBeAbsent()
  @IsOneOf(['pdf', 'csv', 'xlsx'])
  readonly format?: 'pdf' | 'csv' | 'xlsx';

  @ApiProperty({ description: 'outgoing only: the series of numbers', default: 'outgoing' })
  @MayBeAbsent()
  @IsSeries()
  readonly series?: string;

  @ApiProperty({ description: '`position` of a command: waits at most 5 s until it is visible' })
  @MayBeAbsent()
  @IsLine(64)
  readonly after?: string;
}
