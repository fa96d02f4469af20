import { ApiProperty } from './api-property';
import { IsLine, IsNumeral, MayBeAbsent } from './shape';

/** One page of a list. Rows are in a stable order; `cursor` is where the page before ended. */
export class PageQuery {
  @ApiProperty({ description: 'rows, 1 to 200', default: 50 })
  @MayBeAbsent()
  @IsNumeral(1, 200)
  readonly limit?: number;

  @ApiProperty({ description: '`next` of the page before' })
  @MayBeAbsent()
  @IsLine(512)
  readonly cursor?: string;

  @ApiProperty({ description: '`position` of a command: waits at most 5 s until it is visible' })
  @MayBeAbsent()
  @IsLine(64)
  readonly after?: string;
}

/** One object; `after` waits at most 5 s until that command is visible. */
export class OneQuery {
  @ApiProperty({ description: '`position` of a command: waits at most 5 s until it is visible' })
  @MayBeAbsent()
  @IsLine(64)
  readonly after?: string;
}
