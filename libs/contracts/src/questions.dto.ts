import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import { IsInstant } from './shape';

/** One page of a list. Rows are in a stable order; `cursor` is where the page before ended. */
export class PageQuery {
  @ApiPropertyOptional({ description: 'rows, 1 to 200', default: 50 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  readonly limit?: number;

  @ApiPropertyOptional({ description: '`next` of the page before' })
  @IsOptional()
  @IsString()
  @Length(1, 512)
  readonly cursor?: string;

  @ApiPropertyOptional({ description: '`position` of a command: waits at most 5 s until it is visible' })
  @IsOptional()
  @IsString()
  @Length(1, 64)
  readonly after?: string;
}

/** One object; `after` waits at most 5 s until that command is visible. */
export class OneQuery {
  @ApiPropertyOptional({ description: '`position` of a command: waits at most 5 s until it is visible' })
  @IsOptional()
  @IsString()
  @Length(1, 64)
  readonly after?: string;
}

/** A moment of a history: at most one of `at`, `recordedAt`, `revision`. */
export class HistoryQuery {
  @ApiPropertyOptional({ description: 'as it was at this instant, by when things occurred' })
  @IsOptional()
  @IsInstant()
  readonly at?: string;

  @ApiPropertyOptional({ description: 'as it was known at this instant, by when things were recorded' })
  @IsOptional()
  @IsInstant()
  readonly recordedAt?: string;

  @ApiPropertyOptional({ description: 'as it was at this revision of its stream (0 is the first event)' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  readonly revision?: number;

  @ApiPropertyOptional({ description: 'events, 1 to 500', default: 200 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(500)
  readonly limit?: number;

  @ApiPropertyOptional({ description: '`next` of the page before' })
  @IsOptional()
  @IsString()
  @Length(1, 512)
  readonly cursor?: string;
}
